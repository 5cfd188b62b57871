import { empiricalNtk } from '../../src/checks/empiricalNtk';
import { sampleNet } from '../../src/checks/sampleNet';
import { mean } from '../../src/checks/statistics';
import { maxLearningRate } from '../../src/limits/maxLearningRate';
import { propagation } from '../../src/limits/propagation';
import { matrix } from '../../src/matrix';
import digits from '../reference/data/digits.json';

const { images, labels } = digits;
const inputs = images[0].length;
const pixels = matrix(
  images.length,
  inputs,
  images.flatMap((image) => {
    const size = Math.sqrt(mean(image.map((v) => v * v)));
    return image.map((v) => v / size);
  }),
);
const y = labels.map((label) => [label === 3 ? 1 : -1]);
const law = { activation: 'tanh', biasVariance: 0.05 } as const;

/** Depth scale of tanh nets. */
export const depthScale = (weightVariance: number) => propagation({ ...law, weightVariance }).xiC;

/**
 * Training loss of a tanh net of width 32 on 24 digits after 100 steps at half the largest stable rate of its own tangent kernel,
 * as a share of that of f = 0.
 */
export function lossLeft(weightVariance: number, hidden: number, seed: number): number {
  const net = sampleNet({ ...law, inputs, hidden, width: 32, weightVariance, seed });
  const lr = 0.5 * maxLearningRate(empiricalNtk(net, pixels));
  const { data } = net.train({ x: pixels, y, lr, steps: 100 }).predict(pixels);
  return mean(Array.from(data, (f, i) => (f - y[i][0]) ** 2));
}
