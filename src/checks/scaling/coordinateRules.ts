import { type Parameterization, parameterizations } from '../../nets/parameterization';
import { bandVerdict } from '../findings/finding';
import { type Estimate, pooledRms, scalingFit } from '../statistics/index';
import type { MeasuredCoordinates } from './coordinateModel';
import { parameterizationExponents } from './layerExponents';
import { initialExponents, type LayerExponents, updateExponents } from './scalingExponents';

/** A rule of the claimed parameterization that a net does not follow. */
export interface BrokenRule {
  /** Name of the activations of the layer. */
  layer: string;
  /** 'initialization': how large the layer starts. 'learningRate': how large its update is. */
  rule: 'initialization' | 'learningRate';
  /** Measured exponent of what the rule decides, given how the rest of the net was found to scale. */
  exponent: Estimate;
  /** Exponent that the claim gives. */
  expected: number;
  /** In words. */
  message: string;
}

/** Measured coordinates of all nets, one list a width. */
export interface CoordinateSamples {
  widths: readonly number[];
  groups: readonly (readonly MeasuredCoordinates[])[];
  confidence: number;
}

const INFINITE: Estimate = {
  value: Number.POSITIVE_INFINITY,
  standardError: 0,
  interval: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
};
const NOTHING: Estimate = {
  value: Number.NEGATIVE_INFINITY,
  standardError: 0,
  interval: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
};

/** Exponent in the width of a root mean square; −Infinity for what is zero at every width, Infinity for what is beyond numbers. */
export function widthExponent(
  { widths, groups, confidence }: CoordinateSamples,
  read: (one: MeasuredCoordinates) => number,
): Estimate {
  const values = groups.map((group) => group.map(read));
  const all = values.flat();
  if (all.some((value) => !Number.isFinite(value * value))) return INFINITE;
  if (values.some((group) => group.every((value) => value === 0))) return NOTHING;
  const { rms, dof } = pooledRms(values);
  return scalingFit(
    widths,
    rms.map(({ value }) => value),
    rms.map(({ relativeError }) => relativeError),
    { confidence, dof },
  ).slope;
}

/**
 * Goes through the layers from the input on and asks of each whether its initial size and its learning rate are those of the claim, given
 * how the layers before it were found to scale: so that a fault is named where it is, not where it shows.
 * Of nets that do not tell what a layer's own update adds, only the change of its activations is known: a learning rate that is too
 * small hides behind changes that come from below.
 */
export function brokenRules(
  samples: CoordinateSamples,
  claim: readonly LayerExponents[],
  { claimName, margin }: { claimName: string; margin: number },
): { broken: BrokenRule[]; found: LayerExponents[] } {
  const { names, own } = samples.groups[0][0];
  const broken: BrokenRule[] = [];
  const found = claim.map((layer) => ({ ...layer }));
  const outside = ({ interval }: Estimate, expected: number) =>
    bandVerdict(interval, expected - margin, expected + margin) === 'disagrees';

  claim.forEach(({ size }, l) => {
    // what the layer makes of its inputs: coordinates grow by √fan-in times the entries
    const exponent = widthExponent(samples, ({ start }) => (l === 0 ? start[0] : start[l] / start[l - 1]));
    const expected = (l === 0 ? 0 : 0.5) - size;
    // a readout that starts at zero is every parameterization's choice
    if (!Number.isFinite(exponent.value) && l === claim.length - 1) return;
    if (!outside(exponent, expected)) return;
    found[l].size = (l === 0 ? 0 : 0.5) - exponent.value;
    const against = l === 0 ? '' : ` relative to ${names[l - 1]}`;
    broken.push({
      layer: names[l],
      rule: 'initialization',
      exponent,
      expected,
      message: `${names[l]} starts as ${shown(exponent)}${against}, expected ${power(expected)}: initialization or forward multiplier of ${claimName} not applied`,
    });
  });
  const resized = broken.length > 0;
  claim.forEach((_, l) => {
    const exponent = widthExponent(samples, (one) => (one.own ?? one.first)[l]);
    const step = updateExponents(found).next().value;
    const expected = own ? step.own[l] : [...step.features, step.output][l];
    if (!outside(exponent, expected)) return;
    // the rate at which the layer alone would move so; where it moves less, it has to
    if (Number.isFinite(exponent.value)) found[l].rate -= exponent.value - expected;
    broken.push({
      layer: names[l],
      rule: 'learningRate',
      exponent,
      expected,
      message: `${names[l]} update goes as ${shown(exponent)}, expected ${power(expected)}${resized ? ' with the sizes found' : ''}: learning-rate rule of ${claimName} not applied`,
    });
  });
  return { broken, found };
}

/** The parameterization of this library whose exponents were found, if there is one. */
export function resembledBy(found: readonly LayerExponents[], margin: number): Parameterization | undefined {
  const near = (x: number, y: number) => Math.abs(x - y) <= margin;
  return (Object.keys(parameterizations) as Parameterization[]).find((name) =>
    parameterizationExponents(name, found.length - 1).every(
      ({ size, rate }, l) =>
        (found[l].size === Number.POSITIVE_INFINITY || near(size, found[l].size)) &&
        (found[l].rate === Number.POSITIVE_INFINITY || near(rate, found[l].rate)),
    ),
  );
}

/** What a claim says of every quantity. */
export function claimedExponents(claim: readonly LayerExponents[], steps: number) {
  const start = initialExponents(claim);
  const updates = updateExponents(claim);
  const first = updates.next().value;
  let last = first;
  while (last.step < steps) last = updates.next().value;
  return { start, first, last };
}

const number = (x: number) => `${Number(x.toFixed(2)) || 0}`;
const power = (x: number) => `width^${number(x)}`;

function shown({ value, interval: [low, high] }: Estimate): string {
  if (value === Number.POSITIVE_INFINITY) return 'what no number can hold';
  if (value === Number.NEGATIVE_INFINITY) return 'zero';
  return `${power(value)} (${number(low)} to ${number(high)})`;
}
