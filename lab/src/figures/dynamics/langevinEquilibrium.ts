import {
  infiniteWidthSteps,
  langevinEquilibrium,
  type Matrix,
  type Moments,
  syntheticTask,
  trainEnsembleSteps,
} from 'deeplinear';
import type { FigureDefinition } from '../definition';
import { inTurn, logSpaced, type MeanWithError, meanOf, upTo, type Work } from '../simulations';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    inputs: 4,
    depths: [1, 2],
    gamma0s: [0.25, 0.5, 1, 2, 4],
    shown: [0.5, 1, 2],
    temperature: 0.3,
    weightDecay: 0.3,
    lr: 0.04,
    steps: 1200,
    relaxing: 200,
    width: 256,
    nets: 16,
  },
  quick: { gamma0s: [0.5, 1, 2, 4], steps: 600, relaxing: 120, width: 192, nets: 10 },
};

type Settings = typeof settings.full;

export const langevinEquilibriumFigure: FigureDefinition = {
  id: 'langevin-equilibrium',
  title: 'Training with noise ends in a posterior whose kernel has learnt',
  experiment: 'langevin',
  settings,
  among: { shown: 'gamma0s' },
  *content(values) {
    const given = values as unknown as Settings;
    const { inputs, depths, gamma0s, shown, relaxing, width, nets } = given;
    const { moments, teacher } = syntheticTask({ inputs, spectrum: 'isotropic', seed: 0 });
    const { temperature, weightDecay } = given;
    const rule = { moments, temperature, weightDecay };
    const along = share(teacher);
    const found = yield* inTurn(depths, (hidden) =>
      inTurn(gamma0s, (gamma0) => netShares(given, moments, along, { hidden, gamma0 })),
    );
    const limits = yield* inTurn(shown, function* (gamma0) {
      const options = { ...rule, gamma0, hidden: depths[0], lr: given.lr, steps: relaxing };
      const { predictors } = yield* infiniteWidthSteps(options);
      return predictors.map(along);
    });
    const fine = logSpaced(gamma0s[0], gamma0s[gamma0s.length - 1], 40);
    const equilibrium = (hidden: number, gamma0: number) => langevinEquilibrium({ ...rule, hidden, gamma0 });
    const gaussian = along(equilibrium(depths[0], 1).gaussianProcess);
    const late = found.map((row) => row.map(({ late: mean }) => mean));
    return {
      panels: [
        {
          title: `Relaxation, L = ${depths[0]}`,
          x: { label: 'step', log: true },
          y: { label: 'predictor along the teacher' },
          series: shown.flatMap((gamma0, i) => {
            const nets = found[0][gamma0s.indexOf(gamma0)].path;
            return lineAndDots(`γ0 = ${gamma0}`, limits[i], nets, logSteps(relaxing, 14));
          }),
          ordered: true,
        },
        {
          title: 'Equilibrium',
          x: { label: 'richness γ0', log: true },
          y: { label: 'predictor along the teacher' },
          series: [
            ...depths.flatMap((hidden, i) => [
              { name: `L = ${hidden}`, x: fine, y: fine.map((gamma0) => along(equilibrium(hidden, gamma0).predictor)) },
              {
                name: `L = ${hidden}`,
                x: gamma0s,
                y: late[i].map(({ mean }) => mean[0]),
                error: late[i].map(({ error }) => error[0]),
                dots: true,
              },
            ]),
            { name: 'Gaussian process', x: fine, y: fine.map(() => gaussian), dashed: true, reference: true },
          ],
        },
      ],
      caption:
        `Left: infinitely wide nets with noise and decay (lines) and ${nets} nets of width ${width} (dots). Right: where they end, langevinEquilibrium (lines), and means over the later half of ${given.steps} steps (dots). ` +
        `Lazy nets end at the Gaussian process, ${gaussian.toPrecision(2)} of the teacher; rich ones learn its direction.`,
    };
  },
};

/** Part of the teacher that a predictor contains. */
function share({ data: teacher }: Matrix) {
  const square = Float64Array.from(teacher).reduce((sum, value) => sum + value ** 2, 0);
  return ({ data }: Matrix) => upTo(teacher.length).reduce((sum, d) => sum + data[d] * teacher[d], 0) / square;
}

/** Shares of nets in training, and their means over the later half of it. */
function* netShares(
  { inputs, temperature, weightDecay, lr, steps, width, nets }: Settings,
  moments: Moments,
  along: (predictor: Matrix) => number,
  { hidden, gamma0 }: { hidden: number; gamma0: number },
): Work<{ path: MeanWithError; late: MeanWithError }> {
  const { runs } = yield* trainEnsembleSteps(
    { inputs, outputs: 1, hidden, gamma0, width, dtype: 'float32' },
    { moments, temperature, weightDecay, lr, steps, noiseSeed: 1, seeds: nets, record: { quantities: ['predictor'] } },
  );
  const paths = runs.map(({ predictors }) => predictors!.map(along));
  const later = paths.map((path) => path.slice(steps / 2));
  return {
    path: meanOf(paths),
    late: meanOf(later.map((path) => [path.reduce((sum, value) => sum + value / path.length, 0)])),
  };
}
