/** The known name that somebody may have meant: at most a third of its letters are wrong, missing, too many or swapped. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const close = known
    .map((other) => ({ other, edits: edits(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, edits: count }) => count <= Math.max(1, Math.floor(Math.max(name.length, other.length) / 3)));
  return close.sort((a, b) => a.edits - b.edits)[0]?.other;
}

function edits(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1,
        rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? rows[i - 2][j - 2] + 1
          : Number.POSITIVE_INFINITY,
      );
    }
  }
  return rows[a.length][b.length];
}
