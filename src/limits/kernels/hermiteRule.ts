import { gaussLegendre } from '../../special/gaussLegendre';

/** The nodes lie in [−REACH, REACH]: the Gaussian weight beyond is 1e-36. */
export const REACH = 12.8;
/** Terms of a Hermite series at most. */
export const TERMS = 256;
/** Of the trapezoidal rule, which is spectrally accurate for analytic functions. */
const NODES = 1024;
/** Longest piece between kinks, over which he_255 has two waves, and the nodes of Gauss and Legendre on it. */
const PIECE = { length: 0.5, nodes: 24 };

/** A rule for E f(z) of a standard normal z, and for the Hermite coefficients of f. */
export interface HermiteRule {
  nodes: Float64Array;
  /** he_n(z_k)·weight_k, row n a degree: row 0 are the weights. */
  basis: Float64Array;
  /** Weights of a rule with every other of the nodes, less those of this one: their sum over f is its error. */
  coarser: Float64Array;
}

let even: HermiteRule | undefined;
let halved: HermiteRule | undefined;

/** For f(z) = φ(root·z) with these kinks of φ; the same one for every root where there is no kink but at 0. */
export function hermiteRule(kinks: readonly number[], root: number): HermiteRule {
  if (kinks.length === 0) {
    even ??= evenRule();
    return even;
  }
  if (!kinks.every((kink) => kink === 0)) return splitRule(kinks.map((kink) => kink / root));
  halved ??= splitRule([0]);
  return halved;
}

function evenRule(): HermiteRule {
  const step = (2 * REACH) / NODES;
  const nodes = Float64Array.from({ length: NODES + 1 }, (_, k) => -REACH + k * step);
  const weights = new Float64Array(nodes.length).fill(step);
  return complete(nodes, weights, (k) => (k % 2 === 0 ? 2 : 0));
}

function splitRule(breaks: readonly number[]): HermiteRule {
  const inside = breaks.filter((z) => Math.abs(z) < REACH);
  const ends = [...new Set([-REACH, ...inside, REACH])].sort((a, b) => a - b);
  const rule = gaussLegendre(PIECE.nodes);
  const share = everyOther();
  const [nodes, weights]: [number[], number[]] = [[], []];
  for (let e = 1; e < ends.length; e++) {
    const length = ends[e] - ends[e - 1];
    const pieces = Math.ceil(length / PIECE.length);
    const half = length / pieces / 2;
    for (let p = 0; p < pieces; p++) {
      const centre = ends[e - 1] + (2 * p + 1) * half;
      for (let i = 0; i < PIECE.nodes; i++) {
        nodes.push(centre + half * rule.nodes[i]);
        weights.push(half * rule.weights[i]);
      }
    }
  }
  return complete(Float64Array.from(nodes), Float64Array.from(weights), (k) => share[k % PIECE.nodes]);
}

/** Weights by interpolation at every other node (symmetric: two neighbours in the middle), over those of Gauss and Legendre. */
function everyOther(): Float64Array {
  const { nodes, weights } = gaussLegendre(PIECE.nodes);
  const kept = Array.from(nodes.keys()).filter((i) => (i < PIECE.nodes / 2 ? i % 2 === 0 : i % 2 === 1));
  const share = new Float64Array(PIECE.nodes);
  for (const i of kept) {
    for (let k = 0; k < PIECE.nodes; k++) {
      let polynomial = weights[k];
      for (const j of kept) if (j !== i) polynomial *= (nodes[k] - nodes[j]) / (nodes[i] - nodes[j]);
      share[i] += polynomial;
    }
    share[i] /= weights[i];
  }
  return share;
}

/** @param share weight of a node in the coarser rule, over its own. */
function complete(nodes: Float64Array, weights: Float64Array, share: (k: number) => number): HermiteRule {
  const count = nodes.length;
  const basis = new Float64Array(TERMS * count);
  const coarser = new Float64Array(count);
  nodes.forEach((z, k) => {
    let before = 0;
    let now = (weights[k] * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
    coarser[k] = (share(k) - 1) * now;
    for (let n = 0; n < TERMS; n++) {
      basis[n * count + k] = now;
      const next = (z * now - Math.sqrt(n) * before) / Math.sqrt(n + 1);
      before = now;
      now = next;
    }
  });
  return { nodes, basis, coarser };
}
