import { reject } from '../../validate';

/** A confidence between 0 and 1. */
export function confidenceLevel(value: number): number {
  // typed arrays are compared by their text, which those of a detached buffer do not have
  return typeof value === 'number' && value > 0 && value < 1
    ? value
    : reject('confidence', 'a number between 0 and 1', value);
}
