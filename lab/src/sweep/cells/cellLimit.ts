import {
  infiniteDepthSteps,
  infiniteWidthSteps,
  jointLimitSteps,
  type LazyLimitOptions,
  lazyLimit,
  type Matrix,
  type Progress,
  twoLayerAnyWidthSteps,
} from 'deeplinear';
import type { CellLimit } from '../observables/observable';
import type { NetCell } from '../study/netCellSchema';
import type { CellData } from './cellData';

/** The limit beside a cell's net: its options follow from net, trainer and data. */
export function* cellLimit(
  cell: NetCell,
  data: CellData,
  start: () => Matrix,
): Generator<Progress, CellLimit, boolean | undefined> {
  const { net, trainer } = cell;
  const limit = cell.limit!;
  const { moments } = data;
  const { hidden, initialScales, residual } = net;
  const { layerLr, steps, momentum, nesterov, weightDecay, decoupledDecay, temperature } = trainer;
  const gamma0 = richness(net);
  const shared = { moments, ...rateOf(trainer), gamma0, initialScales, layerLr, steps, momentum, nesterov };
  const all = { ...shared, weightDecay, decoupledDecay, temperature };
  switch (limit.kind) {
    case 'infiniteWidth': {
      const widthRatios = ratios(net.width);
      const { flow } = limit;
      const {
        loss,
        predictors,
        steps: done,
        diverged,
      } = yield* infiniteWidthSteps({
        ...all,
        hidden,
        residual,
        flow,
        ...(widthRatios && { widthRatios }),
      });
      return { loss, predictors, steps: done, diverged };
    }
    case 'infiniteDepth': {
      const one = (name: string, value: number | number[]) => {
        if (typeof value === 'number') return value;
        throw new Error(`${name}: expected one number for all layers at infinite depth, got a list`);
      };
      const {
        loss,
        predictors,
        steps: done,
        diverged,
      } = yield* infiniteDepthSteps({
        ...all,
        residual: residual as true | { beta0: number },
        flow: limit.flow,
        initialScales: one('net.initialScales', initialScales),
        layerLr: one('trainer.layerLr', layerLr),
        weightDecay: one('trainer.weightDecay', weightDecay),
        decoupledDecay: one('trainer.decoupledDecay', decoupledDecay),
      });
      return { loss, predictors, steps: done, diverged };
    }
    case 'lazyLimit': {
      const { gamma0: _, ...lazy } = shared;
      const refused = { weightDecay, decoupledDecay, temperature };
      const options = {
        ...lazy,
        hidden,
        residual,
        flow: limit.flow,
        ...(limit.start === 'net' && { initialPredictor: start() }),
        // what this limit does not describe, it refuses by name
        ...Object.fromEntries(Object.entries(refused).filter(([, value]) => value !== 0)),
      } as LazyLimitOptions;
      const found = lazyLimit(options);
      return { loss: found.loss, predictors: found.predictors, steps: found.steps, diverged: found.diverged };
    }
    case 'twoLayerAnyWidth': {
      const { draws, seed } = limit;
      const width = typeof net.width === 'number' ? net.width : net.width[0];
      const decays = { weightDecay, decoupledDecay };
      const refused = temperature === 0 ? {} : { temperature };
      const options = { ...shared, ...decays, ...refused, width, draws, seed };
      const { loss, predictors, steps: done, diverged } = yield* twoLayerAnyWidthSteps(options);
      return { loss, predictors, steps: done, diverged };
    }
    case 'jointLimit':
      return yield* joint(cell, data.inputs, gamma0);
  }
}

function* joint({ net, trainer, data }: NetCell, inputs: number, gamma0: number) {
  const { hidden, width, residual, initialScales } = net;
  const { layerLr, steps, momentum, nesterov, batch, schedule, lr } = trainer;
  if (data.source !== 'synthetic')
    throw new Error(`data.source: expected synthetic with the joint limit, got ${data.source}`);
  if (typeof width !== 'number')
    throw new Error('net.width: expected one width for all layers with the joint limit, got a list');
  const overInputs = (value: number | number[]) =>
    typeof value === 'number' ? value * inputs : value.map((entry) => entry * inputs);
  const samples = batch === 'full' ? data.samples : batch.size;
  const {
    test,
    train,
    steps: done,
    diverged,
  } = yield* jointLimitSteps({
    ...{ hidden, residual, initialScales, layerLr, steps, momentum, nesterov },
    data: batch !== 'full' ? 'onePass' : samples === undefined ? 'population' : 'repeated',
    ...(samples !== undefined && { samplesPerInput: samples / inputs }),
    widthPerInput: width / inputs,
    outputs: data.outputs,
    noiseStd: data.noiseStd,
    gammaHat: gamma0 * Math.sqrt(inputs),
    ...(schedule ? { schedule: (step: number) => schedule[step] / inputs } : { lrHat: lr! / inputs }),
    weightDecayHat: overInputs(trainer.weightDecay),
    decoupledDecayHat: overInputs(trainer.decoupledDecay),
    temperatureHat: trainer.temperature * inputs,
  });
  return { loss: train, testLoss: test, steps: done, diverged };
}

/** γ0, that of NTK parameterization included. */
function richness({ parameterization, gamma0 = 1, width }: NetCell['net']): number {
  const last = typeof width === 'number' ? width : width[width.length - 1];
  return parameterization === 'ntk' ? 1 / Math.sqrt(last) : gamma0;
}

/** N_l/N_L, where the widths are not all the same. */
function ratios(width: number | number[]): number[] | undefined {
  if (typeof width === 'number') return undefined;
  const last = width[width.length - 1];
  return width.every((one) => one === last) ? undefined : width.map((one) => one / last);
}

/** Learning rate or schedule as the library takes them. */
export function rateOf({ lr, schedule }: NetCell['trainer']): { lr: number } | { schedule: (step: number) => number } {
  return schedule ? { schedule: (step) => schedule[step] } : { lr: lr! };
}
