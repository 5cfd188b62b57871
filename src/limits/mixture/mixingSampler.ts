import type { Rng } from '../../random/rng';

/**
 * Draws of the mixing covariance Q = T Tᵀ, and moves that leave its law as it is: what importance sampling and annealing need.
 * A state is what T was computed from: independent entries, standard normal or χ².
 */
export interface MixingSampler {
  /** Numbers in a state. */
  readonly size: number;
  /** Fills `state` with an independent draw. */
  draw(state: Float64Array, random: Rng): void;
  /**
   * A step of a reversible Markov chain with the law of the draws: `to` keeps the correlation √(1 − size²) with `from`
   * (size 1: an independent draw).
   */
  move(from: Float64Array, to: Float64Array, size: number, random: Rng): void;
  /** Q of a state, C×C in row order. */
  mixing(state: Float64Array, q: Float64Array): void;
  /** What the entries of a state are. */
  layout(): MixingLayout;
  /** Factor l of T = F_0 F_1 …, C×C and lower triangular. It depends on the entries from starts[l] up to starts[l + 1] alone. */
  factor(state: Float64Array, l: number, out: Float64Array): void;
  /** The diagonal entry of its factor that entry i of a state makes. */
  diagonal(i: number, value: number): number;
  /** The law times det(leading `free` rows and columns of Q)^(−points/2): χ² of `points` fewer degrees of freedom. None for laws without χ². */
  tilted?(free: number, points: number): MixingSampler;
  /** The same law in half the steps of an equation, and a state that is like one of these; none where the law is exact. */
  finer?(): { sampler: MixingSampler; refine(state: Float64Array): Float64Array };
}

export interface MixingLayout {
  /** Row and column of the factor in which an entry appears. */
  rows: Int32Array;
  columns: Int32Array;
  /** Degrees of freedom of an entry that is χ²; 0: it is standard normal. */
  dofs: Int32Array;
  /** First entry of every factor, and the number of all entries. */
  starts: Int32Array;
  /** Columns of T that are not 0. */
  rank: number;
  /** A normal in column j below the diagonal adds a row to its own one: itself times its scale times… */
  scales: Float64Array;
  /** …row j of the unit matrix, that times the diagonal entry of its row, or row j of the factor: by factor. */
  carriers: readonly ('unit' | 'diagonal' | 'factor')[];
}
