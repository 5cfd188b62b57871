/** Pieces of rays through the plane of a Gaussian pair: finest where functions bend, which is at u and v of order one. */

/** The Gaussian weight beyond is 2e-22. */
export const REACH = 10;
/** Longest radial piece at level 0; every level halves it. */
const PIECE = 3.5;
export const LEVELS = 4;
/** Gauss–Legendre nodes of a piece. */
export const RADIAL = 16;
/**
 * Where functions of longer u and v bend: the first piece in u, and the first angle in u from u = 0 and v = 0. With 8 tanh takes three times the
 * looks, and steep functions beside 0 are refused, with 4 twice; 1 answers steeper ones still, but GELU takes 1.4 times the looks.
 */
const FIRST = 2;
/** Of the distances of pieces and angles from there on, and beyond |u| of `far`; 2 and 3 take up to twice the looks, 8 more than twice for GELU. */
const RATIO = { near: 4, far: 500, beyond: 16 };

const ratioAt = (u: number) => (u < RATIO.far ? RATIO.near : RATIO.beyond);

/** Where along a ray of this length pieces end, nearest first: none of one so short that it has no bends. */
export function bends(length: number, most = PIECE): number[] {
  const found: number[] = [];
  // 0 for a length that is infinite
  for (let z = FIRST / length; z > 0 && z < most; z *= ratioAt(z * length)) found.push(z);
  return found;
}

/** Pieces of `from` … `to`, the one nearer to 0, of a ray of this length. */
export function piecesOf(length: number, level: number, from: number, to: number): number {
  const longest = Math.min(PIECE, Math.max((ratioAt(from * length) - 1) * from, FIRST / length));
  // bends are a rounding apart from where they are counted
  return Math.ceil(((to - from) / longest) * (1 - 1e-9) * 2 ** level);
}
