import type { Result } from '../run/result';
import { jsonText } from './jsonText';

/**
 * The result as JSON that reads back to the same numbers. Long lists of numbers stay on one line; numbers that JSON
 * does not have (a spread over one seed) become null.
 */
export function runJson(result: Result): string {
  return jsonText(result);
}
