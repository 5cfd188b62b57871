/** Correlation of two inputs through tanh nets in the three phases: propagation (lines), means of sampled nets (dots). */
import { forward, sampleNet } from '../../src/checks/sampleNet';
import { edgeOfChaos, matrix, propagation } from '../../src/index';
import { figure } from './figure';

const activation = 'tanh';
const biasVariance = 0.05;
const layers = 24;
const c0 = 0.5;
const width = 400;
const nets = 12;
const [edge] = edgeOfChaos({ activation, biasVariance });

const series = [1.2, edge.weightVariance, 2.5].flatMap((weightVariance) => {
  const law = propagation({ activation, weightVariance, biasVariance });
  const { c, q } = law.trajectory({ q0: 1, c0, layers });
  // inputs whose first pre-activations have length 1 and correlation c0
  const size = (1 - biasVariance) / weightVariance;
  const overlap = (c0 - biasVariance) / weightVariance;
  const x = matrix(2, 2, [
    Math.sqrt(2 * size),
    0,
    Math.SQRT2 * (overlap / Math.sqrt(size)),
    Math.SQRT2 * Math.sqrt(size - overlap ** 2 / size),
  ]);
  const mean = new Float64Array(layers);
  for (let seed = 0; seed < nets; seed++) {
    const net = sampleNet({ inputs: 2, activation, hidden: layers, width, weightVariance, biasVariance, seed });
    forward(net, x)
      .inputs.slice(1)
      .forEach(({ data }, l) => {
        for (let i = 0; i < width; i++)
          mean[l] += (Math.atanh(data[i]) * Math.atanh(data[width + i])) / (nets * width * q[l]);
      });
  }
  const name = `${law.phase}, s² = ${weightVariance.toFixed(2)}`;
  return [
    { name, x: Array.from(c, (_, l) => l), y: c },
    { name, x: Array.from(mean, (_, l) => l), y: mean, dots: true },
  ];
});

figure('propagation', {
  title: `Correlation of two inputs in tanh nets, bias variance ${biasVariance}: propagation (lines), ${nets} nets of width ${width} (dots)`,
  x: { label: 'layer' },
  y: { label: 'correlation', domain: [0.35, 1.02] },
  series,
});
