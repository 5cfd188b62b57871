import { integer } from '../validate';

/** A quadrature rule for the standard normal: E f(z) ≈ Σ weights[i]·f(nodes[i]). */
export interface GaussianRule {
  /** Ascending. */
  nodes: Float64Array;
  /** They add up to 1. */
  weights: Float64Array;
}

const SCALE = 2 ** 400;

/**
 * Gauss–Hermite rule of n nodes for the standard normal (weight e^(−z²/2)/√2π), exact for polynomials up to degree 2n − 1.
 * Nodes are the eigenvalues of the Jacobi matrix with off-diagonal √k (Golub & Welsch 1969), weights are
 * 1/Σ_{k<n} he_k² of the normalized polynomials: relative errors of some roundings at any n, zero where float64 ends.
 */
export function gaussHermite(n: number): GaussianRule {
  integer('n', n, 1, 5000);
  const nodes = jacobiEigenvalues(n);
  for (let i = 0; i < n / 2; i++) {
    const size = (nodes[n - 1 - i] - nodes[i]) / 2;
    nodes[n - 1 - i] = size;
    nodes[i] = -size;
  }
  if (n % 2 === 1) nodes[(n - 1) / 2] = 0;
  return { nodes, weights: nodes.map((x) => christoffel(x, n)) };
}

/** 1/Σ_{k<n} he_k(x)², he_{k+1} = (x he_k − √k he_{k−1})/√(k+1), with the common factor of the last two kept apart. */
function christoffel(x: number, n: number): number {
  let before = 0;
  let now = 1;
  let sum = 1;
  let unit = 1;
  for (let k = 0; k < n - 1; k++) {
    const next = (x * now - Math.sqrt(k) * before) / Math.sqrt(k + 1);
    before = now;
    now = next;
    sum += now * now;
    if (Math.abs(now) > SCALE) {
      before /= SCALE;
      now /= SCALE;
      sum = sum / SCALE / SCALE;
      unit = unit / SCALE / SCALE;
    }
  }
  return unit / sum;
}

/** Eigenvalues of the symmetric tridiagonal matrix with zero diagonal and off-diagonal √1, √2 …, by implicit QL. */
function jacobiEigenvalues(n: number): Float64Array {
  const d = new Float64Array(n);
  const e = Float64Array.from({ length: n }, (_, k) => (k < n - 1 ? Math.sqrt(k + 1) : 0));
  for (let l = 0; l < n; l++) {
    for (;;) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * 0.5 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      g = d[m] - d[l] + e[l] / (g + (g < 0 ? -1 : 1) * Math.hypot(g, 1));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) break;
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        const t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
      }
      if (i >= l) {
        d[i + 1] -= p;
      } else {
        d[l] -= p;
        e[l] = g;
      }
      e[m] = 0;
    }
  }
  return d.sort();
}
