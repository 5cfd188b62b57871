const OPENS = { '(': ')', '{': '}' } as const;

/**
 * Formulas of the pages stand as text that reads well anywhere, `h_{l+1}`, `N^(−1/2)`: on the site with indices and powers.
 * `text` is HTML without tags. An index is a run of small letters or digits, or one other letter, or what braces hold; a power is
 * that with a sign before it, or what brackets hold. A Greek letter with a 0, `γ0`, is one with an index as well.
 */
export function formulas(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const kind = text[at] === '_' ? 'sub' : text[at] === '^' ? 'sup' : undefined;
    const part = kind && at > 0 && /[^\s_^]/.test(text[at - 1]) ? partAt(text, at + 1, kind) : undefined;
    if (GREEK_0.test(text.slice(at, at + 4))) {
      out += `${text[at]}<sub>0</sub>`;
      at += 2;
    } else if (!part) out += text[at++];
    else {
      // an index may have indices of its own
      out += `<${kind}>${formulas(part.inner)}</${kind}>`;
      at += 1 + part.length;
    }
  }
  return out;
}

/** Lines of formulas; what stood in columns still does, although indices and powers are narrower than what they are written with. */
export function formulaLines(html: string): string {
  const lines = html.split('\n');
  if (lines.filter((line) => line.trim()).length < 2) return formulas(html);
  return lines
    .map((line) => line.replace(/ *\S+( \S+)* {2,}| {2,}(?=\S)/g, inColumn).replace(/[^>]+$/, formulas))
    .join('\n');
}

function inColumn(cell: string): string {
  const letters = cell.replace(/&\w+;/g, 'x').length;
  return `<span style="display:inline-block;min-width:${letters}ch">${formulas(cell)}</span>`;
}

function partAt(text: string, from: number, kind: 'sub' | 'sup'): { inner: string; length: number } | undefined {
  const sign = kind === 'sup' && /[−-]/.test(text[from] ?? '') ? 1 : 0;
  const open = text[from + sign];
  if (open === '{' || open === '(') {
    const length = sign + bracketed(text, from + sign);
    // x^−(a)b does not say where the power ends
    if (length < sign + 3 || (sign && /[\p{L}\d(/]/u.test(text[from + length] ?? ''))) return undefined;
    return { inner: sign ? text.slice(from, from + length) : text.slice(from + 1, from + length - 1), length };
  }
  const rest = text.slice(from);
  const inner = (kind === 'sub' ? INDEX : POWER).exec(rest)?.[0];
  const next = rest[inner?.length ?? 0];
  // nor does x^a/b; and snake_case is no index
  if (!inner || (kind === 'sup' && next === '/')) return undefined;
  if (kind === 'sub' && (next === '_' || (inner.length > 2 && /[a-z]{2}$/.test(text.slice(0, from - 1)))))
    return undefined;
  return { inner, length: inner.length };
}

const GREEK_0 = /^[α-ω]0(?!\d|\.\d)/u;
const INDEX = /^(\d+\p{Ll}?|[a-z]+|\p{L}|∞)/u;
const POWER = /^[−-]?(1\/[24]|\d+(\.\d+)?|[½¼¾]|\p{Ll}[\p{Ll}\d]*[²³]?|\p{L})/u;

/** Length of what is in brackets from `from` on, 0 where they do not close. */
function bracketed(text: string, from: number): number {
  const open = text[from] as keyof typeof OPENS;
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === open) depth++;
    if (text[at] === OPENS[open] && --depth === 0) return at - from + 1;
  }
  return 0;
}
