import { ValueError } from 'deeplinear';

/**
 * The steps at which a run is printed: those asked for, or its first and last. A run that diverged ends with a step that has a
 * predictor and may have no kernels; by default the one before it is the last.
 * @throws ValueError naming the option
 */
export function printedTimes(name: string, asked: unknown, run: { steps: number; diverged?: unknown }): number[] {
  const { steps, diverged } = run;
  if (asked === undefined) return steps < 0 ? [] : [0, Math.max(0, diverged ? steps - 1 : steps)];
  const isStep = (time: unknown) => Number.isInteger(time) && (time as number) >= 0 && (time as number) <= steps;
  if (Array.isArray(asked) && asked.every(isStep)) return asked;
  throw new ValueError(`${name}: expected steps from 0 to ${steps}, got ${JSON.stringify(asked)}`);
}
