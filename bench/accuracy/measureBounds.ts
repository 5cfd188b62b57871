/** Every documented error bound measured, by the build that is loaded. */
import type { ErrorBound } from '../../test/reference/errorBounds/errorBound';
import { errorBounds } from '../../test/reference/errorBounds/index';

/** Largest error over bound, by size and by condition. */
export interface Measured {
  name: string;
  cases: number;
  worst: number;
  bySize: number[];
  byCondition: number[];
}

export const nameOf = ({ functions, dtype, error }: ErrorBound): string =>
  [functions.join(' '), dtype, error].join(' | ');

export interface Extent {
  seeds: readonly number[];
  /** The first sizes only; where there are conditions, one of them and one seed a size. */
  quick: boolean;
}

export function measureBound(row: ErrorBound, { seeds, quick }: Extent): Measured {
  const { conditions = [1] } = row;
  const sizes = quick ? row.sizes.slice(0, row.quick) : row.sizes;
  const bySize = sizes.map(() => 0);
  const byCondition = conditions.map(() => 0);
  let cases = 0;
  sizes.forEach((n, i) => {
    conditions.forEach((condition, j) => {
      // A number has no condition. Quick: the extreme conditions in turn, the worst one for the largest size.
      const turn = (sizes.length - 1 - i) % 2 === 0 && n > 1 ? conditions.length - 1 : 0;
      if ((n === 1 && j > 0) || (quick && j !== turn)) return;
      const some = quick && row.conditions ? [seeds[i % seeds.length]] : seeds;
      for (const seed of some) {
        const error = row.measure({ n, condition, seed });
        cases++;
        if (!(error <= bySize[i])) bySize[i] = error;
        if (!(error <= byCondition[j])) byCondition[j] = error;
      }
    });
  });
  return {
    name: nameOf(row),
    cases,
    worst: bySize.reduce((a, b) => (a >= b || Number.isNaN(a) ? a : b)),
    bySize,
    byCondition,
  };
}

const fullSeeds = [1, 2, 3, 4];

export function measureAll(onRow: (measured: Measured) => void = () => {}): Measured[] {
  return errorBounds.map((row) => {
    const measured = measureBound(row, { seeds: fullSeeds, quick: false });
    onRow(measured);
    return measured;
  });
}
