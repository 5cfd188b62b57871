import { gaussLegendre } from '../../special/gaussLegendre';
import type { Real } from './jumpAt';
import { bends } from './rayPieces';

/** The nodes lie in [−REACH, REACH]: the Gaussian weight beyond is 1e-36. */
export const REACH = 12.8;
/** Terms of a Hermite series at most. */
export const TERMS = 256;
/** Steps of the trapezoidal rule, which is spectrally accurate for analytic functions. */
const STEPS = 1024;
/** Where nodes of the coarser rule lie between the others, in steps: at no simple fraction, or functions of that period look constant. */
const SHIFT = 2 - (1 + Math.sqrt(5)) / 2;
/** Longest piece between kinks, over which he_255 has two waves, and the nodes of Gauss and Legendre on it. */
const PIECE = { length: 0.5, nodes: 24 };
/** Neighbours that tell what a function is between two nodes. */
const NEIGHBOURS = PIECE.nodes;

/** Of the largest value that a polynomial may be off; halvings, and pieces in all, at most. */
const BENT = { share: 1e-11, halvings: 16, pieces: 400 };

interface Piece {
  centre: number;
  half: number;
}

interface Nodes {
  nodes: Float64Array;
  /** Gaussian density included. */
  weights: Float64Array;
}

/** A rule for E f(z) of a standard normal z, and for the Hermite coefficients of f. */
export interface HermiteRule extends Nodes {
  /** he_n(z_k)·weight_k, row n a degree: row 0 are the weights. */
  basis: Float64Array;
  /** Of half as many nodes, none of them one of these: what it finds tells the error. */
  coarse: Nodes;
  /** f(z) from f at the nodes, by the polynomial through those nearby. */
  interpolate(values: Float64Array, z: number): number;
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
  const step = (2 * REACH) / STEPS;
  const spaced = (count: number, length: number, shift: number) =>
    weighted(
      Float64Array.from({ length: count }, (_, k) => -REACH + (k + shift) * length),
      new Float64Array(count).fill(length),
    );
  const rule = spaced(STEPS + 1, step, 0);
  const around = barycentric(rule.nodes.subarray(0, NEIGHBOURS));
  return {
    ...rule,
    basis: basisOf(rule),
    coarse: spaced(STEPS / 2, 2 * step, SHIFT),
    interpolate: (values, z) => {
      const first = Math.ceil((z + REACH) / step) - NEIGHBOURS / 2;
      return polynomial(rule.nodes, values, Math.max(0, Math.min(STEPS + 1 - NEIGHBOURS, first)), around, z);
    },
  };
}

/**
 * The same for functions that bend more sharply than its pieces can follow: those are halved on which one of them is no polynomial. Undefined
 * where halves still are not, at a kink, or of what oscillates.
 * @param noise of the functions, relative to their size.
 */
export function bentRule(
  kinks: readonly number[],
  root: number,
  functions: readonly { f: Real; noise: number }[],
): HermiteRule | undefined {
  const { nodes } = gaussLegendre(PIECE.nodes);
  const between = gaussLegendre(PIECE.nodes / 2).nodes;
  const around = barycentric(nodes);
  // where functions bend, at u of order one, nodes of longer pieces may not see it
  const near = bends(root).flatMap((z) => [-z, z]);
  let pieces = piecesBetween([0, ...near, ...kinks.map((kink) => kink / root)]);
  // a narrow slope is as large as nodes that see it tell: more of them do in every level
  const scaled = functions.map(({ f, noise }) => ({
    at: (z: number) => f(root * z),
    share: BENT.share + noise,
    most: 0,
  }));
  const isBent = ({ centre, half }: Piece) =>
    scaled.some((part) => {
      const values = nodes.map((x) => part.at(centre + half * x));
      part.most = values.reduce((most, value) => Math.max(most, Math.abs(value)), part.most);
      const looks = between.map((x) => part.at(centre + half * x));
      // half as many nodes integrate the polynomial through all: that of the squares
      return [1, 2].some((power) => {
        const powers = values.map((value) => value ** power);
        const off = (x: number, i: number) => Math.abs(looks[i] ** power - polynomial(nodes, powers, 0, around, x));
        return between.some((x, i) => off(x, i) > part.share * part.most ** power);
      });
    });
  const done: Piece[] = [];
  for (let level = 0; pieces.length > 0; level++) {
    const bent = new Set(pieces.filter(isBent));
    done.push(...pieces.filter((piece) => !bent.has(piece)));
    pieces = [...bent].flatMap(({ centre, half }) =>
      [-1, 1].map((side) => ({ centre: centre + (side * half) / 2, half: half / 2 })),
    );
    if (level === BENT.halvings || done.length + pieces.length > BENT.pieces) return undefined;
  }
  return ruleOn(done.sort((a, b) => a.centre - b.centre));
}

