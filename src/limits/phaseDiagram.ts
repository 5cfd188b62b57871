import { type Matrix, matrix } from '../matrix';
import { checkedNumbers, isNumberList, knownOptions, nonNegative, positive, reject } from '../validate';
import { type EdgePoint, edgeOfChaos } from './edgeOfChaos';
import type { Activation } from './kernels/activation';
import { propagation } from './propagation';

export interface PhaseDiagramOptions {
  /** As for propagation. */
  activation: Activation;
  /** s² > 0, the columns. */
  weightVariances: ArrayLike<number>;
  /** s_b² ≥ 0, the rows. */
  biasVariances: ArrayLike<number>;
  /** As for propagation. Default 1. */
  q0?: number;
}

/** Rows are bias variances, columns weight variances; entries as in propagation. */
export interface PhaseDiagram {
  /** s² of the columns. */
  readonly weightVariances: Float64Array;
  /** s_b² of the rows. */
  readonly biasVariances: Float64Array;
  /** Fixed point of the length, the variance of pre-activations. */
  readonly qStar: Matrix;
  /** Stable fixed point of the correlation of two inputs, or NaN. */
  readonly cStar: Matrix;
  /** χ_1 = s² E φ'(u)² at qStar: below 1 ordered, above 1 chaotic. */
  readonly chi1: Matrix;
  /** Depth scale of the length: layers in which q − qStar falls by e. */
  readonly xiQ: Matrix;
  /** Depth scale of the correlation: layers in which c − cStar falls by e. */
  readonly xiC: Matrix;
  /** Points of edgeOfChaos at every bias variance, where lengths stay. */
  readonly edge: readonly (EdgePoint & {
    /** s_b². */
    biasVariance: number;
  })[];
}

/**
 * propagation on a grid, and the edge of chaos through it: the phase diagram of Poole et al. 2016, fig. 1, and the depth
 * scales of Schoenholz et al. 2017, as numbers to plot.
 * @throws ValueError for options outside their range or unknown; NumericalError as propagation and edgeOfChaos.
 */
export function phaseDiagram(options: PhaseDiagramOptions): PhaseDiagram {
  knownOptions('phaseDiagram', options, ['activation', 'weightVariances', 'biasVariances', 'q0']);
  const { activation, q0 } = options;
  const weightVariances = axis('weightVariances', options.weightVariances, positive);
  const biasVariances = axis('biasVariances', options.biasVariances, nonNegative);
  const table = () => matrix(biasVariances.length, weightVariances.length);
  const found = { qStar: table(), cStar: table(), chi1: table(), xiQ: table(), xiC: table() };
  const names = Object.keys(found) as (keyof typeof found)[];
  biasVariances.forEach((biasVariance, i) => {
    weightVariances.forEach((weightVariance, j) => {
      const point = propagation({ activation, weightVariance, biasVariance, q0 });
      for (const name of names) found[name].data[i * weightVariances.length + j] = point[name];
    });
  });
  const edge = Array.from(biasVariances).flatMap((biasVariance) =>
    edgeOfChaos({ activation, biasVariance })
      .filter(({ attracting }) => attracting)
      .map((point) => ({ ...point, biasVariance })),
  );
  return { weightVariances, biasVariances, ...found, edge };
}

function axis(name: string, values: unknown, check: (name: string, value: unknown) => number): Float64Array {
  if (!isNumberList(values) || values.length === 0) reject(name, 'an array of numbers', values);
  return checkedNumbers(name, values, check);
}
