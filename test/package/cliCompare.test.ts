import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../lab/src/run/result';
import { tolerance } from '../tolerances';
import { runCli, scratch, writeHouses } from './runCli';

const { folder, remove } = scratch();
beforeAll(() => writeHouses(folder));
afterAll(remove);
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

describe('deeplinear compare on a CSV file', () => {
  let printed: ReturnType<typeof runCli>;
  let result: Result;
  const asked = ['--data', 'houses.csv', '--target', 'price', '--widths', '16,32,64', '--steps', '30'];
  beforeAll(() => {
    printed = runCli(folder, 'compare', ...asked);
    result = JSON.parse(read('deeplinear-report', 'run.json')) as Result;
  });

  it('ends well and prints the table, the summary and where the report is', () => {
    expect(printed.code).toBe(0);
    const head = printed.stdout.split('\n').find((line) => line.includes('final training loss'))!;
    expect(head.trim().split(/ {3,}/)).toEqual([
      'width',
      'final training loss',
      'test R²',
      'distance to the limit',
      'steps/s',
    ]);
    for (const first of ['16', '32', '64', '∞ (limit)']) {
      expect(printed.stdout).toMatch(new RegExp(`^ *${first.replace(/[()]/g, '\\$&')} {3}`, 'm'));
    }
    expect(printed.stdout).toContain('From width 16 to 64 the outputs of nets in training come');
    expect(printed.stdout).toContain('the theory says width^−0.5');
    expect(printed.stdout).toMatch(/Report: .*deeplinear-report\/report\.html\n$/);
  });

  it('writes progress without a terminal as one line a phase, to stderr', () => {
    expect(printed.stderr.split('\n').filter(Boolean)).toEqual([
      'reading houses.csv …',
      expect.stringMatching(/^48 samples, 2 inputs, 1 output \(/),
      'limit …',
      'width 16 …',
      'width 32 …',
      'width 64 …',
    ]);
  });

  it('leaves exactly the report, nothing temporary', () => {
    expect(readdirSync(folder).sort()).toEqual(['deeplinear-report', 'houses.csv']);
    expect(readdirSync(join(folder, 'deeplinear-report')).sort()).toEqual(['figures', 'report.html', 'run.json']);
    expect(readdirSync(join(folder, 'deeplinear-report', 'figures')).sort()).toEqual(['distance.svg', 'loss.svg']);
  });

  it('writes every number to run.json', () => {
    expect(result.format).toBe('deeplinear-compare/1');
    expect(result.runs.map(({ size, seed }) => [size, seed])).toEqual(
      [16, 32, 64].flatMap((size) => [1, 2, 3].map((seed) => [size, seed])),
    );
    for (const run of [...result.runs, result.theory]) expect(run.loss.length).toBe(31);
    for (const run of result.runs) expect(run.distance.length).toBe(31);
    expect(result.rows.map(({ size }) => size)).toEqual([16, 32, 64]);
    expect(result.fit?.slope?.expected).toBe(-0.5);
    expect(result.environment.node).toBe(process.versions.node);
    expect(result.environment.build).toBe('portable');
    expect(result.data.score).toEqual({ name: 'test R²', samples: 12, percent: false });
    expect(result.theory.score).toBeGreaterThan(0.9);
    expect(result.parameters.widths).toEqual([16, 32, 64]);
  });

  it('chooses a learning rate at which the loss of the limit falls, and says so', () => {
    expect(result.parameters.lr).toBeLessThan(3);
    expect(result.notes[0]).toMatch(/^The learning rate .* was chosen by the theory/);
    const { loss } = result.theory;
    for (let step = 1; step < loss.length; step++)
      expect(loss[step]).toBeLessThan(loss[step - 1] * (1 + tolerance.limit));
  });

  it('puts the distance to the limit together from what run.json holds', () => {
    for (const row of result.rows) {
      const squares = result.runs
        .filter((run) => run.size === row.size)
        .flatMap((run) => run.distance.map((distance) => distance ** 2));
      const rms = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
      expect(Math.abs(rms / row.distance!.value - 1)).toBeLessThan(tolerance.limit);
    }
  });

  it('gives a command that repeats the run to the last bit', () => {
    expect(result.command).toMatch(/^npx deeplinear compare --data houses.csv --target price --hidden 2 /);
    const again = runCli(folder, ...result.command.split(' ').slice(2), '--out', 'again', '--quiet');
    expect(again).toEqual({ code: 0, stdout: '', stderr: '' });
    const repeated = JSON.parse(read('again', 'run.json')) as Result;
    expect(repeated.runs.map(({ loss }) => loss)).toEqual(result.runs.map(({ loss }) => loss));
    expect(repeated.fit).toEqual(result.fit);
    expect(repeated.command).toBe(result.command);
  });

  it('replaces an older report and prints run.json when asked', () => {
    const next = runCli(folder, 'compare', ...asked, '--seeds', '1', '--json');
    expect(next.code).toBe(0);
    expect(next.stdout).toBe(read('deeplinear-report', 'run.json'));
    const replaced = JSON.parse(next.stdout) as Result;
    expect(replaced.seeds).toEqual([1]);
    expect(replaced.fit?.verdict).toBe('underpowered');
    expect(replaced.rows[0].loss?.deviation).toBeNull();
    expect(read('deeplinear-report', 'report.html')).toContain('no verdict yet');
  });
});

describe('deeplinear compare', () => {
  it('learns a synthetic task when there is no data', () => {
    const sizes = ['--widths', '16,32', '--steps', '5'];
    const { code, stdout } = runCli(folder, 'compare', ...sizes, '--png', '--out', 'synthetic');
    expect(code).toBe(0);
    expect(stdout).not.toContain('test');
    expect(readdirSync(join(folder, 'synthetic', 'figures')).sort()).toEqual([
      'distance.png',
      'distance.svg',
      'loss.png',
      'loss.svg',
    ]);
    const again = runCli(folder, 'compare', ...sizes, '--out', 'synthetic');
    expect(again.code).toBe(0);
    expect(readdirSync(join(folder, 'synthetic', 'figures')).sort()).toEqual(['distance.svg', 'loss.svg']);
  });

  it('reports divergence as a result', () => {
    const { code, stdout } = runCli(folder, 'compare', '--lr', '80', '--widths', '16,32', '--out', 'diverged');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Training diverges at this learning rate: the limit blows up at step \d+, and so do 6 of 6 nets/,
    );
    expect(stdout).toContain('Try a --lr below 80.');
    const result = JSON.parse(read('diverged', 'run.json')) as Result;
    expect(result.theory.diverged?.step).toBeGreaterThan(0);
    expect(result.runs.every(({ diverged, loss }) => diverged && loss.every(Number.isFinite))).toBe(true);
    expect(read('diverged', 'report.html')).toContain('limit, diverging');
    expect(existsSync(join(folder, 'diverged', 'figures', 'distance.svg'))).toBe(false);
  });

  it.each([
    ['after some nets', ['--lr', '45']],
    ['early', ['--lr', '60']],
    ['for a huge gamma0', ['--gamma0', '1e10']],
    ['in two steps', ['--gamma0', '1e100']],
    ['at the start', ['--initial-scales', '1e100', '--seeds', '2']],
  ])('reports a limit that diverges %s', (_, args) => {
    const { code, stdout } = runCli(folder, 'compare', '--widths', '4,8', ...args, '--out', 'diverged');
    expect(code).toBe(0);
    expect(stdout).toContain('diverge');
    const result = JSON.parse(read('diverged', 'run.json')) as Result;
    for (const run of result.runs) {
      expect(run.loss.every(Number.isFinite)).toBe(true);
      expect(run.distance.every(Number.isFinite)).toBe(true);
      expect(run.stepsPerSecond).toBeGreaterThanOrEqual(0);
    }
    expect(read('diverged', 'report.html').replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(
      /undefined|NaN|Infinity/,
    );
  });

  it('takes one number for all layers', () => {
    const sizes = ['--widths', '4,8', '--seeds', '2', '--steps', '5', '--lr', '1', '--json', '--out', 'layers'];
    const run = (...args: string[]) => JSON.parse(runCli(folder, 'compare', ...sizes, ...args).stdout) as Result;
    const [one, all] = ['0.5', '0.5,0.5,0.5'].map((list) => run('--layer-lr', list, '--initial-scales', list));
    expect(one.parameters.layerLr).toBe(0.5);
    expect(one.runs.map(({ loss }) => loss)).toEqual(all.runs.map(({ loss }) => loss));
    const still = run('--layer-lr', '0');
    expect(still.runs.every(({ loss }) => loss.every((value) => value === loss[0]))).toBe(true);
    expect(still.summary.at(-1)).toBe(
      'No exponent and no verdict: the limit does not move, so there is nothing to compare.',
    );
  });

  it('leaves the figures of others alone', () => {
    mkdirSync(join(folder, 'fig', 'figures'), { recursive: true });
    writeFileSync(join(folder, 'fig', 'figures', 'mine.svg'), 'precious');
    const { code, stderr } = runCli(folder, 'compare', '--out', 'fig');
    expect(code).toBe(2);
    expect(stderr).toContain('which holds "figures/mine.svg"; it was left alone');
    expect(read('fig', 'figures', 'mine.svg')).toBe('precious');
  });

  it('reads every parameter of the experiment from its option', () => {
    const options = ['--hidden', '1', '--gamma0', '2', '--lr', '0.1', '--steps', '4', '--seeds', '2', '--seed', '7'];
    const more = ['--dtype', 'float32', '--layer-lr', '1,0.5', '--initial-scales', '0.9,1.1', '--widths', '32,8'];
    const { code, stdout } = runCli(folder, 'compare', ...options, ...more, '--json', '--out', 'options');
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as Result;
    expect(result.parameters).toEqual({
      hidden: 1,
      gamma0: 2,
      lr: 0.1,
      steps: 4,
      seeds: 2,
      seed: 7,
      dtype: 'float32',
      layerLr: [1, 0.5],
      initialScales: [0.9, 1.1],
      widths: [32, 8],
    });
    expect([result.dtype, result.seeds]).toEqual(['float32', [7, 8]]);
  });

  it('trains on all of MNIST', () => {
    const options = ['--data', 'mnist', '--widths', '16,32', '--steps', '3', '--out', 'mnist'];
    const { code, stdout } = runCli(folder, 'compare', ...options);
    expect(code).toBe(0);
    expect(stdout).toContain('test accuracy');
    const { data, theory, runs, parameters } = JSON.parse(read('mnist', 'run.json')) as Result;
    expect([data.samples, data.inputs, data.outputs, data.score?.samples]).toEqual([60000, 784, 10, 10000]);
    expect(parameters.lr).toBe(3);
    // ½ mean‖y‖² of one-hot minus 0.1: the limit starts at the zero predictor.
    expect(Math.abs(theory.loss[0] - 0.45)).toBeLessThan(tolerance.limit);
    expect(theory.score).toBeGreaterThan(0.75);
    expect(runs.every(({ score }) => score! > 0.4)).toBe(true);
    expect(read('mnist', 'report.html').match(/<img /g)?.length).toBe(30);
  });
});

describe('deeplinear --help', () => {
  it('lists commands, and compare lists every option with its default and examples', () => {
    const top = runCli(folder, '--help');
    expect(top.code).toBe(0);
    expect(top.stdout.replace(/\s+/g, ' ')).toContain(
      'compare [options] train nets of growing width and compare them with their infinite-width limit',
    );
    const { code, stdout } = runCli(folder, 'compare', '--help');
    expect(code).toBe(0);
    const flags =
      '--data --target --classes --test --out --png --json --quiet --hidden --gamma0 --lr --steps --widths --seeds';
    for (const flag of [...flags.split(' '), '--seed', '--dtype', '--layer-lr', '--initial-scales']) {
      expect(stdout).toMatch(new RegExp(`^  ${flag} `, 'm'));
    }
    expect(stdout.replace(/\s+/g, ' ')).toContain('(default: 64,128,256,512,1024,2048)');
    expect(stdout).toContain('$ deeplinear compare --data houses.csv --target price');
    expect(stdout.replace(/\s+/g, ' ')).toContain('kept for the test score (default: 0.2); --seed also draws which');
  });

  it('shows the version of the library', () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
    expect(runCli(folder, '--version').stdout).toBe(`${version}\n`);
  });
});
