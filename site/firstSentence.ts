/** Letters before a colon. */
const SAYS_SOMETHING = 40;
const ABBREVIATED = /\b(et al|e\.g|i\.e|cf|eq|eqs)$/;

/**
 * The first sentence of a docstring, for the index of the reference. It ends at a full stop, or at a colon when it has said something
 * by then, but at none within brackets or code, and not after "et al".
 */
export function firstSentence(doc: string): string {
  const text = doc
    .replace(/:\s*```[\s\S]*?```/g, '. ')
    .replace(/```[\s\S]*?```/g, ' ')
    .trim()
    .split('\n\n')[0]
    .replace(/\s+/g, ' ')
    .trim();
  for (const { index, 0: sign } of text.matchAll(/[.:](?= |$)/g)) {
    const sentence = text.slice(0, index);
    if (sign === ':' && index < SAYS_SOMETHING) continue;
    if (!ABBREVIATED.test(sentence) && isClosed(sentence)) return `${sentence}.`;
  }
  return text;
}

function isClosed(text: string): boolean {
  const count = (sign: string) => text.split(sign).length - 1;
  return count('(') <= count(')') && count('`') % 2 === 0;
}
