import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eigh, type Matrix, type Moments, matrix, moments, momentsSteps, syntheticTask } from 'deeplinear';
import { arrays } from '../../data/arrays';
import { csv } from '../../data/csv';
import type { Dataset, Samples } from '../../data/dataset';
import { mnist } from '../../data/mnist';
import { InputError } from '../../inputError';
import { drive } from '../../run/drive';
import type { Plain } from '../cell';
import { canonicalJson } from '../study/canonicalJson';
import type { StudyData, SyntheticData } from '../study/dataSchema';
import { Lru } from './lru';

/** What the cells of a process need of their data, each made at the first use. */
export interface CellData {
  inputs: number;
  outputs: number;
  moments: Moments;
  /** Of the training samples; none for a population. */
  train(): Samples | undefined;
  /** Of the test samples, or of the population without label noise. */
  testMoments(): Promise<Moments>;
  score?: (predictor: Matrix) => number;
  /** Rows whose second moments are those of the training inputs. */
  inputRows(): Matrix;
}

const kept = new Lru<CellData>(4);

/** The data of a cell; those of the last few cells are kept. */
export function cellData(data: StudyData): Promise<CellData> {
  return kept.get(canonicalJson(data as unknown as Plain), () => made(data));
}

async function made(data: StudyData): Promise<CellData> {
  if (data.source === 'synthetic') return synthetic(data);
  const never = new AbortController().signal;
  const nothing = () => {};
  if (data.source === 'mnist') return ofDataset(await drive(mnist(data), never, nothing));
  const hash = createHash('sha256').update(readFileSync(data.file)).digest('hex');
  if (hash !== data.sha256)
    throw new InputError(`${data.file}: expected the file that the study was read with, got another`);
  try {
    const { file } = data;
    const samples = data.source === 'csv' ? csv(file, data) : arrays(file, data);
    return ofDataset(await drive(samples, never, nothing));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = error.message.replace(/^--data/, 'data.file').replace(/^--arrays/, 'data.x, data.y');
    throw new InputError(message.replace(/--(target|test|classes)/g, 'data.$1'));
  }
}

function ofDataset({ inputs, outputs, moments: of, train, test, score }: Dataset): CellData {
  const testMoments = once(async () => {
    if (!test) throw new InputError('data.test: expected test samples for test losses, got none');
    const { x, y } = test();
    return drive(momentsSteps(x, y), new AbortController().signal, () => {});
  });
  return { inputs, outputs, moments: of, train: train!, testMoments, score: score?.of, inputRows: rowsOf(of) };
}

function synthetic({ inputs, outputs, spectrum, noiseStd, samples, seed }: SyntheticData): CellData {
  const options = { inputs, outputs, spectrum, seed };
  const task = syntheticTask({ ...options, noiseStd });
  const drawn = samples === undefined ? undefined : task.sample(samples, seed);
  const of = drawn ? moments(drawn.x, drawn.y) : task.moments;
  return {
    inputs,
    outputs,
    moments: of,
    train: () => drawn,
    testMoments: once(async () => syntheticTask(options).moments),
    inputRows: rowsOf(of),
  };
}

/** √λ_k v_kᵀ of the eigenvalues above rounding. */
function rowsOf({ sxx }: Moments): () => Matrix {
  return once(() => {
    const { values, vectors } = eigh(sxx);
    const size = sxx.rows;
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    const seen = [...values.keys()].filter((k) => values[k] > 1e-12 * most);
    if (seen.length === 0) return matrix(1, size);
    const rows = matrix(seen.length, size);
    seen.forEach((k, i) => {
      const scale = Math.sqrt(values[k]);
      for (let d = 0; d < size; d++) rows.data[i * size + d] = scale * vectors.data[d * size + k];
    });
    return rows;
  });
}

function once<Value>(make: () => Value): () => Value {
  let value: { made: Value } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}
