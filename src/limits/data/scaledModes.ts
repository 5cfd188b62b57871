import type { CheckedMoments } from '../../data/checkedMoments';
import { powerOfTwo } from '../../linalg/extremeScale';
import { type Matrix, matrix, transpose } from '../../matrix';
import { type InputModes, inputModes } from './dataModes';

/** Of inputs that are divided by `units`. */
export interface ScaledModes extends InputModes {
  units: number[];
}

/**
 * Modes in units in which the diagonal of Sxx is near 1, where it has an inverse in those; else in the given ones, as the null
 * space and the norm that chooses by it are those of the given units.
 */
export function scaledModes({ sxx, syx }: CheckedMoments): ScaledModes {
  const units = Array.from({ length: sxx.rows }, (_, j) =>
    powerOfTwo(Math.sqrt(Math.max(0, sxx.data[j * (sxx.rows + 1)]))),
  );
  const scaled = inputModes({ sxx: divided(units, transpose(divided(units, sxx))), syx: divided(units, syx) });
  if (scaled.values[0] > 0) return { ...scaled, units };
  return { ...inputModes({ sxx, syx }), units: units.map(() => 1) };
}

/** Column j divided by units[j]. */
export function divided(units: number[], { rows, cols, data }: Matrix): Matrix {
  const out = matrix(rows, cols);
  data.forEach((value, at) => {
    out.data[at] = value / units[at % cols];
  });
  return out;
}
