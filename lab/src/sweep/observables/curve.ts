import type { CellValues } from '../cell';
import { type CurveTimes, curveSteps } from './curveTimes';

/** A curve at some of its steps, under its name, and the steps beside it; it ends before the first entry that is not finite. */
export function curve(name: string, values: ArrayLike<number>, times: CurveTimes): CellValues {
  const entries = Array.from(values);
  const broken = entries.findIndex((value) => !Number.isFinite(value));
  const steps = curveSteps(times, broken < 0 ? entries.length : broken);
  return { [name]: steps.map((step) => entries[step]), [`${name}Steps`]: steps };
}

/** A single value, where it exists. */
export function single(name: string, value: number | string | undefined): CellValues {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? {} : { [name]: value };
}
