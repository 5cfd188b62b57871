/** A pixel coordinate, short; far out of the picture it is clamped, which no eye can see. */
export function px(value: number): string {
  return String(Math.round(10 * Math.min(1e5, Math.max(-1e5, value))) / 10);
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);
}

/** Writes words in one colour and size. */
export function svgText(colour: string, fontSize: number) {
  return (words: string, x: number, y: number, anchor: 'start' | 'middle' | 'end') =>
    `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" fill="${colour}" font-size="${px(fontSize)}">${escaped(words)}</text>`;
}

/** Pixels that words take, about: exact widths would need a screen. */
export function textWidth(words: string, fontSize: number): number {
  return 0.56 * fontSize * words.length;
}
