import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  curveExperiments,
  decodeCsv,
  decodeNet,
  decodeNpz,
  encodeNet,
  encodeOnnx,
  type Net,
  netFromWeights,
  resolveParameters,
  type TrainRun,
} from 'deeplinear';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../lab/src/inputError';
import { deeplinearProgram } from '../../lab/src/program';
import type { Result } from '../../lab/src/run/result';
import { runCli, scratch } from './runCli';

const { folder, remove } = scratch();
afterAll(remove);
const at = (...path: string[]) => join(folder, ...path);
const bytes = (...path: string[]) => new Uint8Array(readFileSync(at(...path)));

/** A command in this process. */
async function here(...words: string[]): Promise<void> {
  const program = deeplinearProgram(new AbortController().signal, () => {});
  await program.parseAsync([...words, '--quiet'], { from: 'user' });
}

const exported = (...words: string[]) => here('export', ...words);

interface Point {
  width: number;
  seed: number;
  step: number;
  loss: number;
  limitLoss: number | null;
  distance: number | null;
}

/** The table that a report stands for. */
function table({ runs, theory }: Pick<Result, 'runs' | 'theory'>): Point[] {
  return runs.flatMap(({ size: width, seed, loss, distance }) =>
    loss.map((value, step) => ({
      width,
      seed,
      step,
      loss: value,
      limitLoss: theory.loss[step] ?? null,
      distance: distance[step] ?? null,
    })),
  );
}

