/** What a run keeps so that it can be gone on with, and the checks of it. */
import type { Matrix } from '../matrix';
import { assertNet } from '../nets/net';
import type { NetSpec } from '../nets/netSpec';
import { layerScalings } from '../nets/parameterization';
import { integer, reject } from '../validate';
import { currentBuild } from '../wasm/load';
import { fingerprintSteps } from './fingerprint';
import type { TrainPlan } from './plan';
import { recordsBefore } from './record';
import type { TrainRun } from './train';

/** A setting of a run as plain data that JSON keeps. */
export type RunSetting = string | number | boolean | readonly (number | string)[];

/** With a run's curves and its net all that `resume` needs. Plain data. */
export interface RunState {
  /** v of each layer, sized and typed as its weights, where there is momentum. */
  velocities?: Matrix[];
  /** η of each step done. */
  rates: Float64Array;
  /** Every other option that decides about bits, by name; of data their fingerprints. */
  settings: Readonly<Record<string, RunSetting>>;
}

/** What a run and the one that goes on with it must have in common; `data` are the fingerprints. */
export function settingsOf(plan: TrainPlan, data: Record<string, string>): RunState['settings'] {
  const { layerLr, optimizer: by, batch, record } = plan;
  return {
    build: currentBuild(),
    layerLr,
    ...(by && {
      momentum: by.momentum,
      ...(by.momentum > 0 && { nesterov: by.nesterov }),
      weightDecay: by.weightDecay,
      decoupledDecay: by.decoupledDecay,
      temperature: by.temperature,
      ...(by.temperature > 0 && { noiseSeed: by.noiseSeed }),
    }),
    ...(batch && {
      'batch.size': batch.size,
      'batch.order': batch.order,
      ...(batch.seed !== undefined && { 'batch.seed': batch.seed }),
    }),
    ...(record.every > 0 && {
      'record.every': record.every,
      'record.quantities': (['predictor', 'weights'] as const).filter((quantity) => record[quantity]),
    }),
    ...data,
  };
}

/** Fingerprints of what a run sees of its data, by option; undefined when the run was stopped meanwhile. */
export function* fingerprints<P>(
  { moments, samples, testMoments }: TrainPlan,
  progress: P,
  signal: AbortSignal | undefined,
): Generator<P, Record<string, string> | undefined, boolean | undefined> {
  const parts = {
    ...(moments && { moments: [moments.sxx.data, moments.syx.data, Float64Array.of(moments.syy)] }),
    ...(samples && { x: [samples.x.data], y: [samples.y.data] }),
    ...(testMoments && {
      testMoments: [testMoments.sxx.data, testMoments.syx.data, Float64Array.of(testMoments.syy)],
    }),
  };
  const found: Record<string, string> = {};
  for (const [name, arrays] of Object.entries(parts)) {
    const work = fingerprintSteps(arrays, progress);
    for (;;) {
      const turn = work.next();
      if (turn.done) {
        found[name] = turn.value;
        break;
      }
      if ((yield progress) === false || signal?.aborted) return undefined;
    }
  }
  return found;
}

const dataNames = ['moments', 'x', 'y', 'testMoments'];

/**
 * Refuses to go on with a run under other settings: the curves before and after would not be those of one run.
 * @param only 'options' before the data were looked at, then 'data'.
 * @throws ValueError naming the option, what it was and what it is.
 */
export function assertSameSettings(was: RunState['settings'], is: RunState['settings'], only: 'options' | 'data') {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  for (const name of names.filter((one) => dataNames.includes(one) === (only === 'data'))) {
    if (JSON.stringify(was[name]) === JSON.stringify(is[name])) continue;
    if (only === 'options') {
      reject(name, `${was[name] === undefined ? 'none' : JSON.stringify(was[name])} as in the run before`, is[name]);
    }
    const seen = (print: unknown) => (print === undefined ? 'none' : `fingerprint ${print}`);
    reject(name, `the data of the run before (${seen(was[name])})`, seen(is[name]));
  }
}

/** Refuses rates of the steps done that are not those of the run. */
export function assertSameRates(was: Float64Array, is: Float64Array, name: 'lr' | 'schedule'): void {
  const at = was.findIndex((rate, t) => rate !== is[t]);
  if (at < 0) return;
  reject(name === 'lr' ? 'lr' : `schedule(${at})`, `${was[at]} as in the run before`, is[at]);
}

