import { saveFiles } from './behaviour/saveFiles';
import { showValues } from './behaviour/showValues';
import { sortTables } from './behaviour/sortTables';

/**
 * What pages do beyond showing: their functions as text. Everything can be read without it. `__name` is what some compilers call
 * to keep names.
 */
export function pageScript(): string {
  const calls = [sortTables, showValues, saveFiles].map((behaviour) => `(${behaviour})();`);
  return `(() => {\nconst __name = (f) => f;\n${calls.join('\n')}\n})();`;
}
