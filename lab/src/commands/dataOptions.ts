import { Option } from 'commander';

/** The options that say what to learn from. */
export function dataOptions(synthetic = "'synthetic' (a small teacher)"): Option[] {
  return [
    new Option('--data <source>', `'mnist', ${synthetic} or a CSV file`),
    new Option('--target <column>', 'column of the CSV file to predict; all others are inputs'),
    new Option('--classes', 'the target holds class names even if they are numbers (text always does)'),
  ];
}