/**
 * Refuses what is no run of `train`: lengths and sizes must fit together before anything is written or goes into WebAssembly memory.
 * @throws ValueError, naming what does not fit.
 */
export function checkRun(run: TrainRun): void {
  if (typeof run !== 'object' || run === null || !(run.loss instanceof Float64Array)) {
    reject('run', 'a run of train', run);
  }
  const { net, loss, testLoss, predictors, recorded } = run;
  assertNet(net);
  const steps = integer('run.steps', run.steps, 0);
  if (loss.length !== steps + 1 && loss.length > 0) reject('run.loss', `${steps + 1} numbers`, loss);
  const curve = testLoss ?? loss;
  if (!(curve instanceof Float64Array) || curve.length !== loss.length) {
    reject('run.testLoss', `${loss.length} numbers, as the loss`, testLoss);
  }
  if (!Array.isArray(recorded?.steps)) reject('run.recorded.steps', 'a list of steps', recorded?.steps);
  for (const [k, step] of recorded.steps.entries()) integer(`run.recorded.steps[${k}]`, step, 0, steps);
  const list = (name: string, values: unknown) => {
    if (values === undefined || (Array.isArray(values) && values.length === recorded.steps.length)) return;
    reject(name, `${recorded.steps.length} records, one a recorded step`, values);
  };
  const { inputs, outputs } = net.spec;
  list('run.predictors', predictors);
  predictors?.forEach((one, k) => {
    checkMatrix(`run.predictors[${k}]`, one, outputs, inputs, 'float64');
  });
  list('run.recorded.weights', recorded.weights);
  recorded.weights?.forEach((one, k) => {
    checkLayers(`run.recorded.weights[${k}]`, one, net.spec);
  });
}

/**
 * The state of a run whose parts fit together.
 * @throws ValueError for a run without state, or naming what does not fit.
 */
export function checkedState(run: TrainRun): RunState {
  checkRun(run);
  const { state, net, testLoss, predictors, recorded, steps } = run;
  if (typeof state !== 'object' || state === null) reject('run', 'a run that kept its state (keepState: true)', run);
  const { velocities, rates, settings } = state;
  if (!(rates instanceof Float64Array) || rates.length !== steps) {
    reject('run.state.rates', `${steps} numbers, one a step`, rates);
  }
  if (typeof settings !== 'object' || settings === null) reject('run.state.settings', 'an object', settings);
  for (const [name, value] of Object.entries(settings)) {
    const single = (one: unknown) => ['string', 'number', 'boolean'].includes(typeof one);
    if (!(Array.isArray(value) ? value.every(single) : single(value))) {
      reject(`run.state.settings[${JSON.stringify(name)}]`, 'a number, a text, true, false or a list of them', value);
    }
  }
  const moving = Number(settings.momentum ?? 0) > 0;
  if (moving !== (velocities !== undefined)) {
    reject('run.state.velocities', moving ? 'one matrix a layer' : 'none without momentum', velocities);
  }
  if (velocities) checkLayers('run.state.velocities', velocities, net.spec);
  const has = { testMoments: testLoss, predictor: predictors, weights: recorded.weights };
  const kept = settings['record.quantities'] ?? [];
  const every = Number(settings['record.every'] ?? 0);
  for (const [name, value] of Object.entries(has)) {
    const asked = name === 'testMoments' ? settings[name] !== undefined : (kept as readonly unknown[]).includes(name);
    if (asked !== (value !== undefined)) reject(`run.state.settings`, `${name} as in the results of the run`, settings);
  }
  if ((predictors ?? recorded.weights) && !(recordsBefore({ every }, steps) <= recorded.steps.length)) {
    reject('run.state.settings', `record.every as in run.recorded.steps`, settings['record.every']);
  }
  return state;
}

function checkLayers(name: string, matrices: readonly Matrix[], spec: NetSpec): void {
  const layers = layerScalings(spec);
  if (!Array.isArray(matrices) || matrices.length !== layers.length) {
    reject(name, `${layers.length} matrices, one a layer`, matrices);
  }
  for (const [l, { fanIn, fanOut }] of layers.entries()) {
    checkMatrix(`${name}[${l}]`, matrices[l], fanOut, fanIn, spec.dtype);
  }
}

function checkMatrix(name: string, one: Matrix, rows: number, cols: number, dtype: Matrix['dtype']): void {
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const fits = one?.rows === rows && one.cols === cols && one.data instanceof Kind && one.data.length === rows * cols;
  if (!fits) reject(name, `${rows}×${cols} in ${dtype}`, one);
}
