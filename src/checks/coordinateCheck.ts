import { keptMoments } from '../data/checkedMoments';
import { ShapeError, ValueError } from '../errors';
import { euclideanLength } from '../linalg/euclideanLength';
import { drain, type Progress, YIELD_MS } from '../longWork';
import { createNet, fittingSpec } from '../nets/createNet';
import type { Net } from '../nets/net';
import type { NetOptions } from '../nets/netSpec';
import { type Parameterization, parameterizations } from '../nets/parameterization';
import { checkWatchers, integer, isNumberList, knownOptions, oneOf, positive, reject } from '../validate';
import type { Verdict } from './compare';
import { bandVerdict, combineVerdicts } from './findings/finding';
import { fixed } from './findings/fixed';
import { assertWithoutWidth } from './nets/assertWithoutWidth';
import {
  type CoordinateModel,
  checkedInputs,
  type MeasuredCoordinates,
  measureModel,
  measureNet,
  type NetTraining,
  silentReadout,
} from './scaling/coordinateModel';
import { type BrokenRule, brokenRules, claimedExponents, resembledBy, widthExponent } from './scaling/coordinateRules';
import { layerExponents, parameterizationExponents, type WidthExponents } from './scaling/layerExponents';
import type { Estimate } from './statistics';

export type { CoordinateModel, Coordinates } from './scaling/coordinateModel';
export type { BrokenRule } from './scaling/coordinateRules';

export interface CoordinateCheckOptions extends NetTraining {
  /** What the net is held against: a parameterization, or exponents of your own. Default 'muP'. */
  claim?: Parameterization | WidthExponents;
  /** At least two, increasing. Default 64, 128, 256, 512. */
  widths?: ArrayLike<number>;
  /** Nets of each width, at least 2. Default 32. */
  seeds?: number;
  /** The first of their keys. Default 0. */
  seed?: number;
  /** Steps of training. Default 3. */
  steps?: number;
  /** How far from the expected exponent still counts as it. Default 0.2. */
  margin?: number;
  /** Of every interval. Default 0.95. */
  confidence?: number;
  /** Stops the check at the next report of progress. */
  signal?: AbortSignal;
  /** Called about every 20 ms with nets done; return false to stop. */
  onProgress?(progress: Progress): unknown;
}

/** One kind of numbers of one layer. */
export interface CoordinateRow {
  /** Name of the activations. */
  layer: string;
  /** 'activation' and 'field' (∂f/∂h_l) at initialization; 'own update': what the layer's first update adds by itself; 'update': change of the activations. */
  quantity: 'activation' | 'field' | 'own update' | 'update';
  /** Steps of training before it was read. */
  step: number;
  /** Power of the width of its root mean square. −Infinity: always zero; Infinity: beyond numbers. */
  exponent: Estimate;
  /**
   * Exponent that the claim gives; −Infinity for the update of a layer whose layerLr is 0, and for what a readout that starts at
   * zero makes zero: fields, and first updates below it.
   */
  expected: number;
  /** Whether the interval of the exponent lies within the margin of the claimed one. */
  verdict: Verdict;
}

export interface CoordinateCheck {
  /** What was claimed. */
  claim: string;
  /** Kind after kind in the order of `quantity`, each from the input on; updates after one step, then after all of them. */
  rows: CoordinateRow[];
  /** Each fault where it is, from the input on. */
  broken: BrokenRule[];
  /** Another parameterization whose exponents these are. */
  resembles?: Parameterization;
  /** Nets behind the rows. */
  samples: number;
  /** 'agrees': every exponent is the claimed one; 'disagrees': one is not, or a rule is broken. */
  verdict: Verdict;
  /** Set when a progress callback or the signal ended the check; the rows are of the nets done. */
  stopped?: {
    /** Nets done. */
    step: number;
  };
  /** The finding in words. */
  explain(): string;
}

const known = [
  'claim',
  'widths',
  'seeds',
  'seed',
  'steps',
  'margin',
  'confidence',
  'signal',
  'onProgress',
  'moments',
  'x',
  'lr',
  'layerLr',
];

/** Options of the net but its width, or a function that makes one of a width and a seed. */
export type NetOfWidth = Omit<NetOptions, 'width' | 'seed'> | ((width: number, seed: number) => Net | CoordinateModel);

/**
 * Does a net follow its parameterization? Measures how activations, backward fields and updates scale with the width over some
 * steps, compares each exponent with the claimed one, and names the rules that are broken.
 * Yang & Hu (arXiv:2011.14522), "coordinate check" of Yang et al. (arXiv:2203.03466, appendix D.1); docs/scaling.md.
 * @param net options of `createNet` without width and seed, or a function of width and seed that returns a net, or any model with
 * `forward` and `update`: then `forward()` gives activations by name, the output last, one for each weight matrix, and `moments`, `x`,
 * `lr` and `layerLr` are refused, as it trains itself.
 * @param options the claim, what is trained, and how precisely to measure.
 * @throws ValueError, ShapeError for bad options, or models whose activations change in number or size.
 */
