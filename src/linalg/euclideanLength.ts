import { inUnits } from './inUnits';

/** √Σv² of any number of numbers (arguments of a call are limited), whose squares may over- or underflow. */
export function euclideanLength(numbers: ArrayLike<number>): number {
  const { values, unit } = inUnits(numbers);
  return unit * Math.sqrt(values.reduce((squares, v) => squares + v ** 2, 0));
}
