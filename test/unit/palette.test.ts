import { describe, expect, it } from 'vitest';
import { figureCss } from '../../lab/src/figures/drawColours';
import { literalPalette, paletteCss } from '../../lab/src/report/palette';
import { tolerance } from '../tolerances';

/** Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.11. */
const WCAG = { text: 4.5, lines: 3 };

/** Colours as people with one kind of cone missing see them: Machado, Oliveira and Fernandes 2009, table 1, in linear RGB. */
const visions = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function linear(colour: string): number[] {
  return [1, 3, 5].map((i) => {
    const channel = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix: readonly number[], vector: readonly number[]): number[] {
  return [0, 1, 2].map((i) => [0, 1, 2].reduce((sum, j) => sum + matrix[3 * i + j] * vector[j], 0));
}

function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((one) => times([0.2126, 0.7152, 0.0722, 0, 0, 0, 0, 0, 0], linear(one))[0]).sort();
  return (high + 0.05) / (low + 0.05);
}

/** Ottosson 2020. */
function oklab(rgb: readonly number[]): number[] {
  const cones = [
    0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376,
    0.6299787005,
  ];
  const lab = [
    0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662,
    -0.808675766,
  ];
  return times(lab, times(cones, rgb).map(Math.cbrt));
}

function distance(a: string, b: string, vision: readonly number[]): number {
  const [one, other] = [a, b].map((colour) =>
    oklab(times(vision, linear(colour)).map((x) => Math.max(0, Math.min(1, x)))),
  );
  return Math.hypot(...one.map((x, i) => x - other[i]));
}

describe.each(['light', 'dark'] as const)('the %s palette', (mode) => {
  const variables = Object.fromEntries(
    [...paletteCss(mode, 6).matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, colour]) => [name, colour]),
  );

  it('has text that can be read on every ground', () => {
    for (const text of ['ink', 'muted', 'accent']) {
      for (const ground of ['paper', 'soft']) {
        expect(contrast(variables[text], variables[ground]), `${text} on ${ground}`).toBeGreaterThan(WCAG.text);
      }
    }
  });

  it('has lines that stand out from the ground, whatever their number', () => {
    for (const sizes of [1, 2, 3, 6, 12]) {
      const { series, paper } = literalPalette(mode, sizes);
      expect(series.length).toBe(sizes);
      for (const colour of series) expect(contrast(colour, paper), colour).toBeGreaterThan(WCAG.lines);
    }
  });

  it('has lines of names that stand out from the ground', () => {
    const names = [...figureCss(mode).matchAll(/--distinct-\d+: (#\w{6});/g)].map(([, colour]) => colour);
    expect(names.length).toBe(8);
    for (const colour of names) expect(contrast(colour, variables.paper), colour).toBeGreaterThan(WCAG.lines);
  });

  it('has neighbouring sizes that differ, and a brightness that keeps their order, in every kind of colour vision', () => {
    const { series, paper } = literalPalette(mode, 6);
    for (const [name, vision] of Object.entries(visions)) {
      for (const [i, colour] of series.slice(1).entries()) {
        expect(distance(colour, series[i], vision), `${name}: ${series[i]} and ${colour}`).toBeGreaterThan(
          tolerance.neighbouringColours,
        );
      }
    }
    const contrasts = series.map((colour) => contrast(colour, paper));
    expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b));
  });
});
