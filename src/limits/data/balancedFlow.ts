/** Where the flow of a balanced net stands. */
export interface FlowPoint {
  time: number;
  /** ½ Σ λ d² + tail, d = w* − β. */
  loss: number;
  /** d loss/d time. */
  slope: number;
  /** G^1. */
  kernel: number;
}

export interface BalancedFlow {
  /** λ_k > 0. */
  eigenvalues: Float64Array;
  /** w*_k. */
  targets: Float64Array;
  hidden: number;
  gamma0: number;
  /** ‖β‖ at time 0; β ∝ Λw*. */
  initialNorm: number;
  /** Loss that is never learned, added to `loss`. */
  tail: number;
  /** Of a step, relative to the root of the loss, and to ‖β‖. */
  tolerance: number;
}

/** Losses below it have lost their digits. */
const LEAST_LOSS = 1e-290;

/** Whether all is learned that numbers tell from what is never learned. */
export const isLearned = (loss: number, tail: number) => tail > 0 && loss - tail <= Number.EPSILON * tail;

/** A flow ends after these: some thousands are the rule, and numbers beyond float64 never arrive. */
const MOST_STEPS = 1e5;
/** Of Shampine and Reichelt's ode23s, SIAM J. Sci. Comput. 18 (1997) 1. */
const GAMMA = 1 / (2 + Math.SQRT2);
const E32 = 6 + Math.SQRT2;

/**
 * dβ/dt = G^1 (1 + L β̂β̂ᵀ) Λ(w* − β), G^1 = (γ0‖β‖)^(2L/(L+1)), step by step until the loss underflows, or all is learned. With dτ = G^1 dt
 * it is dβ/dτ = F = E + L s β̂, E = Λd, s = β̂·E, whose Jacobian is diagonal plus one rank,
 *   −Λ + (L s/‖β‖) 1 + L β̂ qᵀ,   q = E/‖β‖ − 2 s β̂/‖β‖ − Λβ̂,
 * so that a linearly implicit step costs as much as an explicit one, however stiff the leading modes have become.
 */
export function* balancedFlow(flow: BalancedFlow): Generator<FlowPoint, void> {
  const { eigenvalues, targets, hidden, gamma0, tail, tolerance } = flow;
  const n = eigenvalues.length;
  const power = (2 * hidden) / (hidden + 1);
  /** Error of the trapezoidal rule for ∫ dτ/G^1 below, in units of the fourth power of what ‖β‖ grows by. */
  const orders = (power * (power + 1) * (power + 2) * (power + 3)) / 720;
  let start = 0;
  for (let k = 0; k < n; k++) start += (eigenvalues[k] * targets[k]) ** 2;
  const scale = flow.initialNorm / Math.sqrt(start);
  let here = evaluate(targets.map((target, k) => target * (1 - scale * eigenvalues[k])));
  let time = 0;
  yield { time, ...here.point };
  const inverse = new Float64Array(n);
  /** Of the largest rate, the growth of a small β included. */
  let step = (1e-3 * here.norm) / (hidden + 1) / Math.abs(here.along);

  for (
    let tried = 0;
    tried < MOST_STEPS && here.point.loss > LEAST_LOSS && !isLearned(here.point.loss, tail);
    tried++
  ) {
    const { norm, along, direction, rate } = here;
    const shift = (hidden * along) / norm;
    for (let k = 0; k < n; k++) inverse[k] = 1 / (1 + step * GAMMA * (eigenvalues[k] - shift));
    let bound = 1;
    const q = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      const gradient = eigenvalues[k] * here.errors[k];
      q[k] = (gradient - 2 * along * direction[k]) / norm - eigenvalues[k] * direction[k];
      bound -= step * GAMMA * hidden * q[k] * direction[k] * inverse[k];
    }
    /** (1 − hγJ)⁻¹ of a vector, by the formula of Sherman and Morrison. */
    const solve = (vector: Float64Array) => {
      let dot = 0;
      for (let k = 0; k < n; k++) {
        vector[k] *= inverse[k];
        dot += q[k] * vector[k];
      }
      const factor = (step * GAMMA * hidden * dot) / bound;
      for (let k = 0; k < n; k++) vector[k] += factor * inverse[k] * direction[k];
      return vector;
    };
    const k1 = solve(rate.slice());
    const middle = evaluate(here.errors.map((error, k) => error - 0.5 * step * k1[k])).rate;
    const k2 = solve(middle.map((value, k) => value - k1[k]));
    for (let k = 0; k < n; k++) k2[k] += k1[k];
    const there = evaluate(here.errors.map((error, k) => error - step * k2[k]));
    const k3 = solve(there.rate.map((value, k) => value - E32 * (k2[k] - middle[k]) - 2 * (k1[k] - rate[k])));
    let squared = 0;
    let grown = 0;
    for (let k = 0; k < n; k++) {
      const off = (step / 6) * (k1[k] - 2 * k2[k] + k3[k]);
      squared += eigenvalues[k] * off ** 2;
      grown += direction[k] * off;
    }
    // while ‖β‖ is small the loss does not see it, but time goes as its powers
    const growth = (step * (hidden + 1) * along) / norm;
    const inTime = (orders * growth ** 4) / tolerance;
    const inLoss = Math.sqrt(squared / (2 * there.point.loss)) / tolerance;
    const error = Math.max(inLoss, Math.abs(grown) / norm / tolerance, inTime ** (3 / 4));
    const factor = Math.min(2, Math.max(0.2, 0.9 * error ** (-1 / 3)));
    if (error <= 1) {
      // ∫ dτ/G^1, by the trapezoidal rule with the slopes at both ends
      const [a, b] = [here, there].map(({ point }) => 1 / point.kernel);
      const [c, d] = [here, there].map((at) => (-power * (hidden + 1) * at.along) / (at.norm * at.point.kernel));
      time += 0.5 * step * (a + b) + step * ((step / 12) * (c - d));
      here = there;
      yield { time, ...here.point };
    }
    step *= Number.isFinite(factor) ? factor : 0.2;
  }

  function evaluate(errors: Float64Array) {
    let squared = 0;
    let product = 0;
    let loss = tail;
    for (let k = 0; k < n; k++) {
      const beta = targets[k] - errors[k];
      const gradient = eigenvalues[k] * errors[k];
      squared += beta * beta;
      product += beta * gradient;
      loss += 0.5 * gradient * errors[k];
    }
    const norm = Math.sqrt(squared);
    const along = product / norm;
    const direction = errors.map((error, k) => (targets[k] - error) / norm);
    const rate = errors.map((error, k) => eigenvalues[k] * error + hidden * along * direction[k]);
    const kernel = (gamma0 * norm) ** power;
    let slope = 0;
    for (let k = 0; k < n; k++) slope -= kernel * eigenvalues[k] * errors[k] * rate[k];
    return { errors, norm, along, direction, rate, point: { loss, slope, kernel } };
  }
}
