import { powerOfTwo } from './extremeScale';

/** Numbers in a unit near the size of the largest, in which no power of them under- or overflows. */
export function inUnits(numbers: ArrayLike<number>): { values: Float64Array; unit: number } {
  const values = Float64Array.from(numbers);
  const unit = powerOfTwo(values.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  return { values: values.map((v) => v / unit), unit };
}
