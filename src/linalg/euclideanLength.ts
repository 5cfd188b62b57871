import { powerOfTwo } from './extremeScale';

/** √Σv² of any number of numbers (arguments of a call are limited), whose squares may over- or underflow. */
export function euclideanLength(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  const unit = powerOfTwo(largest);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] / unit) ** 2;
  return unit * Math.sqrt(squares);
}
