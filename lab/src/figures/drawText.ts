import { escapeHtml } from '../report/escapeHtml';

/** Text in an SVG is not measured: these are widths that fonts without serifs do not exceed, in parts of the size. */
const NARROW = /[ijl|.,:;'!()[\]ft\s·]/;
const WIDE = /[mwMW@—%]/;

/** Width of a line of text, at most, in pixels. */
export function textWidth(text: string, size: number, bold = false): number {
  let em = 0;
  for (const letter of text)
    em += NARROW.test(letter) ? 0.4 : WIDE.test(letter) ? 0.95 : /[A-Z]/.test(letter) ? 0.7 : 0.62;
  return em * size * (bold ? 1.1 : 1);
}

/** Lines no wider than `width`, broken at spaces. */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter(Boolean)) {
    const line = lines.at(-1);
    const longer = `${line} ${word}`;
    if (line !== undefined && textWidth(longer, size, bold) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** x^2, x^−1/2, x^(a + b); σ_w, W_0. */
const POWER = /\^(?:\(([^()]*)\)|([−-][\d.]+(?:\/\d+)?|[−±-]?[\p{L}\d.½]+))|(?<=\p{L})_([\p{L}\d])(?![\p{L}\d])/u;

/** A line of text as the inside of an SVG's text: x^2 and x^(−1/2) with raised powers, σ_w with a lowered index. */
export function svgLine(line: string, size: number): string {
  // plain, bracketed power, bare power, index, plain, …
  const parts: (string | undefined)[] = line.split(POWER);
  let text = escapeHtml(parts[0]!);
  for (let i = 1; i < parts.length; i += 4) {
    const [bracketed, bare, index, plain] = parts.slice(i, i + 4);
    const down = index === undefined ? -0.34 * size : 0.2 * size;
    const small = (bracketed ?? bare ?? index)!.replaceAll('-', '−');
    text += `<tspan dy="${down}" font-size="${0.75 * size}">${escapeHtml(small)}</tspan>`;
    text += `<tspan dy="${-down}">${escapeHtml(plain!)}</tspan>`;
  }
  return text;
}

export interface SvgText {
  line: string;
  x: number;
  /** Of its middle. */
  y: number;
  size: number;
  fill: string;
  weight?: number;
  anchor?: string;
}

/** A line of text as SVG. */
export function svgText({ line, x, y, size, fill, weight, anchor }: SvgText): string {
  const more = `${weight ? ` font-weight="${weight}"` : ''}${anchor ? ` text-anchor="${anchor}"` : ''}`;
  return `<text x="${x}" y="${y}" dy="0.35em" font-size="${size}" fill="${fill}"${more}>${svgLine(line, size)}</text>`;
}
