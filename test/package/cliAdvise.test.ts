import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { advise, curveExperiments, encodeNpy, encodeSafetensors } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, scratch, writeHouses } from './runCli';

const { folder, remove } = scratch();
beforeAll(() => writeHouses(folder));
afterAll(remove);

const small = ['advise', '--width', '24', '--hidden', '1', '--steps', '12'];

describe('deeplinear advise', () => {
  it('prints every number of the function as JSON, and the command that repeats it', () => {
    const { code, stdout } = runCli(folder, ...small, '--json', '--quiet', '--gamma0', '0.5');
    const printed = JSON.parse(stdout);
    const { moments } = curveExperiments[0].ownData();
    const advice = advise({ moments, spec: { width: 24, hidden: 1, gamma0: 0.5 }, steps: 12 });
    expect({ code, ...printed }).toMatchObject({
      code: 0,
      format: 'deeplinear-advise/1',
      command: 'npx deeplinear advise --data synthetic --hidden 1 --width 24 --gamma0 0.5 --steps 12',
      bestLr: advice.bestLr,
      criticalLr: advice.criticalLr,
      regime: advice.regime,
      predictedLoss: Array.from(advice.predictedLoss),
      explanation: advice.explain(),
    });
  });

  it('judges a given rate in sentences and tables, on the data of a CSV file', () => {
    const data = ['--data', 'houses.csv', '--target', 'price'];
    const { code, stdout, stderr } = runCli(folder, ...small, ...data, '--lr', '1e-4', '--transfer-hidden', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Data: houses\.csv: 60 training samples, /);
    expect(stdout).toContain('At the given rate the loss after 12 steps is');
    expect(stdout).toMatch(/a net with 2 hidden layers of width 24/);
    expect(stdout).toMatch(/^data-limited +no +P\/D < 10$/m);
    expect(stdout).toMatch(/^ *12 +\d/m);
    expect(stdout).toMatch(/--lr 0\.0001 --transfer-hidden 2\n$/);
    expect(stderr).toContain('trying learning rates');
  });

  it('takes arrays by name and by column, and the commands that it prints say which', () => {
    const rows = readFileSync(join(folder, 'houses.csv'), 'utf8').trim().split('\n').slice(1);
    const numbers = Float64Array.from(rows.flatMap((row) => row.split(',').map(Number)));
    const houses = { data: numbers, shape: [rows.length, 3] };
    const sizes = { data: numbers.filter((_, i) => i % 3 < 2), shape: [rows.length, 2] };
    const prices = { data: numbers.filter((_, i) => i % 3 === 2) };
    writeFileSync(join(folder, 'houses.npy'), encodeNpy(houses));
    writeFileSync(join(folder, 'houses.safetensors'), encodeSafetensors({ sizes, prices }));
    const told = [
      ['--data', 'houses.csv', '--target', 'price'],
      ['--data', 'houses.npy', '--target', '-1'],
      ['--data', 'houses.safetensors', '--arrays', 'sizes,prices'],
    ].map((data) => {
      const { stdout } = runCli(folder, ...small, ...data, '--no-transfer', '--json', '--quiet');
      const { command, bestLr, predictedLoss } = JSON.parse(stdout);
      expect(command).toContain(`deeplinear advise --no-transfer ${data.join(' ')} --hidden`);
      return [bestLr, predictedLoss];
    });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it.each([
    ['a width of none', ['--width', '0'], '--width: expected an integer of at least 1, got 0'],
    ['a richness that is fixed', ['--parameterization', 'ntk', '--gamma0', '2'], '--gamma0: expected none with'],
    ['a negative rate', ['--lr', '-1'], '--lr: expected a positive finite number, got -1'],
    ['another net of no width', ['--transfer-width', '0'], '--transfer-width: expected integers of at least 1, got 0'],
    [
      'what excludes itself',
      ['--no-transfer', '--transfer-hidden', '3'],
      '--no-transfer: expected no --transfer-hidden',
    ],
    [
      'a column of arrays',
      ['--data', 'x.npz', '--target', 'y'],
      '--target: expected a table or a .npy matrix with --data, got x.npz (name its arrays by --arrays)',
    ],
    ['a target without a file', ['--target', 'price'], '--target: expected a file of samples with --data'],
  ])('answers %s with one line and exit code 2', (_, flags, message) => {
    const { code, stdout, stderr } = runCli(folder, 'advise', ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`deeplinear: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
