import { NumericalError } from '../../errors';

/** Columns of the extrapolation table; the last one has order 16. */
const COLUMNS = 8;
/** The column in which a step of the right size converges. */
const AIM = 7;

export interface FlowOptions {
  /** dy/dt at (t, y), written into `out`. */
  derivative: (t: number, y: Float64Array, out: Float64Array) => void;
  start: ArrayLike<number>;
  /** Times in order, from `from` on, at which the solution is returned. */
  times: ArrayLike<number>;
  /** Default 0. */
  from?: number;
  /** Error of one step relative to the largest entry of y so far (at least `scale`). Default 1e-14. */
  tolerance?: number;
  /** Default 0. */
  scale?: number;
  /** Whether nothing moves any more. */
  settled?: (y: Float64Array, t: number) => boolean;
  /** Steps that count as taken already. Default 0. */
  stepsBefore?: number;
  /** Default 20,000. */
  maxSteps?: number;
}

/**
 * Smooth ordinary differential equations to rounding: the midpoint rule with 2, 4, … 16 substeps extrapolated in the square
 * of the substep (Gragg 1965; Bulirsch and Stoer 1966; Hairer, Nørsett and Wanner, Solving ODEs I, II.9).
 * Where steps fall below the resolution of t (an escape after a long rest) time stands still, y goes on.
 * @throws NumericalError when maxSteps are not enough
 */
export function integrateFlow(options: FlowOptions): Float64Array[] {
  const { derivative, times, settled, from = 0, tolerance = 1e-14, scale = 0, maxSteps = 20_000 } = options;
  let y: Float64Array = Float64Array.from(options.start);
  const size = y.length;
  const slope = new Float64Array(size);
  const k = new Float64Array(size);
  const rows: Float64Array[] = Array.from({ length: COLUMNS }, () => new Float64Array(size));
  let t = from;
  let h = Number.POSITIVE_INFINITY;
  let steps = options.stepsBefore ?? 0;

  /** Midpoint rule over `step` in `parts` parts, smoothed at the end. */
  const midpoint = (step: number, parts: number, out: Float64Array) => {
    const part = step / parts;
    let before: Float64Array = y;
    let now: Float64Array = new Float64Array(size);
    for (let i = 0; i < size; i++) now[i] = y[i] + part * slope[i];
    for (let m = 1; m < parts; m++) {
      derivative(t + m * part, now, k);
      const next = new Float64Array(size);
      for (let i = 0; i < size; i++) next[i] = before[i] + 2 * part * k[i];
      before = now;
      now = next;
    }
    derivative(t + step, now, k);
    for (let i = 0; i < size; i++) out[i] = 0.5 * (now[i] + before[i] + part * k[i]);
  };

  return Array.from(times, (time) => {
    while (t < time && !settled?.(y, t)) {
      derivative(t, y, slope);
      const size0 = Math.max(scale, most(y));
      const fastest = most(slope);
      if (!Number.isFinite(fastest)) {
        throw new NumericalError(`flow: its rates of change are beyond the range of numbers at time ${t}`, {
          step: steps,
        });
      }
      const rest = time - t;
      if (h === Number.POSITIVE_INFINITY) h = size0 === 0 ? rest : Math.min(rest, (0.1 * size0) / fastest);
      const step = Math.min(h, rest);
      if (steps++ === maxSteps) {
        throw new NumericalError(
          `times: expected times within ${maxSteps} steps of the integrator, got ${time}: step ${steps} is at ${t}`,
          { step: steps },
        );
      }
      let error = Number.POSITIVE_INFINITY;
      let column = 1;
      for (; column <= COLUMNS; column++) {
        // rows[j] holds the entry of the last row of the table in column j
        let carried: Float64Array = new Float64Array(size);
        midpoint(step, 2 * column, carried);
        for (let j = 1; j < column; j++) {
          const factor = 1 / ((column / (column - j)) ** 2 - 1);
          const refined = new Float64Array(size);
          error = 0;
          for (let i = 0; i < size; i++) {
            refined[i] = carried[i] + factor * (carried[i] - rows[j - 1][i]);
            error = Math.max(error, Math.abs(refined[i] - carried[i]));
          }
          rows[j - 1] = carried;
          carried = refined;
          if (refined.some(Number.isNaN)) error = Number.POSITIVE_INFINITY;
        }
        rows[column - 1] = carried;
        if (column > 2 && error <= tolerance * Math.max(size0, most(carried))) break;
      }
      if (column > COLUMNS) {
        h = 0.5 * step;
        continue;
      }
      y = rows[column - 1].slice();
      t = step === rest ? time : t + step;
      // a step cut short by a time says only that larger ones would have done
      const next = step * (column < AIM ? 1.2 * 2 ** ((AIM - column) / 2) : column > AIM ? 0.8 : 1);
      h = step < h ? Math.max(h, next) : next;
    }
    t = Math.max(t, time);
    return y.slice();
  });
}

function most(y: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < y.length; i++) largest = Math.max(largest, Math.abs(y[i]));
  return largest;
}
