import { syntheticTask } from 'deeplinear';
import type { Dataset } from './dataset';

const INPUTS = 16;
const OUTPUTS = 2;

/** A random linear teacher on 16 Gaussian inputs whose variances fall as 1/k, with tr Sxx = 16: learned in a second. */
export function synthetic(): Dataset {
  const shape = Array.from({ length: INPUTS }, (_, k) => 1 / (k + 1));
  const trace = shape.reduce((sum, variance) => sum + variance, 0);
  const spectrum = shape.map((variance) => (variance * INPUTS) / trace);
  const { moments } = syntheticTask({ inputs: INPUTS, outputs: OUTPUTS, spectrum, seed: 0 });
  return {
    name: 'synthetic',
    description: `a random linear teacher with ${OUTPUTS} outputs on ${INPUTS} Gaussian inputs whose variances fall as 1/k, tr Sxx = ${INPUTS}; the whole population, no noise`,
    inputs: INPUTS,
    outputs: OUTPUTS,
    moments,
    outputNames: Array.from({ length: OUTPUTS }, (_, i) => `output ${i + 1}`),
  };
}
