import { gaussLegendre } from '../../special/gaussLegendre';
import type { KnownActivation } from './activation';
import { bends, LEVELS, piecesOf, RADIAL, REACH } from './rayPieces';

/** Ratio of arguments between which φ is seen to rise and fall. */
const LOOK = 2 ** 0.25;
/** Share of φ that the integral of φ' may miss without saying nothing: all of it where it rises between two nodes. */
const MISSED = 1e-3;

/**
 * What the nodes along a ray of this length see less of φ' than φ rises and falls, as a share of that; of continuous φ. Infinity where it is
 * more than some of it.
 */
export function unseenShare({ value, derivative, kinks }: KnownActivation, length: number): number {
  if (length === 0) return 0;
  const inside = kinks.map((kink) => kink / length).filter((z) => Math.abs(z) < REACH);
  const graded = [0, ...bends(length)].flatMap((z) => [-z, z]);
  const ends = [...new Set([-REACH, ...graded, ...inside, REACH])].sort((x, y) => x - y);
  const { nodes, weights } = gaussLegendre(RADIAL);
  let [apart, rise, size, unsure] = [0, 0, 0, 0];
  for (let e = 1; e < ends.length; e++) {
    const [from, to] = [ends[e - 1], ends[e]];
    rise += value(length * from) - value(length * to);
    const [near, far] = from < 0 ? [-to, -from] : [from, to];
    const pieces = piecesOf(length, LEVELS, near, far);
    const half = (to - from) / pieces / 2;
    for (let p = 0; p < pieces; p++) {
      const centre = from + (2 * p + 1) * half;
      let [turns, turn, before] = [0, 0, 0];
      for (let i = 0; i < nodes.length; i++) {
        const part = length * half * weights[i] * derivative(length * (centre + half * nodes[i]));
        rise += part;
        size += Math.abs(part);
        if (part * before < 0) {
          turns++;
          turn = Math.abs(part) + Math.abs(before);
        }
        before = part;
      }
      // what nodes on both sides of it see of |φ'| around a turning point
      if (turns === 1) unsure += turn;
    }
    // from kink to kink: what is too little at one may be too much at the next
    if (to === REACH || inside.includes(to)) {
      apart += Math.abs(rise);
      rise = 0;
    }
  }
  const end = length * REACH;
  const all = value(end) - value(-end);
  let variation = 0;
  for (const side of [-1, 1]) {
    let before = value(0);
    for (let u = 1 / 8; u < LOOK * end; u *= LOOK) {
      const next = value(side * Math.min(u, end));
      variation += Math.abs(next - before);
      before = next;
    }
  }
  // of a function that is constant there is nothing to see
  const share = Math.max(apart, variation - size - unsure) / Math.max(Math.abs(all), size, variation) || 0;
  return share <= MISSED ? Math.max(0, share) : Number.POSITIVE_INFINITY;
}
