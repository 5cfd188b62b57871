import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, scratch } from './runCli';

const { folder, remove } = scratch();
afterAll(remove);

const study = `name: small
title: A small study
data: { source: synthetic, inputs: 4, outputs: 1, spectrum: isotropic, seed: 1 }
net: { hidden: 1, width: 8 }
trainer: { lr: 0.2, steps: 4 }
limit: { kind: infiniteWidth }
axes:
  - net.width: [8, 16]
  - net.seed: { seeds: 2 }
observables: [finalLoss, finalLimitLoss, loss]
`;
beforeAll(() => {
  writeFileSync(join(folder, 'small.yaml'), study);
  const { code, stderr } = runCli(folder, 'sweep', 'run', 'small.yaml', '--in-process', '--quiet');
  expect([code, stderr]).toEqual([0, '']);
});

describe('deeplinear sweep export', () => {
  it('writes a table in every format, by its ending too, with the same numbers', async () => {
    const csv = runCli(folder, 'sweep', 'export', 'small.sweep');
    expect(csv).toEqual({ code: 0, stderr: '', stdout: `4 rows, 12 columns\n${join(folder, 'small.csv')}\n` });
    expect(runCli(folder, 'sweep', 'export', 'small.yaml', '--out', 'deep/small.parquet', '-q').stdout).toBe('');
    expect(runCli(folder, 'sweep', 'export', 'small.sweep', '--format', 'npz').code).toBe(0);
    const rows = parse(readFileSync(join(folder, 'small.csv')), { columns: true }) as Record<string, string>[];
    const bytes = readFileSync(join(folder, 'deep', 'small.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const table = await parquetReadObjects({ file });
    expect(rows.map((row) => [Number(row['net.width']), Number(row['net.seed'])])).toEqual([
      [8, 1],
      [8, 2],
      [16, 1],
      [16, 2],
    ]);
    for (const [i, row] of rows.entries()) {
      expect(Number(row.finalLoss)).toBe(table[i].finalLoss);
      expect(JSON.parse(row.loss)).toEqual(table[i].loss);
      expect((table[i].loss as number[]).at(-1)).toBe(table[i].finalLoss);
    }
    expect(Object.keys(unzipSync(readFileSync(join(folder, 'small.npz'))))).toEqual([
      ...Object.keys(rows[0]).map((name) => `${name}.npy`),
      'about.npy',
    ]);
  });

  it.each([
    [['nowhere.sweep'], 'expected the folder of a sweep'],
    [['small.sweep', '--out', 'small.txt'], '--out: expected a file ending in .csv, .parquet or .npz'],
    [['small.sweep', '--out', 'small.yaml', '--format', 'csv'], 'it was left alone'],
    [['small.sweep', '--out', 'small.csv', '--format', 'npz'], '--format: expected csv, as --out ends in .csv'],
    [['small.sweep', '--format', 'xlsx'], 'Allowed choices are csv, parquet, npz'],
  ])('refuses %j', (args, message) => {
    const { code, stderr } = runCli(folder, 'sweep', 'export', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(readFileSync(join(folder, 'small.yaml'), 'utf8')).toBe(study);
  });
});

describe('deeplinear sweep report', () => {
  it('writes one page, and its plots as pictures where they are wanted', () => {
    const printed = runCli(folder, 'sweep', 'report', 'small.sweep', '--png', '--out', 'pages/small.html');
    expect(printed).toEqual({
      code: 0,
      stderr: '',
      stdout: `2 plots, 2 rows\n${join(folder, 'pages', 'small.html')}\n2 pictures beside it\n`,
    });
    expect(readdirSync(join(folder, 'pages')).sort()).toEqual([
      'small-finalLoss.png',
      'small-loss-curves.png',
      'small.html',
    ]);
    const html = readFileSync(join(folder, 'pages', 'small.html'), 'utf8');
    expect(html).toContain('<h1>A small study</h1>');
    expect(html).toContain('4 of 4 cells done.');
    expect(html).toMatch(/Cells were computed by deeplinear \d/);
    const run = JSON.parse(/id="run">([\s\S]*?)<\/script>/.exec(html)![1]) as { study: { text: string } };
    expect(run.study.text).toBe(study);
    // the functions of the page survived the build
    for (const behaviour of ['sortTables', 'showValues', 'saveFiles'])
      expect(html).toContain(`(function ${behaviour}(`);
  });

  it('shows the study of the results where its file was changed since, or is gone', () => {
    const page = () => {
      const html = readFileSync(join(folder, 'small.html'), 'utf8');
      const run = JSON.parse(/id="run">([\s\S]*?)<\/script>/.exec(html)![1]) as { study: { text: string } };
      expect(run.study.text).toBe(study);
      expect(html).toMatch(/Cells were computed by deeplinear \d/);
      return html;
    };
    const changed = 'small.yaml was changed since the last run and now has';
    try {
      for (const [text, what] of [
        [study.replace('steps: 4', 'steps: 5'), `${changed} other cells`],
        [`# a remark\n${study}`, `${changed} the same cells`],
      ]) {
        writeFileSync(join(folder, 'small.yaml'), text);
        expect(runCli(folder, 'sweep', 'report', 'small.sweep').stdout).toContain(what);
        expect(page()).toContain(what);
      }
      expect(runCli(folder, 'sweep', 'status', 'small.sweep').stdout).toContain(
        "The study's file was changed since the last run",
      );
      rmSync(join(folder, 'small.yaml'));
      expect(runCli(folder, 'sweep', 'report', 'small.sweep').stdout).toContain('small.yaml is not where it was');
      page();
      expect(runCli(folder, 'sweep', 'resume', 'small.sweep', '-q').code).toBe(0);
    } finally {
      writeFileSync(join(folder, 'small.yaml'), study);
    }
    expect(runCli(folder, 'sweep', 'report', 'nowhere.sweep').code).toBe(2);
    expect(existsSync(join(folder, 'nowhere.html'))).toBe(false);
  });
});
