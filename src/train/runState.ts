/** What a run keeps so that it can be gone on with, and what two runs must share to be one. */
import type { Matrix } from '../matrix';
import { reject, show } from '../validate';
import { currentBuild } from '../wasm/load';
import type { TrainPlan } from './plan';

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

const dataNames = ['moments', 'x', 'y', 'testMoments'];

/**
 * Refuses to go on with a run under other settings: the curves before and after would not be those of one run.
 * @param only 'options' before the data were looked at, then 'data'.
 * @throws ValueError naming the option, what it was and what it is.
 */
export function assertSameSettings(was: RunState['settings'], is: RunState['settings'], only: 'options' | 'data') {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  for (const name of names.filter((one) => dataNames.includes(one) === (only === 'data'))) {
    if (isSame(was[name], is[name])) continue;
    if (only === 'options') {
      reject(name, `${was[name] === undefined ? 'none' : show(was[name])} as in the run before`, is[name]);
    }
    const seen = (print: unknown) =>
      print === undefined ? 'none' : `fingerprint ${typeof print === 'string' ? print : show(print)}`;
    reject(name, `the data of the run before (${seen(was[name])})`, seen(is[name]));
  }
}

function isSame(was: RunSetting | undefined, is: RunSetting | undefined): boolean {
  if (!Array.isArray(was) || !Array.isArray(is)) return was === is;
  return was.length === is.length && is.every((value, i) => value === was[i]);
}

/** Refuses rates of the steps done that are not those of the run. */
export function assertSameRates(was: Float64Array, is: Float64Array, name: 'lr' | 'schedule'): void {
  const at = was.findIndex((rate, t) => rate !== is[t]);
  if (at < 0) return;
  reject(name === 'lr' ? 'lr' : `schedule(${at})`, `${was[at]} as in the run before`, is[at]);
}
