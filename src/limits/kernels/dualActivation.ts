import { type Activation, type KnownActivation, knownActivation, leakOf } from './activation';
import { PRODUCTS } from './correlation';
import { orthantProbability } from './orthantProbability';
import { quadratureDual } from './quadratureDual';
import { tanhExpectation } from './tanhExpectation';

/** What a dual activation keeps of some Gaussian pre-activations u_i. */
export interface DualRows {
  /** Variances E u_i². */
  q: Float64Array;
  /** E φ(u_i)². */
  value: Float64Array;
  /** E φ'(u_i)². */
  slope: Float64Array;
  /** Absolute errors of both. Default none. */
  errors?: [Float64Array, Float64Array];
}

/**
 * The dual of an activation φ: E φ(u)φ(v) and E φ'(u)φ'(v) of centred Gaussian pairs as functions of their covariance
 * (Daniely et al. 2016).
 */
export interface DualActivation {
  rows(q: Float64Array): DualRows;
  /**
   * Pairs of row i of `left` with rows from, from + 1 … of `right`. `k` holds their covariances and becomes E φφ'; `d`,
   * when given, becomes E φ'φ'.
   * @returns estimate of the largest absolute error: of E φφ', and of E φ'φ'. Zero for closed forms.
   */
  pairs(left: DualRows, i: number, right: DualRows, from: number, k: Float64Array, d?: Float64Array): PairErrors;
}

export interface PairErrors {
  value: number;
  slope: number;
}

/** E φφ' and E φ'φ' from variances a, b and covariance c; the second goes to `out[1]`. */
type ClosedForm = (a: number, b: number, c: number, out: Float64Array) => void;

const exact: PairErrors = { value: 0, slope: 0 };

/**
 * Closed forms: linear; ReLU and leaky ReLU (Cho & Saul 2009, arc-cosine kernels of degree 1 and 0); erf (Williams 1997);
 * sin (Rahimi & Recht 2007); GELU (Tsuchida et al. 2021). All others by quadrature, which knows the scales of tanh.
 * @param known the same, where it is read already.
 */
export function dualActivation(
  activation: Activation,
  tolerance: number,
  known: KnownActivation = knownActivation(activation),
): DualActivation {
  const leak = leakOf(activation);
  if (leak !== undefined) return ramp(leak);
  if (typeof activation === 'string' && Object.hasOwn(forms, activation)) return closed(forms[activation]);
  return quadratureDual(known, tolerance, activation === 'tanh' ? tanhExpectation : undefined);
}

/** A factor at which products of two large variances do not overflow. */
const shrink = (a: number, b: number) => (a > 1e150 || b > 1e150 ? 2 ** -512 : 1);

const spreadOf = (a: number, b: number, c: number) => Math.max(0, a * b - c * c);

const forms: Record<string, ClosedForm> = {
  linear: (_a, _b, c, out) => {
    out[0] = c;
    out[1] = 1;
  },
  erf: (a, b, c, out) => {
    const s = shrink(a, b);
    // (1 + 2a)(1 + 2b) − 4c² without cancellation
    const root = Math.sqrt(s * (s + 2 * (a * s + b * s)) + 4 * spreadOf(a * s, b * s, c * s));
    out[0] = (2 / Math.PI) * Math.atan2(2 * c * s, root);
    out[1] = ((4 / Math.PI) * s) / root;
  },
  sin: (a, b, c, out) => {
    const size = Math.abs(c);
    const front = 0.5 * Math.exp(size - (a / 2 + b / 2));
    out[0] = -Math.sign(c) * front * Math.expm1(-2 * size);
    out[1] = front * (1 + Math.exp(-2 * size));
  },
  gelu: (a, b, c, out) => {
    const s = shrink(a, b);
    const cs = c * s;
    const spread = spreadOf(a * s, b * s, cs);
    const det = s * (s + a * s + b * s) + spread;
    const root = Math.sqrt(det);
    const density = 1 / (2 * Math.PI * root);
    const both = 0.25 + Math.atan2(cs, root) / (2 * Math.PI);
    const inverses = 1 / (1 + a) + 1 / (1 + b);
    out[0] = c * both + (density * (spread + cs * cs * inverses)) / s;
    out[1] = both + cs * density * (inverses + (s * s) / det);
  },
};

function closed(form: ClosedForm): DualActivation {
  const out = new Float64Array(2);
  return {
    rows: (q) => {
      const value = new Float64Array(q.length);
      const slope = new Float64Array(q.length);
      q.forEach((a, i) => {
        form(a, a, a, out);
        [value[i], slope[i]] = out;
      });
      return { q, value, slope };
    },
    pairs: (left, i, right, from, k, d) => {
      const a = left.q[i];
      const { q } = right;
      for (let j = 0; j < k.length; j++) {
        form(a, q[from + j], k[j], out);
        k[j] = out[0];
        if (d) d[j] = out[1];
      }
      return exact;
    },
  };
}

/** ab − c² below this share of ab is rounding: the two vectors are parallel. */
const PARALLEL = 16 * Number.EPSILON;

/** 1/2π. */
const TURN = 1 / (2 * Math.PI);

interface RampRows extends DualRows {
  /** Roots of the variances. */
  size: Float64Array;
}

/** max(u, leak·u), from leak·u + (1 − leak)·max(u, 0). */
function ramp(leak: number): DualActivation {
  const linear = leak;
  const kinked = (1 - leak) ** 2;
  const half = linear + kinked / 2;
  return {
    rows: (q): RampRows => ({ q, value: q.map((a) => half * a), slope: q.map(() => half), size: q.map(Math.sqrt) }),
    pairs: (left, i, right, from, k, d) => {
      const a = left.q[i];
      const size = (left as RampRows).size[i];
      const { q, size: sizes } = right as RampRows;
      for (let j = 0; j < k.length; j++) {
        const c = k[j];
        const ab = a * q[from + j];
        const scale = size * sizes[from + j];
        let root: number;
        let share: number;
        if (ab > PRODUCTS.least && ab < PRODUCTS.most) {
          const spread = ab - c * c;
          root = spread > PARALLEL * ab ? Math.sqrt(spread) : 0;
          share = orthantProbability(root, c, scale);
        } else {
          const rho = c / size / sizes[from + j];
          const spread = 1 - rho * rho;
          const sine = spread > PARALLEL ? Math.sqrt(spread) : 0;
          root = scale * sine;
          share = orthantProbability(sine, rho, 1);
        }
        k[j] = linear * c + kinked * (root * TURN + c * share);
        if (d) d[j] = linear + kinked * share;
      }
      return exact;
    },
  };
}
