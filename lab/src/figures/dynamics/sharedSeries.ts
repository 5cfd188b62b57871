import type { Series } from '../definition';
import { logSpaced, type MeanWithError, upTo } from '../simulations';

/** Theory as a line and nets as dots with their errors, of curves over the steps; dots at some of them only. */
export function lineAndDots(
  name: string,
  theory: ArrayLike<number>,
  nets: MeanWithError,
  shown: readonly number[],
): Series[] {
  return [
    { name, x: upTo(theory.length), y: theory },
    { name, x: shown, y: shown.map((t) => nets.mean[t]), error: shown.map((t) => nets.error[t]), dots: true },
  ];
}

/** Multiples of a step up to the last one. */
export function everyStep(every: number, steps: number): number[] {
  return upTo(1 + Math.floor(steps / every)).map((i) => i * every);
}

/** About `count` whole steps from 1 to the last one, equally spaced in the logarithm. */
export function logSteps(steps: number, count: number): number[] {
  return [...new Set(logSpaced(1, steps, count).map(Math.round))];
}
