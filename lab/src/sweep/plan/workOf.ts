import { experiments } from 'deeplinear';
import type { CellConfig } from '../cell';
import { limitKey, type StoredNetCell } from '../cells/netCell';
import { observables } from '../observables/registry';

/** About how many multiply-adds the parts of a cell take; only ratios between cells of one study count. */
export interface CellWork {
  net: number;
  limit: number;
  /** Cells of one key share the limit in a process that computes them one after the other. */
  limitKey?: string;
}

/** Inputs and outputs of a cell's data. */
export interface DataSizes {
  inputs: number;
  outputs: number;
}

/** Multiply-adds that a normal number, a pass over the data and a reading of the weights stand for. */
const NORMAL = 30;
const LANCZOS = 60;

/** The work of a cell by its configuration. */
export function workOf(config: CellConfig, sizes: DataSizes): CellWork {
  if (!isComplete(config)) return { net: 1, limit: 0 };
  if ('experiment' in config) return { net: checkWork(config), limit: 0 };
  const cell = config as unknown as StoredNetCell;
  const needs = cell.observables.flatMap(({ name }) => observables.find((one) => one.name === name)!.needs);
  return {
    net: needs.includes('run') ? netWork(cell, sizes) : 1,
    ...(needs.includes('limit') ? { limit: limitWork(cell, sizes), limitKey: limitKey(cell) } : { limit: 0 }),
  };
}

/** A cell whose parts do not fit each other has only what the study wrote, its observables not by name or none: it ends at once. */
export function isComplete({ experiment, parameters, observables: asked }: CellConfig): boolean {
  if (!Array.isArray(asked)) return false;
  return experiment === undefined ? asked.every((one) => typeof one?.name === 'string') : parameters !== undefined;
}

function netWork({ net, trainer, observables: asked }: StoredNetCell, { inputs, outputs }: DataSizes): number {
  const { hidden, width } = net;
  const widths = typeof width === 'number' ? new Array<number>(hidden).fill(width) : width;
  const between = widths.slice(1).reduce((sum, next, l) => sum + next * widths[l], 0);
  const weights = inputs * widths[0] + between + outputs * widths[hidden - 1];
  const { batch, steps, momentum, temperature, weightDecay, decoupledDecay } = trainer;
  const plain = momentum === 0 && temperature === 0 && weightDecay === 0 && decoupledDecay === 0;
  const data = batch === 'full' ? inputs ** 2 : 2 * batch.size * inputs;
  const update = (plain ? 3 : 5) + (temperature > 0 ? NORMAL / outputs : 0);
  const step = outputs * (data + update * weights);
  const names = asked.map(({ name }) => name);
  const looks = names.filter((name) => name === 'sharpness' || name === 'initialSharpness').length;
  const kernels = names.filter((name) => name.startsWith('feature')).length;
  return steps * step + NORMAL * weights + LANCZOS * looks * step + kernels * inputs * (weights + inputs ** 2);
}

function limitWork({ net, trainer, limit }: StoredNetCell, { inputs, outputs }: DataSizes): number {
  const { hidden, residual } = net;
  const { steps } = trainer;
  const n3 = (outputs * (steps + 1)) ** 3;
  const moments = steps * outputs * inputs ** 2;
  const flow = limit && 'flow' in limit && limit.flow ? 828 : 1;
  switch (limit?.kind) {
    case 'infiniteWidth':
      return flow * (2.7 * hidden * (residual === false ? 1 : hidden) * n3 + moments);
    case 'infiniteDepth':
      return flow * (4300 * n3 + moments);
    case 'lazyLimit':
      return 10 * inputs ** 3 + moments;
    case 'twoLayerAnyWidth':
      return limit.draws * steps * ((inputs + outputs) * inputs * outputs + outputs * inputs ** 2);
    case 'jointLimit':
      return (2.7 * hidden * (residual === false ? 1 : hidden) + 5) * n3;
    default:
      return 0;
  }
}

/** A check: its simulations by their sizes and steps, where it has such parameters. */
function checkWork(config: CellConfig): number {
  const values = config.parameters as Record<string, number | string | number[] | undefined>;
  const { axis } = experiments.find(({ id }) => id === config.experiment)!;
  const number = (name: string) => (typeof values[name] === 'number' ? (values[name] as number) : 1);
  const sizes = values[axis];
  const squares = Array.isArray(sizes) ? sizes.reduce((sum, size) => sum + size ** 2, 0) : 1;
  const width = axis === 'widths' ? 1 : number('width') ** 2;
  const steps = number('steps');
  return number('seeds') * squares * width * steps * number('hidden') * number('samples');
}
