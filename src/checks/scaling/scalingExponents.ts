/** How a layer of a deep linear net scales: entries of its initial matrix ~ N^−size, learning rate of this matrix ~ N^−rate. */
export interface LayerExponents {
  size: number;
  rate: number;
}

/** Exponents p of N^p; those of hidden layers 1 … L in lists. */
export interface InitialExponents {
  output: number;
  /** Coordinates of h_1 … h_L. */
  features: number[];
  /** Coordinates of ∂f/∂h_1 … ∂f/∂h_L. */
  fields: number[];
}

export interface UpdateExponents {
  step: number;
  /** f_t − f_0. */
  output: number;
  /** Coordinates of h_l(t) − h_l(0). */
  features: number[];
  /** Coordinates of ΔW_l h_l, W_0 … W_{L−1}, readout: what each layer adds by its own update. */
  own: number[];
}

/**
 * Every vector of a wide layer is a sum of two kinds: F, that of the features at initialization, and B, that of the backward
 * fields there. Vectors of one kind add up in an inner product, ~ N, those of different kinds do not, ~ √N.
 */
type Pair = readonly [f: number, b: number];
const NONE = Number.NEGATIVE_INFINITY;
const pair = (entry: (kind: number) => number): Pair => [entry(0), entry(1)];
const both = (u: Pair, v: Pair) => pair((i) => Math.max(u[i], v[i]));
const times = (u: Pair, power: number) => pair((i) => u[i] + power);
const largest = (u: Pair) => Math.max(...u);
const inner = (u: Pair, v: Pair) => Math.max(u[0] + v[0] + 1, u[1] + v[1] + 1, u[0] + v[1] + 0.5, u[1] + v[0] + 0.5);

/** @param layers W_0, W_1 … W_{L−1}, readout. */
export function initialExponents(layers: readonly LayerExponents[]): InitialExponents {
  const hidden = layers.length - 1;
  const features = [-layers[0].size];
  for (let l = 1; l < hidden; l++) features.push(features[l - 1] + 0.5 - layers[l].size);
  const fields = [-layers[hidden].size];
  for (let l = hidden - 1; l > 0; l--) fields.unshift(fields[0] + 0.5 - layers[l].size);
  return { features, fields, output: features[hidden - 1] + 0.5 - layers[hidden].size };
}

/**
 * Powers of the width in a deep linear net under gradient descent on data of fixed size, one step after the other, without end: the
 * calculus of leading powers, where sums become maxima and products sums. Exact unless leading terms cancel.
 * An initial N×N matrix multiplies by N^(1/2 − size) whatever it meets (W Wᵀ g ≈ N^(1 − 2·size) g); an update is
 * N^−rate · error · field ⊗ feature.
 */
export function* updateExponents(layers: readonly LayerExponents[]): Generator<UpdateExponents, never, undefined> {
  const hidden = layers.length - 1;
  const initial = initialExponents(layers);
  const readout: Pair = [NONE, -layers[hidden].size];
  /** Updates so far: of W_0 and the readout a vector, of the others a matrix, field kind × feature kind. */
  let first: Pair = [NONE, NONE];
  let last: Pair = [NONE, NONE];
  const middle = Array.from({ length: hidden - 1 }, () => [first, first]);
  let h = initial.features.map((power): Pair => [power, NONE]);
  let g = initial.fields.map((power): Pair => [NONE, power]);
  let error = Math.max(0, initial.output);
  for (let step = 1; ; step++) {
    const steps = layers.map(({ rate }) => error - rate);
    first = both(first, times(g[0], steps[0]));
    last = both(last, times(h[hidden - 1], steps[hidden]));
    middle.forEach((update, l) => {
      for (const kind of [0, 1]) update[kind] = both(update[kind], times(h[l], steps[l + 1] + g[l + 1][kind]));
    });
    const changes = [first];
    const own = [largest(first)];
    h = [both([initial.features[0], NONE], first)];
    for (let l = 1; l < hidden; l++) {
      const added = pair((kind) => inner(middle[l - 1][kind], h[l - 1]));
      own.push(largest(added));
      changes.push(both(times(changes[l - 1], 0.5 - layers[l].size), added));
      h.push(both([initial.features[l], NONE], changes[l]));
    }
    own.push(inner(last, h[hidden - 1]));
    g = [both(readout, last)];
    for (let l = hidden - 1; l > 0; l--) {
      const [f, b] = middle[l - 1];
      const added = pair((kind) => inner([f[kind], b[kind]], g[0]));
      g.unshift(both(times(g[0], 0.5 - layers[l].size), added));
    }
    const output = Math.max(inner(readout, changes[hidden - 1]), own[hidden]);
    error = Math.max(0, initial.output, output);
    yield { step, output, features: changes.map(largest), own };
  }
}
