import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agreements } from '../../bench/accuracy/agreement';
import { measureBound, nameOf } from '../../bench/accuracy/measureBounds';
import { boundTable, worstAgreements } from '../../bench/accuracy/page';
import measured from '../../bench/results/accuracy.json';
import * as library from '../../src/index';
import { core } from '../../src/wasm/load';
import { errorBounds, withoutRounding } from '../reference/errorBounds/index';
import { tolerance } from '../tolerances';

const root = join(import.meta.dirname, '..', '..');
const build = process.env.BUILD_UNDER_TEST === 'relaxed' ? 'relaxed' : 'portable';
const tabulated = new Map(measured.bounds[build].map(({ name, worst }) => [name, worst]));
const bounded = new Set(errorBounds.flatMap(({ functions }) => functions.map((name) => name.split(',')[0])));

/** Public functions that the index takes from a folder of src/. */
function publicFunctions(folder: string): string[] {
  const index = readFileSync(join(root, 'src', 'index.ts'), 'utf8');
  const lists = [...index.matchAll(new RegExp(`export \\{([^}]*)\\} from '\\./${folder}/`, 'g'))];
  const names = lists.flatMap(([, list]) => list.split(',').map((name) => name.trim()));
  return names.filter((name) => typeof (library as Record<string, unknown>)[name] === 'function');
}

describe('error bounds', () => {
  it.each(errorBounds.map((row) => ({ name: nameOf(row), row })))(
    '$name stays within its bound, and within what docs/accuracy.md says of it',
    ({ name, row }) => {
      const { worst, cases } = measureBound(row, { seeds: [1, 2], quick: true });
      expect(cases).toBeGreaterThan(1);
      expect(worst).toBeLessThanOrEqual(1);
      expect(worst).toBeLessThanOrEqual(tolerance.remeasured(tabulated.get(name) as number));
    },
  );

  it('every public function of linalg, random and train has a bound', () => {
    const names = ['linalg', 'random', 'train'].flatMap(publicFunctions);
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !bounded.has(name))).toEqual([]);
  });

  it('every special function has a bound', () => {
    const names = readdirSync(join(root, 'src', 'special')).map((file) => file.replace('.ts', ''));
    expect(names.filter((name) => !bounded.has(name))).toEqual([]);
  });

  it('every kernel has a bound, or rounds nothing', () => {
    const { kernels } = core();
    const names = Object.entries(kernels).flatMap(([name, kernel]) =>
      typeof kernel === 'function' && !name.startsWith('__') ? [name] : [],
    );
    const known = new Set<string>([...withoutRounding, ...errorBounds.flatMap((row) => row.kernels ?? [])]);
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('docs/accuracy.md', () => {
  it('has the tables that were measured', () => {
    const page = readFileSync(join(root, 'docs', 'accuracy.md'), 'utf8');
    expect(page).toContain(boundTable(measured.bounds).join('\n'));
    expect(page).toContain(worstAgreements(measured.agreement).join('\n'));
  });

  it('says how near training in float32 is to that in float64', () => {
    for (const { hidden, steps, loss, predictor, weights } of agreements([16], [10, 100])) {
      const rows = measured.agreement.filter((one) => one.hidden === hidden && one.steps === steps);
      const most = (of: (one: (typeof rows)[number]) => number) => tolerance.agreed(Math.max(...rows.map(of)));
      expect(loss).toBeLessThanOrEqual(most((one) => one.loss));
      expect(predictor).toBeLessThanOrEqual(most((one) => one.predictor));
      expect(weights).toBeLessThanOrEqual(most((one) => one.weights));
    }
  });
});
