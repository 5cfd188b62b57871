const hidden = '***';

/**
 * A text without credentials: users and passwords of URLs in it, and the words of `secrets` wherever they stand on their own.
 * For everything that a driver says and a person or a file gets to see.
 */
export function redacted(text: string, secrets: readonly string[] = []): string {
  let result = text;
  // the longest first: one may be part of another
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret !== '') result = result.split(secret).join(hidden);
  }
  return result.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, `$1${hidden}@`);
}
