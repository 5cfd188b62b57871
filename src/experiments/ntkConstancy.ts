import { type ScaledSample, scalingFinding } from '../checks/findings/scalingFinding';
import { netMovement } from '../checks/nets/netMovement';
import { matrix } from '../matrix';
import { atOnce, defineExperiment } from './experiment';
import { type NtkRun, ntkNetSteps, ntkParameters } from './ntkNets';
import { jacot2018 } from './papers';

interface Law {
  /** Of the kernel's movement in the width. */
  exponent: number;
}

/** The tangent kernel of wide nets in NTK parameterization does not move (theory: limits/lazyLimit.ts). */
export const ntkConstancyExperiment = /* @__PURE__ */ defineExperiment<Law, NtkRun, ScaledSample & Law>(() => ({
  id: 'ntk-constancy',
  title: 'The tangent kernel stays constant in NTK parameterization',
  summary:
    'Deep linear nets in NTK parameterization are trained, and their tangent kernel Θ is compared before and after: ‖ΔΘ‖/‖Θ‖ falls as 1/width, so that infinitely wide nets train with a constant kernel. In muP it would move by order one at every width.',
  paper: jacot2018,
  page: 'limits/lazy.md',
  parameters: ntkParameters,
  axis: 'widths',
  powered: { seeds: 32 },
  expected: {
    law: 'the relative movement of the tangent kernel falls as 1/width, and nothing of it is left at infinite width',
    verdict: (observations) =>
      scalingFinding(
        observations,
        {
          subject: 'In training the tangent kernels of {samples} nets move',
          size: 'width',
          sizes: 'widths',
          statistic: 'the relative movement left at infinite width',
          doubt:
            'The kernel is not constant where it should be: is this NTK parameterization (output over √width, learning rate without the factor width)?',
        },
        { expectedSlope: observations[0].exponent, margin: 0.02, slopeMargin: 0.25 },
      ),
  },
  theorySteps: () => atOnce(() => ({ exponent: -1 })),
  simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed),
  observe: ({ exponent }, { inputs }) => {
    const D = inputs as number;
    const unit = matrix(D, D);
    for (let d = 0; d < D; d++) unit.data[d * D + d] = 1;
    return ({ start, run }, size) => {
      const { kernel } = netMovement(start, run.net, unit);
      return { size, distance: kernel, deviation: kernel, diverged: run.diverged, exponent };
    };
  },
  wrong: [
    {
      id: 'mup-labelled-ntk',
      doc: 'nets in muP, whose kernel learns, beside the law of NTK parameterization',
      simulateSteps: (values, width, seed) => ntkNetSteps(values, width, seed, 'muP'),
    },
    {
      id: 'only-as-the-root',
      doc: 'movement as width^(-1/2), the size of the fluctuations of the kernel at initialization',
      theorySteps: () => atOnce(() => ({ exponent: -0.5 })),
    },
  ],
}));
