import { isPlain, type Optimizer } from '../../optimizer';
import { addScaled } from './addScaled';

export interface WeightKernelOptions {
  /** η of every step. */
  rates: ArrayLike<number>;
  /** r_l of every weight matrix W_0 … readout. */
  layerLr: readonly number[];
  /** s_l of every weight matrix. */
  initialScales: readonly number[];
  /** γ0, or γ̂ of the joint limit. */
  gamma0: number;
  /** Default: plain gradient descent. */
  optimizer?: Optimizer;
}

/**
 * How one weight matrix remembers. An optimizer that is linear in the gradient leaves in the weights that a net is read at
 *   w̃(t) = c(t) w(0) + Σ_{s<t} k(t, s) q_s + Gaussian noise,
 * q_s = κ_s times a product of rank C, the plain gradient step. In the infinite-width equations K(t, s) = κ_s k(t, s) then stands
 * for κ_s and Q(t, s), the covariance of an entry of w̃ without the q, for its initial variance: for covariances and responses
 * alike. Plain gradient descent: c = k = 1, Q = s².
 */
export interface WeightKernel {
  /** s² of the initial entries. */
  variance: number;
  /** κ_s = η_s r γ0 of every step. */
  kappa: Float64Array;
  /** Whether c = k = 1 and Q = s² exactly. */
  plain: boolean;
  /** Whether noise enters, so that Q is not s² c(t) c(s). */
  noisy: boolean;
  /** c(t), t = 0 … T. */
  start: Float64Array;
  /** K(t, s) for s = 0 … t − 1. */
  coupling(t: number): Float64Array;
  /** Q(t, s) for s = 0 … t; Q is symmetric. */
  covariance(t: number): Float64Array;
}

/** Lower triangle by rows. */
type Triangle = Float64Array;
const rowOf = (table: Triangle, t: number, length: number) => {
  const from = (t * (t + 1)) / 2;
  return table.subarray(from, from + length);
};

/** The kernels of W_0 … readout. O(T²) work and, unless the step is plain, memory for each pair of decays. */
export function weightKernels({
  rates,
  layerLr,
  initialScales,
  gamma0,
  optimizer,
}: WeightKernelOptions): WeightKernel[] {
  const memories = new Map<string, Memory>();
  const steps = rates.length;
  return initialScales.map((scale, l) => {
    const variance = scale * scale;
    const kappa = Float64Array.from(rates, (rate) => rate * layerLr[l] * gamma0);
    if (!optimizer || isPlain(optimizer)) {
      const level = new Float64Array(steps + 1).fill(variance);
      return {
        variance,
        kappa,
        plain: true,
        noisy: false,
        start: new Float64Array(steps + 1).fill(1),
        coupling: (t) => kappa.subarray(0, t),
        covariance: (t) => level.subarray(0, t + 1),
      };
    }
    const { momentum, nesterov, temperature } = optimizer;
    const look = nesterov ? momentum : 0;
    const step = stepOf(rates, momentum, look, optimizer.weightDecay[l], optimizer.decoupledDecay[l]);
    const key = `${optimizer.weightDecay[l]} ${optimizer.decoupledDecay[l]}`;
    const memory = memories.get(key) ?? memoryOf(steps, look, step);
    memories.set(key, memory);
    const noisy = temperature > 0 && steps > 0;
    const noise = noisy ? thermalCovariance(rates, look, temperature, step) : undefined;
    const { start, impulses } = memory;
    return {
      variance,
      kappa,
      plain: false,
      noisy,
      start,
      coupling: (t) => rowOf(impulses, t, t).map((impulse, s) => kappa[s] * impulse),
      covariance(t) {
        const row = Float64Array.from({ length: t + 1 }, (_, s) => variance * start[t] * start[s]);
        if (noise) addScaled(row, rowOf(noise, t, t + 1));
        return row;
      },
    };
  });
}

/** Weight and velocity, or their correlations with something fixed. */
type State = readonly [w: number, v: number];

/** What step t makes of them when there is no gradient. */
type Step = (t: number, state: State) => State;

function stepOf(rates: ArrayLike<number>, momentum: number, look: number, coupled: number, decoupled: number): Step {
  return (t, [w, v]) => {
    const next = momentum * v - rates[t] * coupled * (w + look * v);
    return [(1 - rates[t] * decoupled) * w + next, next];
  };
}

interface Memory {
  /** c. */
  start: Float64Array;
  /** k, row t: s = 0 … t − 1 (and an unused entry). */
  impulses: Triangle;
}

function memoryOf(steps: number, look: number, step: Step): Memory {
  const start = new Float64Array(steps + 1);
  let state: State = [1, 0];
  for (let t = 0; t <= steps; t++) {
    start[t] = state[0] + look * state[1];
    if (t < steps) state = step(t, state);
  }
  const impulses = new Float64Array(((steps + 1) * (steps + 2)) / 2);
  for (let s = 0; s < steps; s++) {
    state = [1, 1];
    for (let t = s + 1; t <= steps; t++) {
      impulses[(t * (t + 1)) / 2 + s] = state[0] + look * state[1];
      if (t < steps) state = step(t, state);
    }
  }
  return { start, impulses };
}

/** Part of Q that comes from the noise √(2 θ η) ξ: 2θ Σ_{j<min(t,s)} η_j k(t, j) k(s, j), by recursion on the two-time covariance. */
function thermalCovariance(rates: ArrayLike<number>, look: number, temperature: number, step: Step): Triangle {
  const steps = rates.length;
  const table = new Float64Array(((steps + 1) * (steps + 2)) / 2);
  /** ⟨w w⟩, ⟨w v⟩, ⟨v v⟩ at time s. */
  let [ww, wv, vv] = [0, 0, 0];
  for (let s = 0; s <= steps; s++) {
    let state: State = [ww + look * wv, wv + look * vv];
    for (let t = s; t <= steps; t++) {
      table[(t * (t + 1)) / 2 + s] = state[0] + look * state[1];
      if (t < steps) state = step(t, state);
    }
    if (s === steps) break;
    const noise = 2 * temperature * rates[s];
    const withW = step(s, [ww, wv]);
    const withV = step(s, [wv, vv]);
    const first = step(s, [withW[0], withV[0]]);
    const second = step(s, [withW[1], withV[1]]);
    ww = first[0] + noise;
    wv = first[1] + noise;
    vv = second[1] + noise;
  }
  return table;
}