export function coordinateCheck(net: NetOfWidth, options: CoordinateCheckOptions = {}): CoordinateCheck {
  return drain(coordinateCheckSteps(net, options), options.onProgress);
}

/** The generator behind it: yields about every 20 ms, counting nets. Options are checked at once. */
export function coordinateCheckSteps(
  net: NetOfWidth,
  options: CoordinateCheckOptions = {},
): Generator<Progress, CoordinateCheck, boolean | undefined> {
  knownOptions('coordinateCheck', options, known);
  checkWatchers(options);
  if (typeof net !== 'function' && (typeof net !== 'object' || net === null)) {
    reject('net', 'options of createNet, or a function of width and seed', net);
  }
  const widths = readWidths(options.widths ?? [64, 128, 256, 512]);
  const seeds = integer('seeds', options.seeds ?? 32, 2);
  const seed = integer('seed', options.seed ?? 0, 0, Number.MAX_SAFE_INTEGER - seeds + 1);
  const steps = integer('steps', options.steps ?? 3, 1);
  const margin = positive('margin', options.margin ?? 0.2);
  const confidence = positive('confidence', options.confidence ?? 0.95);
  if (confidence >= 1) reject('confidence', 'a number below 1', confidence);
  const { claim = 'muP', moments, lr, layerLr } = options;
  const x = options.x === undefined ? undefined : checkedInputs(options.x);
  const claimName = typeof claim === 'string' ? claim : 'the claimed exponents';
  const claimed = claimOf(claim);
  claimed(1);
  positive('lr', lr ?? 0.1);
  const make =
    typeof net === 'function' ? net : (width: number, key: number) => createNet({ ...net, width, seed: key });
  if (typeof net !== 'function') assertWithoutWidth(net);
  // before the first net is drawn
  const specs = typeof net === 'function' ? [] : widths.map((width) => fittingSpec({ ...net, width, seed }));
  // those of the caller may change between two nets
  let data = moments && specs.length > 0 ? keptMoments('moments', moments, specs[0]) : undefined;
  return run();

  function* run(): Generator<Progress, CoordinateCheck, boolean | undefined> {
    const total = widths.length * seeds;
    const groups: MeasuredCoordinates[][] = widths.map(() => []);
    let step = 0;
    let last = performance.now();
    let stopped: { step: number } | undefined;
    // one net of every width after the other, so that a stopped check still has all widths
    for (let k = 0; k < seeds && !stopped; k++) {
      for (const [i, width] of widths.entries()) {
        const made = make(width, seed + k);
        if (!isNet(made)) assertNoTraining(options);
        if (isNet(made) && moments) data ??= keptMoments('moments', moments, made.spec);
        const measured = isNet(made)
          ? measureNet(made, { moments: data, x, lr, layerLr }, steps)
          : measureModel(made, steps);
        sameNames(groups.flat()[0], measured);
        groups[i].push(measured);
        step++;
        if (performance.now() - last < YIELD_MS || step === total) continue;
        if ((yield { step, steps: total }) === false || options.signal?.aborted) {
          stopped = { step };
          break;
        }
        last = performance.now();
      }
    }
    if (groups.some((group) => group.length < 2)) {
      throw new ValueError('coordinateCheck: expected at least two nets of each width, got a stop before them');
    }
    return { ...judged(groups, step), stopped };
  }

  function judged(groups: MeasuredCoordinates[][], samples: number): CoordinateCheck {
    const { names, own, fields } = groups[0][0];
    // what is 0 at every width: a rate, and a readout, which is every parameterization's choice
    const always = (holds: (one: MeasuredCoordinates) => boolean | undefined) =>
      groups.every((group) => group.every(holds));
    const layers = claimed(names.length - 1).map(({ size, rate }, l) => ({
      size: l === names.length - 1 && always(silentReadout) ? Number.POSITIVE_INFINITY : size,
      rate: always((one) => one.frozen?.[l]) ? Number.POSITIVE_INFINITY : rate,
    }));
    const expected = claimedExponents(layers, steps);
    const all = { widths, groups, confidence };
    const rows: CoordinateRow[] = [];
    const add = (
      quantity: CoordinateRow['quantity'],
      at: number,
      powers: readonly number[],
      read: (one: MeasuredCoordinates) => readonly number[],
    ) =>
      powers.forEach((power, l) => {
        const exponent = widthExponent(all, (one) => read(one)[l]);
        const silent =
          quantity === 'activation' && l === names.length - 1 && exponent.value === Number.NEGATIVE_INFINITY;
        const verdict = silent ? 'agrees' : bandVerdict(exponent.interval, power - margin, power + margin);
        rows.push({ layer: names[l], quantity, step: at, exponent, expected: power, verdict });
      });
    add('activation', 0, [...expected.start.features, expected.start.output], ({ start }) => start);
    if (expected.start.output < 0 && rows[names.length - 1].verdict !== 'disagrees')
      assertLabels(groups[0], moments !== undefined);
    if (fields) add('field', 0, expected.start.fields, (one) => one.fields!);
    if (own) add('own update', 1, expected.first.own, (one) => one.own!);
    add('update', 1, [...expected.first.features, expected.first.output], ({ first }) => first);
    // beyond the first step an unstable claim is not a power law
    const stable = expected.last.output <= 0 && expected.start.output <= 0;
    if (steps > 1 && stable)
      add('update', steps, [...expected.last.features, expected.last.output], ({ last }) => last);
    const { broken, found } = brokenRules(all, layers, { claimName, margin });
    const other = broken.length > 0 ? resembledBy(found, margin) : undefined;
    const result: CoordinateCheck = {
      claim: claimName,
      rows,
      broken,
      resembles: other === claim ? undefined : other,
      samples,
      verdict: broken.length > 0 ? 'disagrees' : combineVerdicts(rows.map(({ verdict }) => verdict)),
      explain: () => explain(result, widths),
    };
    return result;
  }
}

