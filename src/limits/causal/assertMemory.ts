import { assertFits } from '../../linalg/resident';
import { runBytes } from './causalState';

/**
 * Refuses runs that do not fit into memory side by side.
 * @param layers what they have, @param steps what was asked for; both in words
 */
export function assertMemory(
  layers: number | string,
  runs: readonly Parameters<typeof runBytes>[0][],
  steps: number | string,
): void {
  const bytes = runs.reduce((sum, run) => sum + runBytes(run), 0);
  assertFits('steps', `${steps} steps with ${runs[0].outputs} outputs and ${layers} hidden layers`, bytes);
}
