import type { KnownActivation } from './activation';

/** How far out φ is looked at, over which distances, and the share by which slopes of what becomes a line may differ there. */
const FAR = { u: 1e8, apart: [1.3, 2.7, 5.9], share: 1e-6 };

/** Slopes of φ far out on both sides, of functions that become lines there; else undefined. */
export function farSlopes({ value }: KnownActivation): { left: number; right: number } | undefined {
  const rise = (u: number, apart: number) => (value(u + apart) - value(u)) / apart;
  const sides = [-FAR.u, FAR.u].map((u) => ({ slope: rise(u, u), others: FAR.apart.map((apart) => rise(u, apart)) }));
  const [left, right] = sides.map(({ slope }) => slope);
  const least = FAR.share * Math.max(Math.abs(left), Math.abs(right));
  const isLine = sides.every(({ slope, others }) => others.every((other) => Math.abs(other - slope) <= least));
  return isLine ? { left, right } : undefined;
}
