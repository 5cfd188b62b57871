export type Real = (u: number) => number;

/** What counts as a jump. */
export interface Sudden {
  /** Distance at which both sides of a place are compared, relative to 1 + its size. */
  step: number;
  /** Part of that distance over which what is smooth changes that much less. */
  part: number;
  /** The least change, relative to f nearby, that is not rounding. */
  share: number;
}

/** Change of f across a place; undefined where it is smooth: where less than half of it is within a part of the distance. */
export function jumpAt(f: Real, place: number, { step, part, share }: Sudden): number | undefined {
  const distance = step * (1 + Math.abs(place));
  const across = (apart: number) => f(place + apart) - f(place - apart);
  const [jump, within] = [across(distance), across(part * distance)].map(Math.abs);
  const nearby = Math.max(...[-1, -1e-3, 1e-3, 1].map((off) => Math.abs(f(place + off))));
  return jump > share * nearby && within > jump / 2 ? across(part * distance) : undefined;
}
