import {
  distanceToLimit,
  type EnsembleOptions,
  infiniteWidthSteps,
  type Moments,
  type NetOptions,
  trainEnsembleSteps,
} from 'deeplinear';
import type { Series } from '../definition';
import { inTurn, type MeanWithError, meanOf, type Work } from '../simulations';

/** Nets of one width seen from their limit. */
export interface WidthDistance {
  width: number;
  /** Of the training loss. */
  loss: MeanWithError;
  /** Root mean square, over nets, steps and data, of the outputs' distance to the limit. */
  distance: Measured;
  /** What is left of it in the mean over the nets, relative to the limit, along the limit. */
  bias: Measured;
}

export interface Measured {
  value: number;
  error: number;
}

export type DistanceTask = Pick<NetOptions, 'inputs' | 'outputs' | 'hidden' | 'gamma0' | 'residual'> &
  Required<Pick<EnsembleOptions, 'lr' | 'steps'>> & { moments: Moments };

/** The loss of infinite width, and how far from it nets are, width by width, with about the same work for each. */
export function* widthDistances(
  task: DistanceTask,
  { widths, nets, least }: { widths: readonly number[]; nets: number; least: number },
): Work<{ limit: Float64Array; rows: WidthDistance[] }> {
  const { inputs, outputs, hidden, gamma0, residual, ...training } = task;
  const limit = yield* infiniteWidthSteps({ hidden, gamma0, residual, ...training });
  const measure = distanceToLimit(limit, { moments: task.moments });
  const rows = yield* inTurn(widths, function* (width): Work<WidthDistance> {
    const seeds = Math.max(least, Math.round((nets * widths[0]) / width));
    const { runs } = yield* trainEnsembleSteps(
      { inputs, outputs, hidden, gamma0, residual, width, dtype: 'float32' },
      { ...training, seeds, record: { every: 1, quantities: ['predictor'] } },
    );
    const seen = yield* inTurn(runs, (run) => measure(run));
    const squares = single(meanOf(seen.map(({ distance }) => [distance ** 2])));
    const value = Math.sqrt(squares.value);
    return {
      width,
      loss: meanOf(runs.map(({ loss }) => loss)),
      distance: { value, error: squares.error / (2 * value) },
      bias: single(meanOf(seen.map(({ deviation }) => [deviation]))),
    };
  });
  return { limit: limit.loss, rows };
}

/** A power law with the amplitude of measured points; small sizes, x < `from`, obey it only roughly and do not count. */
export function powerThrough(
  name: string,
  x: readonly number[],
  points: readonly Measured[],
  { exponent, from }: { exponent: number; from: number },
): Series {
  let [weighted, weights] = [0, 0];
  for (const [i, { value, error }] of points.entries()) {
    const weight = x[i] < from ? 0 : (value / error) ** 2;
    weighted += weight * Math.log(value / x[i] ** exponent);
    weights += weight;
  }
  const amplitude = Math.exp(weighted / weights);
  return { name, x, y: x.map((at) => amplitude * at ** exponent) };
}

/** Measured points as dots. */
export function dotsOf(name: string, x: readonly number[], points: readonly Measured[]): Series {
  return { name, x, y: points.map(({ value }) => value), error: points.map(({ error }) => error), dots: true };
}

function single({ mean, error }: MeanWithError): Measured {
  return { value: mean[0], error: error[0] };
}
