import { createNet, infiniteWidth, type Net, singularValues, syntheticTask, trainSteps, weightLaw } from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, type MeanWithError, meanOf, upTo } from '../simulations';
import { everyStep } from './sharedSeries';

const settings = {
  full: {
    hidden: 2,
    gamma0: 6,
    spectrum: [2, 1, 0.6, 0.4],
    lr: 0.025,
    steps: 60,
    every: 3,
    width: 500,
    nets: 6,
    widths: [16, 32, 64, 128, 256, 512],
    members: 24,
  },
  quick: { every: 6, width: 200, nets: 3, widths: [16, 32, 64, 128, 256], members: 8 },
};

const NAMES = ['largest', 'second', 'third'];

export const weightLawFigure: FigureDefinition = {
  id: 'weight-law',
  title: 'Singular values leave the bulk of the hidden weights',
  experiment: 'weight-law',
  settings,
  *content(values) {
    const { hidden, gamma0, spectrum, lr, steps, every, width, nets, widths, members } =
      values as unknown as typeof settings.full;
    const { moments } = syntheticTask({ inputs: spectrum.length, outputs: 2, spectrum, seed: 1 });
    const shape = { inputs: spectrum.length, outputs: 2, hidden, gamma0 };
    const limit = infiniteWidth({ ...shape, moments, lr, steps });
    const law = weightLaw(limit, 1);
    const outliers = upTo(steps + 1).map((t) => law.outliers(t));

    const shown = everyStep(every, steps);
    const curves = yield* inTurn(upTo(nets), function* (seed) {
      let net: Net = createNet({ ...shape, width, seed });
      return yield* inTurn(shown, function* (t) {
        if (t > 0) ({ net } = yield* trainSteps(net, { moments, lr, steps: every }));
        return singularValues(net.weights()[1])
          .slice(0, NAMES.length)
          .map((value) => value / Math.sqrt(width));
      });
    });
    const measured = shown.map((_, i) => meanOf(curves.map((curve) => curve[i])));

    const moved = yield* inTurn(widths, (size) =>
      inTurn(upTo(members), function* (seed) {
        const start = createNet({ ...shape, width: size, seed });
        const { net } = yield* trainSteps(start, { moments, lr, steps });
        return [0, 1].map((layer) => movement(start, net, layer));
      }),
    );
    const movements = moved.map(meanOf);
    return {
      panels: [
        {
          title: `Hidden weights W₁/√N, N = ${width}`,
          x: { label: 'step' },
          y: { label: 'singular value' },
          series: [
            ...NAMES.flatMap((name, k) => {
              const times = upTo(steps + 1).filter((t) => outliers[t].length > k);
              const at = {
                y: shown.map((_, i) => measured[i].mean[k]),
                error: shown.map((_, i) => measured[i].error[k]),
              };
              const line = { name, x: times, y: times.map((t) => outliers[t][k]) };
              const dots = { name, x: shown, ...at, dots: true };
              return times.length > 1 ? [line, dots] : [dots];
            }),
            { name: 'edge of the bulk', x: [0, steps], y: [2, 2], dashed: true, reference: true },
          ],
        },
        {
          title: `Movement of the weights in ${steps} steps`,
          x: { label: 'width N', log: true },
          y: { label: 'root mean square of W(t) − W(0)', log: true },
          series: [0, 1].flatMap((layer) => [
            {
              name: `W${'₀₁'[layer]}`,
              x: widths,
              y: widths.map((size) => weightLaw(limit, layer).movement(steps, size)),
            },
            { name: `W${'₀₁'[layer]}`, x: widths, ...column(movements, layer), dots: true },
          ]),
        },
      ],
      caption:
        `L = ${hidden}, γ0 = ${gamma0}, two outputs: weightLaw (lines), ${nets} nets of width ${width} (left) and ${members} of each width (right; dots). ` +
        'Deterministic outliers carry what is learnt; each entry of the hidden weights moves by N^(−1/2) only, the first layer by order one.',
    };
  },
};

function movement(start: Net, end: Net, layer: number): number {
  const [before, after] = [start, end].map((net) => Float64Array.from(net.weights()[layer].data));
  let sum = 0;
  for (let i = 0; i < before.length; i++) sum += (after[i] - before[i]) ** 2;
  return Math.sqrt(sum / before.length);
}

function column(rows: readonly MeanWithError[], k: number) {
  return { y: rows.map(({ mean }) => mean[k]), error: rows.map(({ error }) => error[k]) };
}
