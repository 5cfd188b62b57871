import { logGamma } from '../../src/special/logGamma';

/** Evidence of two outputs by quadrature over the three entries of T, Q = T Tᵀ. */
export interface TwoOutputTask {
  /** Eigenvalues of the kernel, one a label. */
  values: number[];
  /** In the eigenbasis of the kernel. */
  labels: number[][];
  noise: number;
}

/** Log-density of (log T11, log T22, T21/T22). */
type LogDensity = (a: number, b: number, c: number) => number;

/** One hidden layer: T11² = χ²_N/N, T22² = χ²_{N−1}/N, T21 = N(0, 1/N). */
export function oneLayerDensity(width: number): LogDensity {
  const half = (log: number, dof: number) => {
    const x = width * Math.exp(2 * log);
    return Math.log(2) + (dof / 2) * Math.log(x / 2) - x / 2 - logGamma(dof / 2);
  };
  return (a, b, c) => {
    const t21 = c * Math.exp(b);
    return half(a, width) + half(b, width - 1) - 0.5 * width * t21 ** 2 + 0.5 * Math.log(width / (2 * Math.PI)) + b;
  };
}

/**
 * The proportional limit: log det Q ~ N(−3α, 4α) and, independent of it, Brownian motion on the hyperbolic plane at time α; its point
 * x + iy = (T21 + i T22)/T11 begins at i, and McKean's integral is its density over dx dy/y².
 */
export function limitDensity(alpha: number): LogDensity {
  const s = alpha / 2;
  const memory = new Map<number, number>();
  const logKernel = (distance: number) => {
    const known = memory.get(distance);
    if (known !== undefined) return known;
    // u = distance + v²; cosh u − cosh r = 2 sinh((u + r)/2) sinh((u − r)/2), without its exponential growth
    let sum = 0;
    const h = 0.04;
    for (let v = h / 2; v ** 4 < 160 * s; v += h) {
      const w = v * v;
      const u = distance + w;
      const bracket = 0.5 * (1 - Math.exp(-(u + distance))) * -Math.expm1(-w);
      sum += (h * u * Math.exp(-(u * u - distance * distance) / (4 * s) - w / 2) * 2 * v) / Math.sqrt(bracket);
    }
    const log =
      Math.log(sum) - distance / 2 - distance ** 2 / (4 * s) + 0.5 * Math.LN2 - 1.5 * Math.log(4 * Math.PI * s) - s / 4;
    memory.set(distance, log);
    return log;
  };
  return (a, b, c) => {
    const y = Math.exp(b - a);
    const x = c * y;
    const cosh1 = (x * x + (y - 1) ** 2) / (2 * y);
    const logDet = 2 * (a + b);
    // d(logDet) dx dy = 4 y² da db dc
    return (
      logKernel(Math.log1p(cosh1 + Math.sqrt(cosh1 * (cosh1 + 2)))) -
      (logDet + 3 * alpha) ** 2 / (8 * alpha) -
      0.5 * Math.log(8 * Math.PI * alpha) +
      Math.log(4)
    );
  };
}

/** Points of the rule in each of three directions, to so many standard deviations of the Gaussian that touches the maximum. */
const RULE = { points: 33, reach: 8 };

/** log ∫ prior · Π_μ N(y_μ; 0, l_μ Q + σ²), in the frame of the labels in which the second direction is the principal one. */
export function twoOutputEvidence(
  logDensity: LogDensity,
  { values, labels, noise }: TwoOutputTask,
  { points, reach } = RULE,
): number {
  let [xx, xy, yy] = [0, 0, 0];
  values.forEach((value, mu) => {
    const [one, two] = labels[mu];
    xx += one ** 2 / (value + noise);
    xy += (one * two) / (value + noise);
    yy += two ** 2 / (value + noise);
  });
  // e2 = (sin, cos) is the direction of the largest labels
  const angle = 0.5 * Math.atan2(2 * xy, yy - xx);
  const turned = labels.map(([one, two]) => [
    Math.cos(angle) * one - Math.sin(angle) * two,
    Math.sin(angle) * one + Math.cos(angle) * two,
  ]);
  const log = (a: number, b: number, c: number) => {
    const [t11, t22] = [Math.exp(a), Math.exp(b)];
    const t21 = c * t22;
    let sum = logDensity(a, b, c) - values.length * Math.log(2 * Math.PI);
    values.forEach((value, mu) => {
      const m11 = value * t11 * t11 + noise;
      const m12 = value * t11 * t21;
      const [one, two] = turned[mu];
      // det = l² t11² t22² + σ²(…) + σ⁴, nothing of which cancels
      const rest = value * (t11 * t11 + t21 * t21 + t22 * t22);
      const det = (value * t11 * t22) ** 2 + noise * rest + noise * noise;
      const left = det / m11;
      sum -= 0.5 * (Math.log(det) + one ** 2 / m11 + (two - (m12 / m11) * one) ** 2 / left);
    });
    return sum;
  };
  const { at, root } = touching(log);
  let total = 0;
  const top = log(...at);
  const h = (2 * reach) / (points - 1);
  for (let i = 0; i < points; i++) {
    for (let j = 0; j < points; j++) {
      for (let k = 0; k < points; k++) {
        const [u, v, w] = [i, j, k].map((n) => -reach + n * h);
        const value = log(
          at[0] + root[0][0] * u,
          at[1] + root[1][0] * u + root[1][1] * v,
          at[2] + root[2][0] * u + root[2][1] * v + root[2][2] * w,
        );
        total += Math.exp(value - top);
      }
    }
  }
  return top + Math.log(total * h ** 3 * root[0][0] * root[1][1] * root[2][2]);
}

