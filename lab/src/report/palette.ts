/** Colours of a figure as CSS colours: literal ones for files of their own, variables for the page (light and dark). */
export interface Palette {
  ink: string;
  muted: string;
  grid: string;
  paper: string;
  /** From the smallest size to the largest. */
  series: string[];
}

/**
 * Brightness falls (light) or rises (dark) with the size, so the order survives every kind of colour vision and print; the
 * contrast of lines to the ground is at least 3, of text 4.5.
 */
const stops = {
  light: ['#c58000', '#b8336a', '#2a1050'],
  dark: ['#8d55d8', '#ee6a8c', '#fbdc6a'],
};
const base = {
  light: { ink: '#1b1b24', muted: '#5d5d6b', grid: '#e4e4ea', paper: '#ffffff' },
  dark: { ink: '#f1f0f6', muted: '#a9a8b8', grid: '#35343f', paper: '#17161d' },
};

/** What pages have beside figures: a ground for boxes, and the colour of links and verdicts. */
const boxes = {
  light: { soft: '#f6f6f9', accent: '#7a2d6f' },
  dark: { soft: '#201f28', accent: '#f0a3c4' },
};

export function literalPalette(mode: 'light' | 'dark', sizes: number): Palette {
  return { ...base[mode], series: Array.from({ length: sizes }, (_, i) => between(stops[mode], position(i, sizes))) };
}

/** Refers to the variables that `paletteCss` declares. */
export function variablePalette(sizes: number): Palette {
  return {
    ink: 'var(--ink)',
    muted: 'var(--muted)',
    grid: 'var(--grid)',
    paper: 'var(--paper)',
    series: Array.from({ length: sizes }, (_, i) => `var(--series-${i})`),
  };
}

/** The variables of one mode as CSS declarations, those of boxes among them. */
export function paletteCss(mode: 'light' | 'dark', sizes: number): string {
  const { series, ...others } = literalPalette(mode, sizes);
  return [
    ...Object.entries({ ...others, ...boxes[mode] }).map(([name, colour]) => `--${name}: ${colour};`),
    ...series.map((colour, i) => `--series-${i}: ${colour};`),
  ].join(' ');
}

function position(i: number, sizes: number): number {
  return sizes < 2 ? 1 : i / (sizes - 1);
}

function between(colours: string[], at: number): string {
  const scaled = at * (colours.length - 1);
  const left = Math.min(Math.floor(scaled), colours.length - 2);
  const part = scaled - left;
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) =>
    Math.round(channel(colours[left], i) * (1 - part) + channel(colours[left + 1], i) * part),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
