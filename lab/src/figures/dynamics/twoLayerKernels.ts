import { createNet, infiniteWidthSteps, moments, randomNormal, trainSteps } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, type MeanWithError, meanOf, upTo } from '../simulations';
import { everyStep, lineAndDots } from './sharedSeries';

const settings = {
  full: { samples: 10, inputs: 50, gamma0: 2, lr: 0.2, steps: 60, every: 4, widths: [16, 64, 4096], nets: 16 },
  quick: { widths: [16, 64, 1024], nets: 8 },
};

export const twoLayerKernelsFigure: FigureDefinition = {
  id: 'two-layer-kernels',
  title: 'Loss and kernels of a rich net with one hidden layer, and of its limit',
  experiment: 'infinite-width',
  after: 'figure 1 of arXiv:2210.02157 (Bordelon and Pehlevan 2022), with a linear net',
  settings,
  *content(values) {
    const { samples, inputs, gamma0, lr, steps, every, widths, nets } = values as unknown as typeof settings.full;
    const x = randomNormal({ seed: 1, rows: samples, cols: inputs });
    const y = randomNormal({ seed: 2, rows: samples, cols: 1 });
    const training = { moments: moments(x, y), lr, steps };
    const limit = yield* infiniteWidthSteps({ ...training, hidden: 1, gamma0 });
    const shown = everyStep(every, steps);
    const found = yield* inTurn(widths, function* (width) {
      const runs = yield* inTurn(upTo(nets), function* (seed) {
        const start = createNet({ inputs, outputs: 1, hidden: 1, gamma0, width, seed });
        const run = yield* trainSteps(start, { ...training, record: { every, quantities: ['weights'] } });
        // of the readout: G^1 is ⟨a²⟩ over the neurons
        const gradient = run.recorded.weights!.map(([, { data }]) => {
          return Float64Array.from(data).reduce((sum, value) => sum + value ** 2, 0) / width;
        });
        return { loss: run.loss, gradient, feature: run.net.featureKernels(x)[1].data };
      });
      return {
        name: `N = ${width}`,
        loss: meanOf(runs.map(({ loss }) => loss)),
        gradient: meanOf(runs.map(({ gradient }) => gradient)),
        feature: meanOf(runs.map(({ feature }) => feature)),
      };
    });
    const feature = limit.featureKernel(x, 1, steps).data;
    const pairs = upTo(samples).flatMap((i) => upTo(i + 1).map((j) => i * samples + j));
    const line = [Math.min(...feature), Math.max(...feature)];
    const dots = (at: readonly number[], { mean, error }: MeanWithError) => {
      return { x: at, y: Array.from(mean), error: Array.from(error), dots: true };
    };
    return {
      panels: [
        {
          title: 'Loss',
          x: { label: 'step' },
          y: { label: 'training loss', log: true },
          series: [
            ...found.map(({ name, loss }) => lineAndDots(name, limit.loss, loss, shown)[1]),
            { name: 'N = ∞', x: upTo(steps + 1), y: limit.loss, reference: true },
          ],
          ordered: true,
        },
        {
          title: 'Gradient kernel',
          x: { label: 'step' },
          y: { label: 'G' },
          series: [
            ...found.map(({ name, gradient }) => ({ name, ...dots(shown, gradient) })),
            {
              name: 'N = ∞',
              x: upTo(steps + 1),
              y: upTo(steps + 1).map((t) => limit.gradientKernel(1, t).data[0]),
              reference: true,
            },
          ],
          ordered: true,
        },
        {
          title: `Feature kernel after ${steps} steps`,
          x: { label: 'Φ(x, x′) of the limit' },
          y: { label: 'Φ(x, x′) of the nets' },
          series: [
            ...found.map(({ name, feature: kernel }) => ({
              name,
              x: pairs.map((i) => feature[i]),
              y: pairs.map((i) => kernel.mean[i]),
              error: pairs.map((i) => kernel.error[i]),
              dots: true,
            })),
            { name: 'N = ∞', x: line, y: line, reference: true },
          ],
          ordered: true,
        },
      ],
      caption: `${samples} random samples of ${inputs} inputs, γ0 = ${gamma0}: infiniteWidth (black lines) and the mean of ${nets} nets of each width (dots). On the right every dot is one of the ${pairs.length} entries of the kernel between samples.`,
    };
  },
};
