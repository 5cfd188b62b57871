/** Colours and sizes of a drawing, literal so that an exported file stands alone. */
export interface Theme {
  ink: string;
  muted: string;
  grid: string;
  paper: string;
  /** Colours of simulations and of maps, first to last; brightness runs one way, so the order survives grey print and colour blindness. */
  ramp: readonly string[];
  /** Negative, zero, positive: signed pictures. */
  signed: readonly [string, string, string];
}

export type ThemeName = 'light' | 'dark';

export const themes: Record<ThemeName, Theme> = {
  light: {
    ink: '#1b1b24',
    muted: '#55555f',
    grid: '#e4e4ea',
    paper: '#ffffff',
    ramp: ['#e89a00', '#d4436e', '#5b2a8c'],
    signed: ['#2166ac', '#f7f7f7', '#b2182b'],
  },
  dark: {
    ink: '#f1f0f6',
    muted: '#b3b2c0',
    grid: '#35343f',
    paper: '#17161d',
    ramp: ['#8d55d8', '#ee6a8c', '#fbdc6a'],
    signed: ['#6ab0f3', '#17161d', '#f5766b'],
  },
};

const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);

/** Red, green and blue, 0 … 255, at a place 0 … 1 along colours. */
export function mixed(colours: readonly string[], place: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, place)) * (colours.length - 1);
  const left = Math.min(Math.floor(at), colours.length - 2);
  const part = at - left;
  const mix = (i: number) => Math.round(channel(colours[left], i) * (1 - part) + channel(colours[left + 1], i) * part);
  return [mix(0), mix(1), mix(2)];
}

/** The same as a CSS colour. */
export function colourAt(colours: readonly string[], place: number): string {
  return `#${mixed(colours, place)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}
