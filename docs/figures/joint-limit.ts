/** Test loss of nets of several widths, N/D, on noisy repeated samples: jointLimit (lines) and trained nets (dots). */
import { createNet, jointLimit, syntheticTask, train } from '../../src/index';
import { figure } from './figure';

const inputs = 240;
const nets = 16;
const noiseStd = 0.5;
const steps = 150;

const series = [0.25, 0.5, 1, 2].flatMap((widthPerInput) => {
  const { test, forNet } = jointLimit({
    hidden: 3,
    widthPerInput,
    samplesPerInput: 2,
    data: 'repeated',
    noiseStd,
    lrHat: 0.03,
    steps,
  });
  const { width, gamma0, lr, samples } = forNet({ inputs });
  const mean = new Float64Array(steps + 1);
  for (let seed = 0; seed < nets; seed++) {
    const task = syntheticTask({ inputs, spectrum: 'isotropic', noiseStd, seed });
    const net = createNet({ inputs, outputs: 1, hidden: 3, width, gamma0, seed });
    const { testLoss } = train(net, { ...task.sample(samples!, seed), lr, steps, testMoments: task.moments });
    // the moments contain the label noise, the limit's test loss does not
    testLoss!.forEach((value, t) => {
      mean[t] += (value - 0.5 * noiseStd ** 2) / nets;
    });
  }
  const name = `N/D = ${widthPerInput}`;
  const time = Array.from(test, (_, t) => t);
  const shown = time.filter((t) => t % 10 === 0);
  return [
    { name, x: time, y: test },
    { name, x: shown, y: shown.map((t) => mean[t]), dots: true },
  ];
});

figure('joint-limit', {
  title: `Test loss, L = 3, P = 2D, σ = ${noiseStd}: jointLimit (lines), mean of ${nets} nets with D = ${inputs} (dots)`,
  x: { label: 'step' },
  y: { label: 'test loss', log: true },
  series,
});
