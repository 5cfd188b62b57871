import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import { InputError } from '../inputError';

const TEST =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="16" font-size="16">8</text></svg>';

/**
 * Where no font is installed pictures would have no text, without a word; so this is asked before any work.
 * @param flag the option that asks for pictures, for the error.
 * @param font where fonts are looked for. Default: the system's.
 * @throws InputError when text cannot be drawn.
 */
export function requireFonts(flag: string, font: ResvgRenderOptions['font'] = { loadSystemFonts: true }): void {
  if (new Resvg(TEST, { font }).render().pixels.some((value) => value > 0)) return;
  throw new InputError(
    `${flag}: found no font for the text of the pictures; install one (Debian: apt-get install fonts-dejavu-core), or put a .ttf file into ~/.local/share/fonts`,
  );
}
