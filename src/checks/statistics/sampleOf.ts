import { ValueError } from '../../errors';
import { checkedNumbers, finite, isNumberList, reject } from '../../validate';

/** A checked copy of at least `least` finite numbers. */
export function sampleOf(name: string, values: ArrayLike<number>, least: number): Float64Array {
  if (!isNumberList(values)) return reject(name, 'an array of numbers', values);
  if (values.length < least) throw new ValueError(`${name}: expected at least ${least} numbers, got ${values.length}`);
  return checkedNumbers(name, values, finite);
}
