import type { NumbersLike } from '../io/arrayValue';
import { decodeSafetensors } from '../io/safetensors';
import type { Matrix } from '../matrix';
import { encodeChecked, refuseDamage } from '../nets/fileChecksum';
import { type Net, weightsOf } from '../nets/net';
import { fileKinds, jsonOf, layerTensors, netOfFile, type TensorFile, tensorOf } from '../nets/netFile';
import { layerScalings } from '../nets/parameterization';
import { integer, knownOptions, oneOf, reject } from '../validate';
import { checkRun, resumable } from './checkRun';
import type { RunSetting, RunState } from './runState';
import type { TrainRun } from './train';

/**
 * A run as a safetensors file that keeps every bit: the trained net as `encodeNet` writes it, curves, records and, where the
 * run kept it, the state from which `resume` goes on, here or on another machine.
 * @throws ValueError for what is no run of `train`
 */
export function encodeRun(run: TrainRun): Uint8Array {
  const own = run?.state === undefined ? checkRun(run) : resumable(run);
  const { net, loss, testLoss, predictors, recorded, state, steps, diverged, stopped } = own;
  const build = oneOf('run.build', own.build, ['portable', 'relaxed']);
  const ends = { ...(diverged && { diverged }), ...(stopped && { stopped }) };
  const tensors: Record<string, NumbersLike> = {
    ...layerTensors('', weightsOf(net)),
    loss: { data: loss },
    ...(testLoss && { testLoss: { data: testLoss } }),
    'recorded.steps': { data: Int32Array.from(recorded.steps) },
    ...(predictors && { predictors: stacked(predictors, net.spec.outputs, net.spec.inputs, 'float64') }),
    ...(recorded.weights && recordedWeights(net, recorded.weights)),
    ...(state && { rates: { data: state.rates } }),
    ...(state?.velocities && layerTensors('velocity.', state.velocities)),
  };
  const metadata = {
    deeplinear: fileKinds.run,
    spec: JSON.stringify(net.spec),
    run: JSON.stringify({ steps, build, ...ends, ...(state && { settings: state.settings }) }),
  };
  return encodeChecked(tensors, metadata);
}

/**
 * Reads what `encodeRun` wrote, to the same bits; `resume` goes on with it where it has its state.
 * @throws ValueError or ShapeError, naming the part, for what is no such file, or was altered since
 */
export function decodeRun(file: Uint8Array | ArrayBuffer): TrainRun {
  const read = decodeSafetensors(file);
  const net = netOfFile(read, [fileKinds.run]);
  const about = readAbout(jsonOf(read, 'run'));
  const { inputs, outputs, dtype } = net.spec;
  const has = (name: string) => read.tensors.has(name);
  const curve = (name: string) => tensorOf(read, name, 'float64', [undefined]).data as Float64Array;
  const { data } = tensorOf(read, 'recorded.steps', 'int32', [undefined]);
  const recordedSteps = Array.from(data as Int32Array);
  const loss = curve('loss');
  const run: TrainRun = {
    loss,
    steps: about.steps,
    ...(has('testLoss') && { testLoss: curve('testLoss') }),
    ...(has('predictors') && {
      predictors: unstacked(read, 'predictors', 'float64', recordedSteps.length, outputs, inputs),
    }),
    recorded: {
      steps: recordedSteps,
      ...(has('recorded.W_0') && { weights: readRecordedWeights(read, net, recordedSteps.length) }),
    },
    net,
    ...about.ends,
    ...(about.settings && { state: readState(read, net, about.settings) }),
    build: about.build,
    dtype,
  };
  checkRun(run);
  if (run.state) resumable(run);
  refuseDamage(read);
  return run;
}

function readAbout(given: unknown) {
  const name = 'metadata.run';
  knownOptions(name, given, ['steps', 'build', 'diverged', 'stopped', 'settings']);
  const { steps, build, diverged, stopped, settings } = given as Record<string, unknown>;
  const ends: Pick<TrainRun, 'diverged' | 'stopped'> = {};
  if (diverged !== undefined) {
    knownOptions(`${name}.diverged`, diverged, ['step', 'reason']);
    const { step, reason } = diverged as Record<string, unknown>;
    if (typeof reason !== 'string') reject(`${name}.diverged.reason`, 'a text', reason);
    ends.diverged = { step: integer(`${name}.diverged.step`, step, 0), reason };
  }
  if (stopped !== undefined) {
    knownOptions(`${name}.stopped`, stopped, ['step']);
    ends.stopped = { step: integer(`${name}.stopped.step`, (stopped as Record<string, unknown>).step, 0) };
  }
  if (settings !== undefined && (typeof settings !== 'object' || settings === null)) {
    reject(`${name}.settings`, 'an object', settings);
  }
  return {
    steps: integer(`${name}.steps`, steps, 0),
    build: oneOf(`${name}.build`, build, ['portable', 'relaxed']),
    ends,
    settings: settings as Record<string, RunSetting> | undefined,
  };
}

function readState(file: TensorFile, net: Net, settings: Record<string, RunSetting>): RunState {
  const rates = tensorOf(file, 'rates', 'float64', [undefined]).data as Float64Array;
  const { dtype } = net.spec;
  if (!file.tensors.has('velocity.W_0')) return { rates, settings };
  const velocities = layersOf(net).map(({ name, fanIn: cols, fanOut: rows }): Matrix => {
    const { data } = tensorOf(file, `velocity.${name}`, dtype, [rows, cols]);
    return { rows, cols, dtype, data: data as Matrix['data'] };
  });
  return { velocities, rates, settings };
}

function layersOf({ spec }: Net) {
  const layers = layerScalings(spec);
  const names = Object.keys(layerTensors('', layers));
  return layers.map(({ fanIn, fanOut }, l) => ({ name: names[l], fanIn, fanOut }));
}

/** Recorded weights layer by layer: all times of a layer in one tensor. */
function recordedWeights(net: Net, weights: readonly Matrix[][]): Record<string, NumbersLike> {
  return Object.fromEntries(
    layersOf(net).map(({ name, fanIn, fanOut }, l) => {
      const over = weights.map((at) => at[l]);
      return [`recorded.${name}`, stacked(over, fanOut, fanIn, net.spec.dtype)];
    }),
  );
}

function readRecordedWeights(file: TensorFile, net: Net, count: number): Matrix[][] {
  const layers = layersOf(net).map(({ name, fanIn, fanOut }) =>
    unstacked(file, `recorded.${name}`, net.spec.dtype, count, fanOut, fanIn),
  );
  return Array.from({ length: count }, (_, k) => layers.map((over) => over[k]));
}

/** Matrices of one size as a tensor with one dimension more. */
function stacked(matrices: readonly Matrix[], rows: number, cols: number, dtype: Matrix['dtype']): NumbersLike {
  const data = new (dtype === 'float32' ? Float32Array : Float64Array)(matrices.length * rows * cols);
  for (const [k, one] of matrices.entries()) data.set(one.data, k * rows * cols);
  return { data, shape: [matrices.length, rows, cols] };
}

function unstacked(
  file: TensorFile,
  name: string,
  dtype: Matrix['dtype'],
  count: number,
  rows: number,
  cols: number,
): Matrix[] {
  const data = tensorOf(file, name, dtype, [count, rows, cols]).data as Matrix['data'];
  const size = rows * cols;
  return Array.from({ length: count }, (_, k) => ({
    rows,
    cols,
    dtype,
    data: data.subarray(k * size, (k + 1) * size),
  }));
}
