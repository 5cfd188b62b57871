import { literalPalette, type Palette, variablePalette } from '../report/palette';
import type { FigureContent, Panel } from './definition';

/**
 * Eight colours that stay apart in every kind of colour vision (Okabe and Ito's, the yellow darkened, for either ground); the
 * shapes of the dots say the same once more.
 */
const DISTINCT = {
  light: ['#0072b2', '#d55e00', '#009e73', '#b3549b', '#a67c00', '#3498d0', '#7a3b1d', '#6b6b78'],
  dark: ['#4da6e0', '#ff8a3d', '#2fcf9f', '#e08fc6', '#f0d048', '#9ad4f5', '#c98a68', '#b8b8c4'],
};

export type Mode = 'light' | 'dark' | 'page';

/** What a name looks like. */
export interface Look {
  colour: string;
  /** Place among the shapes of dots. */
  shape: number;
}

export interface Colours extends Omit<Palette, 'series'> {
  /** By panel, by name. */
  looks: Map<string, Look>[];
}

/** Colours of names: the same in all panels where panels share names. `page` refers to the variables of `figureCss`. */
export function figureColours({ panels, ordered }: FigureContent, mode: Mode): Colours {
  const { series: _, ...base } = mode === 'page' ? variablePalette(0) : literalPalette(mode, 0);
  const groups = sharedNames(panels.map(namesOf));
  const looks = panels.map((panel, i) => {
    const names = groups[i];
    const colours = (panel.ordered ?? ordered) ? ramp(names.length, mode) : distinct(mode);
    const map = new Map(
      names.map((name, k): [string, Look] => [name, { colour: colours[k % colours.length], shape: k }]),
    );
    for (const { name, reference } of panel.series) if (reference) map.set(name, { colour: base.ink, shape: 0 });
    return map;
  });
  return { ...base, looks };
}

/** For each panel the names of all panels that share some with it, or with one that does. */
function sharedNames(own: readonly string[][]): string[][] {
  const groups = own.map((names) => new Set(names));
  for (let pass = 0; pass < own.length; pass++) {
    for (const group of groups) {
      for (const names of own) if (names.some((name) => group.has(name))) for (const name of names) group.add(name);
    }
  }
  const order = [...new Set(own.flat())];
  return groups.map((group) => order.filter((name) => group.has(name)));
}

/** Names of a panel in their order, those of references aside. */
function namesOf({ series }: Panel): string[] {
  return [...new Set(series.filter(({ reference }) => !reference).map(({ name }) => name))];
}

/** Longest ramp that a page declares. */
const RAMP = 10;

function ramp(count: number, mode: Mode): string[] {
  if (mode !== 'page') return literalPalette(mode, Math.max(count, 2)).series;
  const known = Math.min(Math.max(count, 2), RAMP);
  return Array.from({ length: count }, (_, i) =>
    rampVariable(known, count > known ? Math.round((i * (known - 1)) / (count - 1)) : i),
  );
}

function distinct(mode: Mode): string[] {
  return mode === 'page' ? DISTINCT.light.map((_, i) => `var(--distinct-${i})`) : DISTINCT[mode];
}

function rampVariable(count: number, i: number): string {
  return `var(--ramp-${count}-${i})`;
}

/** The variables of one mode as CSS declarations, beside those of the page's own style sheet. */
export function figureCss(mode: 'light' | 'dark'): string {
  const lengths = Array.from({ length: RAMP - 1 }, (_, i) => i + 2);
  return [
    ...DISTINCT[mode].map((colour, i) => `--distinct-${i}: ${colour};`),
    ...lengths.flatMap((count) =>
      literalPalette(mode, count).series.map((colour, i) => `--ramp-${count}-${i}: ${colour};`),
    ),
  ].join(' ');
}