describe('deeplinear compare --save-nets and deeplinear export', () => {
  let result: Result;
  beforeAll(() => {
    const sizes = ['--widths', '4,8', '--seeds', '2', '--steps', '5', '--lr', '1'];
    expect(runCli(folder, 'compare', ...sizes, '--save-nets', '--quiet').code).toBe(0);
    result = JSON.parse(readFileSync(at('deeplinear-report', 'run.json'), 'utf8')) as Result;
  });

  it('save every net as it was trained, to the last bit', () => {
    const names = [4, 8].flatMap((width) => [1, 2].map((seed) => `width-${width}-seed-${seed}.safetensors`));
    expect(readdirSync(at('deeplinear-report', 'nets')).sort()).toEqual(names);
    const [experiment] = curveExperiments;
    const values = resolveParameters(experiment.parameters, { lr: 1, steps: 5 });
    const trained = (experiment.simulate(values, 8, 2, experiment.ownData()) as TrainRun).net;
    const saved = decodeNet(bytes('deeplinear-report', 'nets', 'width-8-seed-2.safetensors'));
    expect(saved.spec).toEqual(trained.spec);
    expect(saved.weights()).toEqual(trained.weights());
  });

  it('write a file where no name is given, and say what and where', () => {
    const printed = runCli(folder, 'export', 'deeplinear-report');
    expect(printed).toEqual({
      code: 0,
      stdout: `24 rows of width, seed, step, loss, limitLoss, distance\n${at('deeplinear-report.csv')}\n`,
      stderr: '',
    });
  });

  it('give the same curves as Parquet, CSV and NumPy arrays as run.json has them', async () => {
    for (const format of ['parquet', 'csv', 'npz']) {
      await exported(at('deeplinear-report', 'run.json'), '--out', at(`curves.${format}`));
    }
    const rows = table(result);
    const file = bytes('curves.parquet').buffer;
    expect(await parquetReadObjects({ file })).toEqual(rows);
    const about = Object.fromEntries(parquetMetadata(file).key_value_metadata!.map(({ key, value }) => [key, value]));
    expect(about).toEqual({
      deeplinear: result.environment.deeplinear,
      dtype: 'float64',
      made: result.command,
      command: 'npx deeplinear export run.json --format parquet',
    });
    const text = decodeCsv(bytes('curves.csv'));
    const arrays = decodeNpz(bytes('curves.npz'));
    for (const name of ['width', 'seed', 'step', 'loss', 'limitLoss', 'distance'] as const) {
      const column = rows.map((row) => row[name]);
      expect(Array.from(arrays.get(name)!.data as Float64Array)).toEqual(column);
      expect(column).toEqual(rows.map((_, row) => text.matrix.data[6 * row + text.columns.indexOf(name)]));
    }
  });

  it('leave out what a limit that ended early does not say', async () => {
    const [run] = result.runs;
    const short = { ...result, theory: { ...result.theory, loss: [3, 2] }, runs: [{ ...run, distance: [1, null] }] };
    writeFileSync(at('short.json'), JSON.stringify({ ...short, runs: [{ ...run, seed: 2 ** 40, distance: [] }] }));
    await exported(at('short.json'), '--out', at('short.parquet'));
    const rows = (await parquetReadObjects({ file: bytes('short.parquet').buffer })) as unknown as Point[];
    expect(rows.map(({ seed, limitLoss, distance }) => [seed, limitLoss, distance])).toEqual(
      [3, 2, null, null, null, null].map((loss) => [2 ** 40, loss, null]),
    );
  });

  it('keep sizes and seeds of more than 32 bits, and refuse distances without a loss', async () => {
    const [run] = result.runs;
    const big = { ...run, size: 3e9, seed: -(2 ** 31) - 1 };
    writeFileSync(at('big.json'), JSON.stringify({ ...result, runs: [big] }));
    for (const format of ['parquet', 'npz'])
      await exported(at('big.json'), '--out', at(`big.${format.toUpperCase()}`), '--format', format);
    const rows = (await parquetReadObjects({ file: bytes('big.PARQUET').buffer })) as unknown as Point[];
    expect([rows[0].width, rows[0].seed]).toEqual([3e9, -(2 ** 31) - 1]);
    const { width, seed } = Object.fromEntries(decodeNpz(bytes('big.NPZ')));
    expect([width.data[0], seed.data[0]]).toEqual([3e9, -(2 ** 31) - 1]);
    // an older one is replaced, whatever the letters of its ending
    await exported(at('big.json'), '--out', at('big.NPZ'));
    writeFileSync(at('big.json'), JSON.stringify({ ...result, runs: [{ ...run, loss: run.loss.slice(1) }] }));
    await expect(exported(at('big.json'), '--out', at('big.csv'))).rejects.toThrow(
      'big.json: runs[0].distance: expected at most 5 numbers, as the loss has, got 6',
    );
    writeFileSync(at('none.json'), JSON.stringify({ ...result, runs: [{ ...run, loss: [], distance: [] }] }));
    await expect(exported(at('none.json'), '--out', at('none.parquet'))).rejects.toThrow(
      'export: expected runs with a loss, found none of one step',
    );
  });

  it('write a net as ONNX and as NumPy arrays, whole and collapsed', async () => {
    const path = at('deeplinear-report', 'nets', 'width-4-seed-1.safetensors');
    const net = decodeNet(new Uint8Array(readFileSync(path)));
    await exported(path, '--out', at('net.onnx'));
    expect(bytes('net.onnx')).toEqual(encodeOnnx(net));
    await exported(path, '--out', at('net.onnx'), '--collapsed', '--dtype', 'float32');
    expect(bytes('net.onnx')).toEqual(encodeOnnx(net, { collapsed: true, dtype: 'float32' }));
    await exported(path, '--out', at('net.npz'));
    const arrays = decodeNpz(bytes('net.npz'));
    expect([...arrays.keys()]).toEqual(['W_0', 'W_1', 'readout', 'spec']);
    expect(arrays.get('W_1')).toEqual({ dtype: 'float64', shape: [4, 4], data: net.weights()[1].data });
    const spec = arrays.get('spec')!.data as string[];
    const weights = ['W_0', 'W_1', 'readout'].map((name) => {
      const { shape, data } = arrays.get(name)!;
      return { rows: shape[0], cols: shape[1], dtype: 'float64' as const, data: data as Float64Array };
    });
    const again: Net = netFromWeights(JSON.parse(spec[0]), weights);
    expect(encodeNet(again)).toEqual(encodeNet(net));
    await exported(path, '--out', at('net.npz'), '--collapsed');
    expect(decodeNpz(bytes('net.npz')).get('predictor')!.data).toEqual(net.predictor().data);
  });

  it('refuse what they cannot read or write, by name', async () => {
    mkdirSync(at('empty'));
    writeFileSync(at('check.json'), '{"format":"deeplinear-check/1"}');
    writeFileSync(at('broken.json'), '{');
    writeFileSync(at('axis.json'), JSON.stringify({ ...result, experiment: { ...result.experiment, axis: 'seeds' } }));
    writeFileSync(at('bad.json'), JSON.stringify({ ...result, runs: [{ size: 1, seed: 1, loss: ['1'] }] }));
    writeFileSync(at('bad.safetensors'), 'nothing of the kind');
    const net = at('deeplinear-report', 'nets', 'width-4-seed-1.safetensors');
    const report = at('deeplinear-report');
    const cases: [string[], string][] = [
      [[at('nowhere')], 'expected a report\'s folder or a net file, got "'],
      [[at('nowhere'), '--format', 'parquet'], 'nowhere" (there is no such file)'],
      [[at('empty')], 'expected the folder of a report, found no run.json in it'],
      [
        [at('check.json')],
        'check.json: format: expected "deeplinear-compare/1", a report of compare, got "deeplinear-check/1"',
      ],
      [[at('broken.json')], 'broken.json: expected JSON'],
      [[at('bad.json')], 'bad.json: runs[0].loss: expected a list of numbers, got ["1"]'],
      [
        [at('axis.json'), '--out', at('axis.csv')],
        'axis.json: experiment.axis: expected the name of a size, got "seeds"',
      ],
      [[at('bad.safetensors')], 'bad.safetensors is no net file: header: expected'],
      [[report, '--collapsed'], '--collapsed: expected a net file, got the report "'],
      [[report, '--dtype', 'float32'], '--dtype: expected a net file, got the report "'],
      [[report, '--format', 'onnx'], '--format: expected csv, parquet or npz for a report, got onnx'],
      [
        [report, '--out', at('x.txt')],
        '--out: expected a file ending in .csv, .parquet or .npz, or --format beside it, got "',
      ],
      [[net, '--format', 'csv'], '--format: expected onnx or npz for a net, got csv'],
      [[net, '--format', 'npz', '--dtype', 'float32'], '--dtype: expected the format onnx beside it, got npz'],
      [[net, '--out', at('check.json'), '--format', 'onnx'], 'it was left alone'],
    ];
    for (const [words, message] of cases) {
      const failure = await exported(...words).catch((error: unknown) => error);
      expect(failure, words.join(' ')).toBeInstanceOf(InputError);
      expect((failure as Error).message).toContain(message);
    }
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('a report replaces an older one with its nets, and leaves other files there alone', async () => {
    const compare = ['compare', '--widths', '4', '--seeds', '1', '--steps', '2', '--out', at('again')];
    await here(...compare, '--save-nets');
    expect(readdirSync(at('again', 'nets'))).toEqual(['width-4-seed-1.safetensors']);
    await here(...compare);
    expect(readdirSync(at('again')).sort()).toEqual(['figures', 'report.html', 'run.json']);
    mkdirSync(at('again', 'nets'));
    writeFileSync(at('again', 'nets', 'mine.safetensors'), '');
    await expect(here(...compare)).rejects.toThrow('which holds "nets/mine.safetensors"; it was left alone');
  });
});
