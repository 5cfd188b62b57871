import { powerLawExponents, powerLawFlow, powerLawLossSteps, syntheticTask, trainEnsembleSteps } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced, meanOf } from '../simulations';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    spectrumExponent: 1.5,
    sourceExponent: 0.4,
    sourceExponents: [0.2, 0.35, 0.5, 0.65, 0.8, 1.2, 1.5],
    depths: [1, 2, 3],
    modes: 300,
    from: 1e4,
    to: 1e5,
    inputs: 200,
    gamma0: 0.25,
    lr: 2,
    steps: 400,
    width: 1536,
    nets: 8,
  },
  quick: { modes: 150, steps: 300, width: 768 },
};

export const powerLawExponentsFigure: FigureDefinition = {
  id: 'power-law-exponents',
  title: 'Learning features changes the exponent of the learning curve, the more the deeper',
  experiment: 'power-law',
  settings,
  *content(values) {
    const given = values as unknown as typeof settings.full;
    const { spectrumExponent, sourceExponent, sourceExponents, depths, modes, from, to } = given;
    const betas = logSpaced(0.15, 1.6, 60);
    const measured = yield* inTurn(depths, (hidden) =>
      inTurn(sourceExponents, (beta) => {
        const law = { spectrumExponent, sourceExponent: beta, hidden, modes, tolerance: 1e-5 };
        const { loss } = powerLawFlow({ ...law, times: [from, to] });
        return Math.log(loss[0] / loss[1]) / Math.log(to / from);
      }),
    );
    const name = (hidden: number) => `L = ${hidden}`;
    const exponents: Series[] = depths.flatMap((hidden, i) => [
      {
        name: name(hidden),
        x: betas,
        y: betas.map((beta) => powerLawExponents({ sourceExponent: beta, hidden }).rich),
      },
      { name: name(hidden), x: sourceExponents, y: measured[i], dots: true },
    ]);

    const { inputs, gamma0, lr, steps, width, nets } = given;
    const law = { spectrumExponent, sourceExponent };
    const { moments } = syntheticTask({ inputs, spectrum: law, seed: 0 });
    const limit = { ...law, inputs, modes: 'all', kmax: inputs, tail: false, lr, steps } as const;
    const curves = yield* inTurn(depths, function* (hidden) {
      const { loss } = yield* powerLawLossSteps({ ...limit, hidden, gamma0 });
      const { runs } = yield* trainEnsembleSteps(
        { inputs, outputs: 1, hidden, gamma0, width, dtype: 'float32' },
        { moments, lr, steps, seeds: nets },
      );
      return lineAndDots(name(hidden), loss, meanOf(runs.map((run) => run.loss)), logSteps(steps, 16));
    });
    return {
      panels: [
        {
          title: 'Exponent of the loss',
          x: { label: 'source exponent β' },
          y: { label: 'exponent' },
          series: [...exponents, { name: 'lazy', x: betas, y: betas, dashed: true, reference: true }],
          ordered: true,
        },
        {
          title: `Loss, β = ${sourceExponent}, D = ${inputs}`,
          x: { label: 'step', log: true },
          y: { label: 'training loss', log: true },
          series: curves.flat(),
          ordered: true,
        },
      ],
      caption:
        `Left: local exponents of powerLawFlow between t = ${from} and ${to} (dots) and theory, β for lazy nets and (L+1)β/(1+Lβ) for rich ones with β < 1 (lines); L = 1: 2β/(1+β). ` +
        `Right: powerLawLoss (lines) and ${nets} nets of width ${width} (dots), α = ${spectrumExponent}, γ0 = ${gamma0}, η = ${lr}: too few steps for the exponents, but depth is ahead already; deep nets of finite width lag behind a little.`,
    };
  },
};
