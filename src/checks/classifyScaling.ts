import { hiddenLayers } from '../perLayer';
import { integer, knownOptions } from '../validate';
import { layerExponents, type WidthExponents } from './scaling/layerExponents';
import { initialExponents, updateExponents } from './scaling/scalingExponents';

export interface ScalingExponents extends WidthExponents {
  /** Hidden layers L ≥ 1. Default 2. */
  hidden?: number;
  /** Gradient steps to look at. Default: any number of them. */
  steps?: number;
}

export const scalingRegimes = ['trivial', 'lazy', 'rich', 'unstable'] as const;
export type ScalingRegime = (typeof scalingRegimes)[number];

export interface ScalingClass {
  /** The regime of training as N → ∞; `classifyScaling` says what each means. */
  regime: ScalingRegime;
  /** Powers of the width N after `steps`; those of hidden layers in lists, from the input on. −Infinity: exactly zero. */
  exponents: {
    /** f at initialization. */
    output: number;
    /** Coordinates of the hidden features h_l at initialization. */
    features: number[];
    /** h_l − h_l(0), relative to h_l(0). */
    featureUpdates: number[];
    /** f − f_0. */
    outputUpdate: number;
  };
  /** Gradient steps after which these hold: they stay so, or the outputs grow with the width. */
  steps: number;
  /** What scales how, and what follows, in sentences. */
  reasons: string[];
}

/** Steps after which powers that still change are taken for what they are. */
const MOST_STEPS = 10_000;
/** Steps without a change that mean that none will follow. */
const SETTLED = 4;
/** Powers nearer to 0 than this are rounding. */
const ROUNDING = 1e-9;

/**
 * The training regime of infinitely wide deep linear nets, from exponents alone: in each layer W = N^−a w, w ~ N(0, N^−2b) initially,
 * learning rate N^−c, on data and outputs of fixed size.
 * 'unstable': outputs grow with the width, at initialization or in training. 'trivial': they do not move. 'rich': they
 * move by order one and hidden features by as much as they are, or more. 'lazy': the features' relative change vanishes, and the net is a kernel machine.
 * Features count relative to their initial size, for linear nets can hand a factor from one layer to another; in non-linear nets
 * `exponents.features` have to be 0 besides. Nothing changes under (a, b, c) → (a + θ, b − θ, c − 2θ) in one layer or all.
 * Yang & Hu (arXiv:2011.14522, section 3), whose one learning rate is here one for each kind of layer; docs/scaling.md.
 * @throws ValueError, ShapeError for bad options.
 */
export function classifyScaling(exponents: ScalingExponents): ScalingClass {
  knownOptions('classifyScaling', exponents, ['multiplier', 'initialization', 'learningRate', 'hidden', 'steps']);
  const hidden = hiddenLayers(exponents.hidden ?? 2);
  const most = exponents.steps === undefined ? MOST_STEPS : integer('steps', exponents.steps, 1);
  const layers = layerExponents(exponents, hidden);
  const initial = initialExponents(layers);
  const updates = updateExponents(layers);
  let last = updates.next().value;
  // a change of the fields takes a step to reach the features
  for (let next = last; next.step < Math.min(most, last.step + SETTLED) && last.output <= ROUNDING; ) {
    next = updates.next().value;
    const changes = [next.output - last.output, ...next.features.map((value, l) => value - last.features[l])];
    if (changes.some((change) => Math.abs(change) > ROUNDING)) last = next;
  }
  const found: ScalingClass['exponents'] = {
    output: rounded(initial.output),
    features: initial.features.map(rounded),
    featureUpdates: last.features.map((power, l) => rounded(power - initial.features[l])),
    outputUpdate: rounded(last.output),
  };
  const regime = regimeOf(found);
  return { regime, exponents: found, steps: last.step, reasons: reasons(found, regime, last.step) };
}

function regimeOf({ output, outputUpdate, featureUpdates }: ScalingClass['exponents']): ScalingRegime {
  if (output > 0 || outputUpdate > 0) return 'unstable';
  if (outputUpdate < 0) return 'trivial';
  return featureUpdates.some((power) => power >= 0) ? 'rich' : 'lazy';
}

const conclusions: Record<ScalingRegime, string> = {
  trivial: 'Trivial: in the limit of infinite width nothing is learned.',
  lazy: 'Lazy: outputs learn while features stay as they were, so that the net is a kernel machine.',
  rich: 'Rich: outputs learn, and the features with them.',
  unstable: 'Unstable: there is no limit of infinite width.',
};

function reasons(found: ScalingClass['exponents'], regime: ScalingRegime, steps: number): string[] {
  const { output, features, featureUpdates, outputUpdate } = found;
  const most = Math.max(...featureUpdates);
  const after = `In ${steps === 1 ? 'one step' : `${steps} steps`}`;
  const list = (powers: number[]) => powers.map(power).join(', ');
  return [
    `Initial outputs go as ${power(output)}: they ${fate(output)}.`,
    `Initial hidden features go as ${list(features)}, from the input on.`,
    `${after} they change by ${list(featureUpdates)} of what they were: the largest of these changes, in layer ${featureUpdates.indexOf(most) + 1}, ${most < 0 ? 'vanishes' : most > 0 ? 'outgrows them' : 'is as large as they are'}.`,
    `${after} outputs change by ${power(outputUpdate)}: the changes ${fate(outputUpdate)}.`,
    conclusions[regime],
  ];
}

const power = (exponent: number) => `N^${Number(exponent.toFixed(3))}`;
const fate = (exponent: number) => (exponent < 0 ? 'vanish' : exponent > 0 ? 'grow' : 'stay of order one');
/** Sums of decimal exponents without the rounding of binary ones. */
const rounded = (value: number) => Math.round(value / ROUNDING) * ROUNDING || 0;