/**
 * The same of two samples of any number of outputs (rows of `labels`) whose kernel is 1: transposed, nets have the same law, so that it is that
 * of two outputs at as many samples as there are outputs. Tails need a wider rule where noise says little of Q.
 */
export function twoSampleEvidence(logDensity: LogDensity, labels: readonly number[][], noise: number): number {
  const [one, two] = labels;
  const transposed = one.map((label, c) => [label, two[c]]);
  return twoOutputEvidence(
    logDensity,
    { values: one.map(() => 1), labels: transposed, noise },
    { points: 37, reach: 10 },
  );
}

type Three = [number, number, number];

/** The maximum by Newton's method along ways of ascent, and the Cholesky factor of the covariance there. */
function touching(log: (...at: Three) => number): { at: Three; root: number[][] } {
  let at: Three = [0, 0, 0];
  const by = 1e-3;
  for (let step = 0; step < 500; step++) {
    const shifted = (i: number, j: number, di: number, dj: number) => {
      const to: Three = [...at];
      to[i] += di * by;
      to[j] += dj * by;
      return log(...to);
    };
    const here = log(...at);
    const slope = [0, 1, 2].map((i) => (shifted(i, i, 1, 0) - shifted(i, i, -1, 0)) / (2 * by));
    const curvature = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => {
        if (i === j) return (2 * here - shifted(i, i, 1, 0) - shifted(i, i, -1, 0)) / by ** 2;
        return (
          -(shifted(i, j, 1, 1) + shifted(i, j, -1, -1) - shifted(i, j, 1, -1) - shifted(i, j, -1, 1)) / (4 * by ** 2)
        );
      }),
    );
    // where it is not concave: as steep as needed
    for (let ridge = 0; ; ridge = ridge === 0 ? 1e-3 * Math.max(1, ...curvature.flat().map(Math.abs)) : 4 * ridge) {
      const root = inverseRoot(curvature.map((row, i) => row.map((entry, j) => entry + (i === j ? ridge : 0))));
      if (!root) continue;
      const change = root.map((_, i) => [0, 1, 2].reduce((sum, k) => sum + covariance(root, i, k) * slope[k], 0));
      const decrement = change.reduce((sum, one, i) => sum + one * slope[i], 0);
      if (decrement < 1e-8 && ridge === 0) return { at, root };
      let length = Math.min(1, 1 / Math.max(...change.map(Math.abs)));
      const moved = () => at.map((one, i) => one + length * change[i]) as Three;
      while (length > 1e-12 && !(log(...moved()) >= here)) length /= 2;
      if (length <= 1e-12) return { at, root };
      at = moved();
      break;
    }
  }
  throw new Error('no maximum found');
}

const covariance = (root: number[][], i: number, j: number) =>
  root[i].reduce((sum, one, k) => sum + one * root[j][k], 0);

/** Lower triangular R with R Rᵀ = a⁻¹; undefined unless a is positive definite. */
function inverseRoot(a: number[][]): number[][] | undefined {
  const [p, q, r, s, t, u] = [a[0][0], a[1][0], a[1][1], a[2][0], a[2][1], a[2][2]];
  const det = p * (r * u - t * t) - q * (q * u - s * t) + s * (q * t - r * s);
  if (!(p > 0 && p * r - q * q > 0 && det > 0)) return undefined;
  const inverse = [
    [r * u - t * t, 0, 0],
    [s * t - q * u, p * u - s * s, 0],
    [q * t - r * s, q * s - p * t, p * r - q * q],
  ].map((row) => row.map((entry) => entry / det));
  const root = [
    [Math.sqrt(inverse[0][0]), 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  root[1][0] = inverse[1][0] / root[0][0];
  root[1][1] = Math.sqrt(inverse[1][1] - root[1][0] ** 2);
  root[2][0] = inverse[2][0] / root[0][0];
  root[2][1] = (inverse[2][1] - root[2][0] * root[1][0]) / root[1][1];
  root[2][2] = Math.sqrt(inverse[2][2] - root[2][0] ** 2 - root[2][1] ** 2);
  return root;
}
