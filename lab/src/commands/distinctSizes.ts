import type { Experiment, ParameterValues } from 'deeplinear';
import { InputError } from '../inputError';
import { flagOf } from './parameterOptions';

/** The sizes to simulate, ascending. @throws InputError where one is there twice: it would count as more samples than it is. */
export function distinctSizes({ axis }: Pick<Experiment, 'axis'>, values: ParameterValues): number[] {
  const sizes = [...(values[axis] as readonly number[])].sort((a, b) => a - b);
  const twice = sizes.find((size, i) => size === sizes[i - 1]);
  if (twice !== undefined) throw new InputError(`${flagOf(axis)}: expected different numbers, got ${twice} twice`);
  return sizes;
}