function splitRule(breaks: readonly number[]): HermiteRule {
  return ruleOn(piecesBetween(breaks));
}

function piecesBetween(breaks: readonly number[]): Piece[] {
  const inside = breaks.filter((z) => Math.abs(z) < REACH);
  const ends = [...new Set([-REACH, ...inside, REACH])].sort((a, b) => a - b);
  return ends.slice(1).flatMap((to, e) => {
    const count = Math.ceil((to - ends[e]) / PIECE.length);
    const half = (to - ends[e]) / count / 2;
    return Array.from({ length: count }, (_, p) => ({ centre: ends[e] + (2 * p + 1) * half, half }));
  });
}

function ruleOn(pieces: readonly Piece[]): HermiteRule {
  const onPieces = (count: number) => {
    const rule = gaussLegendre(count);
    const all = (of: (piece: Piece, i: number) => number) =>
      Float64Array.from({ length: pieces.length * count }, (_, k) => of(pieces[Math.floor(k / count)], k % count));
    return weighted(
      all(({ centre, half }, i) => centre + half * rule.nodes[i]),
      all(({ half }, i) => half * rule.weights[i]),
    );
  };
  const rule = onPieces(PIECE.nodes);
  const around = barycentric(gaussLegendre(PIECE.nodes).nodes);
  return {
    ...rule,
    basis: basisOf(rule),
    coarse: onPieces(PIECE.nodes / 2),
    interpolate: (values, z) => {
      const piece = pieces.findIndex(({ centre, half }) => z <= centre + half);
      return polynomial(rule.nodes, values, piece * PIECE.nodes, around, z);
    },
  };
}

function weighted(nodes: Float64Array, lengths: Float64Array): Nodes {
  return { nodes, weights: nodes.map((z, k) => (lengths[k] * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI)) };
}

function basisOf({ nodes, weights }: Nodes): Float64Array {
  const count = nodes.length;
  const basis = new Float64Array(TERMS * count);
  nodes.forEach((z, k) => {
    let before = 0;
    let now = weights[k];
    for (let n = 0; n < TERMS; n++) {
      basis[n * count + k] = now;
      const next = (z * now - Math.sqrt(n) * before) / Math.sqrt(n + 1);
      before = now;
      now = next;
    }
  });
  return basis;
}

/** Weights of the barycentric formula (Berrut & Trefethen 2004), up to a factor: that of the first node is 1. */
function barycentric(nodes: Float64Array): Float64Array {
  const weights = nodes.map((x, i) => nodes.reduce((product, y, j) => (j === i ? product : product / (x - y)), 1));
  return weights.map((w) => w / weights[0]);
}

function polynomial(
  nodes: Float64Array,
  values: Float64Array,
  first: number,
  weights: Float64Array,
  z: number,
): number {
  let [above, below] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const apart = z - nodes[first + i];
    if (apart === 0) return values[first + i];
    above += (weights[i] / apart) * values[first + i];
    below += weights[i] / apart;
  }
  return above / below;
}
