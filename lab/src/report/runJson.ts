import type { Result } from '../run/result';

/**
 * The result as JSON that reads back to the same numbers. Long lists of numbers stay on one line; numbers that JSON
 * does not have (a spread over one seed) become null.
 */
export function runJson(result: Result): string {
  const text = JSON.stringify(result, null, 2);
  return `${text.replace(/\[\n[^[\]{}"]*\]/g, (list) => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}
