import { Option } from 'commander';

/** The options that say what to learn from. */
export function dataOptions(synthetic = "'synthetic' (a small teacher)"): Option[] {
  return [
    new Option('--data <source>', `'mnist', ${synthetic} or a file: CSV, .npy, .npz, .safetensors`),
    new Option('--target <column>', 'column to predict, all others are inputs: a name (CSV) or a number from 0 (.npy)'),
    new Option(
      '--arrays <x,y>',
      'names of the arrays of inputs and targets in a .npz or .safetensors file (default: x,y)',
    ),
    new Option('--classes', 'the target holds class names even if they are numbers (text always does)'),
  ];
}