function claimOf(claim: Parameterization | WidthExponents) {
  if (typeof claim === 'string') {
    const name = oneOf('claim', claim, Object.keys(parameterizations) as Parameterization[]);
    return (hidden: number) => parameterizationExponents(name, hidden);
  }
  knownOptions('claim', claim, ['multiplier', 'initialization', 'learningRate']);
  return (hidden: number) => layerExponents(claim, hidden, 'claim.');
}

function readWidths(value: ArrayLike<number>): number[] {
  if (!isNumberList(value) || value.length < 2) return reject('widths', 'at least two increasing widths', value);
  return Array.from(value, (width, i) => integer(`widths[${i}]`, width, i === 0 ? 1 : value[i - 1] + 1));
}

/**
 * The powers of updates are those of an error of order one. Where outputs fall with the width as they should, labels smaller than they
 * are would make it fall with them, and the net be blamed.
 */
function assertLabels(narrowest: readonly MeasuredCoordinates[], given: boolean): void {
  const size = (part: 'labels' | 'outputs') => euclideanLength(narrowest.map(({ error }) => error?.[part] ?? 0));
  const [labels, outputs] = [size('labels'), size('outputs')];
  if (labels >= outputs) return;
  reject(
    given ? 'moments.syx' : 'moments (not given, of order one)',
    'labels as large as the outputs of the narrowest nets at initialization',
    labels / outputs,
  );
}

/** A model trains itself. */
function assertNoTraining(options: NetTraining): void {
  for (const name of ['moments', 'x', 'lr', 'layerLr'] as const) {
    if (options[name] !== undefined)
      reject(name, 'none (a model with forward and update trains itself)', options[name]);
  }
}

function isNet(made: Net | CoordinateModel): made is Net {
  if (typeof (made as Net)?.weights === 'function' && typeof (made as Net).spec === 'object') return true;
  const { forward, update } = (made ?? {}) as Partial<CoordinateModel>;
  if (typeof forward !== 'function' || typeof update !== 'function') {
    reject('net', 'a function that returns a net or { forward, update }', made);
  }
  return false;
}

function sameNames(first: MeasuredCoordinates | undefined, { names }: MeasuredCoordinates): void {
  if (names.length < 2) {
    throw new ShapeError(`forward: expected activations of at least one layer and the output, got ${names.length}`);
  }
  if (first && first.names.join() !== names.join()) {
    throw new ShapeError(`forward: expected ${first.names.join(', ')} of every net, got ${names.join(', ')}`);
  }
}

function explain({ claim, rows, broken, resembles, samples, verdict }: CoordinateCheck, widths: number[]): string {
  const sentences = [
    `Measured ${rows.length} exponents of ${samples} nets of widths ${widths.join(', ')} against those of ${claim}.`,
  ];
  for (const { message } of broken) sentences.push(`${message[0].toUpperCase()}${message.slice(1)}.`);
  if (resembles) sentences.push(`These are the exponents of ${resembles}.`);
  const off = rows.filter((row) => row.verdict === verdict);
  const list = off
    .slice(0, 4)
    .map(({ layer, quantity, step, exponent, expected }) => {
      const [low, high] = exponent.interval.map((end) => fixed(end, 2));
      return `${quantity} of ${layer} at step ${step} (${low} to ${high}, expected ${expected})`;
    })
    .join(', ');
  if (verdict === 'agrees') sentences.push('All are the claimed ones.');
  else if (verdict === 'underpowered') sentences.push(`Use more seeds or widths; not settled: ${list}.`);
  else if (broken.length === 0) sentences.push(`Not those of ${claim}: ${list}.`);
  return sentences.join(' ');
}
