import type { Matrix } from '../matrix';
import { assertNet } from '../nets/net';
import type { NetSpec } from '../nets/netSpec';
import { layerScalings } from '../nets/parameterization';
import { ownArray } from '../ownArray';
import { integer, isFloat64Array, isGone, reject } from '../validate';
import { recordsBefore } from './record';
import type { RunState } from './runState';
import type { TrainRun } from './train';

/**
 * Refuses what is no run of `train`: lengths and sizes must fit together before anything is written or goes into WebAssembly memory.
 * @returns the run with everything read once, also what it inherits.
 * @throws ValueError, naming what does not fit.
 */
export function checkRun(run: TrainRun): TrainRun {
  if (typeof run !== 'object' || run === null || !isFloat64Array(run.loss)) {
    reject('run', 'a run of train', run);
  }
  const { net, loss, testLoss, predictors, recorded, diverged, stopped, state, build, dtype } = run;
  assertNet(net);
  const steps = integer('run.steps', run.steps, 0);
  if (loss.length !== steps + 1 && loss.length > 0) reject('run.loss', `${steps + 1} numbers`, loss);
  const curve = testLoss ?? loss;
  if (!isFloat64Array(curve) || curve.length !== loss.length) {
    reject('run.testLoss', `${loss.length} numbers, as the loss`, testLoss);
  }
  if (!Array.isArray(recorded?.steps)) reject('run.recorded.steps', 'a list of steps', recorded?.steps);
  for (const [k, step] of recorded.steps.entries()) {
    integer(`run.recorded.steps[${k}]`, step, k === 0 ? 0 : recorded.steps[k - 1] + 1, steps);
  }
  const list = (name: string, values: unknown) => {
    if (values === undefined || (Array.isArray(values) && values.length === recorded.steps.length)) return;
    reject(name, `${recorded.steps.length} records, one a recorded step`, values);
  };
  const { inputs, outputs } = net.spec;
  list('run.predictors', predictors);
  const ownPredictors =
    predictors &&
    Array.from(predictors, (one, k) => checkMatrix(`run.predictors[${k}]`, one, outputs, inputs, 'float64'));
  list('run.recorded.weights', recorded.weights);
  const ownWeights =
    recorded.weights &&
    Array.from(recorded.weights, (one, k) => checkLayers(`run.recorded.weights[${k}]`, one, net.spec));
  return {
    loss,
    steps,
    ...(testLoss && { testLoss }),
    ...(ownPredictors && { predictors: ownPredictors }),
    recorded: { steps: Array.from(recorded.steps), ...(ownWeights && { weights: ownWeights }) },
    net,
    ...(diverged && { diverged }),
    ...(stopped && { stopped }),
    ...(state && { state }),
    build,
    dtype,
  };
}

/** Entries of a setting at most, one a layer: an array of length 2^32 − 1 takes a minute to walk. */
const MOST_LISTED = 1e7;

/**
 * A run that can be gone on with, as `checkRun` gives it: the parts of its state fit together, too.
 * @throws ValueError for a run without state, or naming what does not fit.
 */
export function resumable(run: TrainRun): TrainRun & { state: RunState } {
  const own = checkRun(run);
  const { state, net, testLoss, predictors, recorded, steps } = own;
  if (typeof state !== 'object' || state === null) reject('run', 'a run that kept its state (keepState: true)', run);
  const { velocities, rates, settings } = state;
  if (!isFloat64Array(rates) || rates.length !== steps) {
    reject('run.state.rates', `${steps} numbers, one a step`, rates);
  }
  if (Object.prototype.toString.call(settings) !== '[object Object]') {
    reject('run.state.settings', 'an object', settings);
  }
  for (const [name, value] of Object.entries(settings)) {
    const single = (one: unknown) => ['string', 'number', 'boolean'].includes(typeof one);
    if (!(Array.isArray(value) ? value.length <= MOST_LISTED && value.every(single) : single(value))) {
      reject(`run.state.settings[${JSON.stringify(name)}]`, 'a number, a text, true, false or a list of them', value);
    }
  }
  const moving = Number(settings.momentum ?? 0) > 0;
  if (moving !== (velocities !== undefined)) {
    reject('run.state.velocities', moving ? 'one matrix a layer' : 'none without momentum', velocities);
  }
  const read = velocities && checkLayers('run.state.velocities', velocities, net.spec);
  const has = { testMoments: testLoss, predictor: predictors, weights: recorded.weights };
  const kept = settings['record.quantities'] ?? [];
  if (!Array.isArray(kept)) reject('run.state.settings["record.quantities"]', 'a list', kept);
  const every = Number(settings['record.every'] ?? 0);
  for (const [name, value] of Object.entries(has)) {
    const asked = name === 'testMoments' ? settings[name] !== undefined : kept.includes(name);
    if (asked !== (value !== undefined)) reject(`run.state.settings`, `${name} as in the results of the run`, settings);
  }
  if ((predictors ?? recorded.weights) && !(recordsBefore({ every }, steps) <= recorded.steps.length)) {
    reject('run.state.settings', `record.every as in run.recorded.steps`, settings['record.every']);
  }
  return { ...own, state: { ...(read && { velocities: read }), rates, settings } };
}

function checkLayers(name: string, matrices: readonly Matrix[], spec: NetSpec): Matrix[] {
  const layers = layerScalings(spec);
  if (!Array.isArray(matrices) || matrices.length !== layers.length) {
    reject(name, `${layers.length} matrices, one a layer`, matrices);
  }
  return layers.map(({ fanIn, fanOut }, l) => checkMatrix(`${name}[${l}]`, matrices[l], fanOut, fanIn, spec.dtype));
}

/** The matrix with its sizes and entries read once. */
function checkMatrix(name: string, one: Matrix, rows: number, cols: number, dtype: Matrix['dtype']): Matrix {
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const { rows: m, cols: n, data: given } = one ?? {};
  const data = ownArray(given);
  const fits = data instanceof Kind && !isGone(data) && data.length === rows * cols;
  if (m === rows && n === cols && fits) return { rows, cols, dtype, data };
  return reject(name, `${rows}×${cols} in ${dtype}`, one);
}
