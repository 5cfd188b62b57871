import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Series } from '../../lab/src/figures/definition';
import type { CellRecord, CellValues } from '../../lab/src/sweep/cell';
import { exportFile } from '../../lab/src/sweep/export/exportFile';
import { cellGroups, MOST_GROUPS } from '../../lab/src/sweep/report/cellGroups';
import { isPartner, limitOf } from '../../lab/src/sweep/report/limitOf';
import { MeanOf } from '../../lab/src/sweep/report/meanOf';
import { isLog, sweepAxes } from '../../lab/src/sweep/report/sweepAxes';
import { sweepPage } from '../../lab/src/sweep/report/sweepPage';
import { type SweepFacts, type SweepReport, sweepReport } from '../../lab/src/sweep/report/sweepReport';
import { sweepTable } from '../../lab/src/sweep/report/sweepTable';
import { writeSweepReport } from '../../lab/src/sweep/report/writeSweepReport';
import { tolerance } from '../tolerances';
import { embedded, shown } from './htmlText';
import { madeUpFacts, madeUpRecords } from './madeUpSweep';

const records = madeUpRecords();
const report = (list: CellRecord[] = records, facts: Partial<SweepFacts> = {}) =>
  sweepReport(() => list, { ...madeUpFacts(list), ...facts });
const series = (made: SweepReport, plot: string): Series[] =>
  made.plots.find(({ name }) => name === plot)!.content.panels[0].series;
const folder = mkdtempSync(join(tmpdir(), 'deeplinear-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Mean and its standard error from the definition. */
function meanAndError(values: number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
}

describe('the axes of a sweep', () => {
  it('are told from its records: numbers or words, seeds, logarithmic or not', () => {
    const axes = sweepAxes(records);
    expect(axes.map(({ path, seed, log, numeric }) => [path, seed, log, numeric])).toEqual([
      ['net.width', false, true, true],
      ['trainer.lr', false, true, true],
      ['net.seed', true, false, true],
    ]);
    expect(axes[1].values).toEqual([0.01, 0.1, 1]);
  });

  it('are logarithmic where ratios of neighbours vary less than differences', () => {
    expect(
      [
        [1, 2, 4, 8],
        [0.01, 0.1, 1],
        [8, 64],
        [10, 31, 100],
      ].map(isLog),
    ).toEqual([true, true, true, true]);
    expect([[1, 2, 3, 4], [0, 1, 10], [-1, 1], [8, 9], [5], [10, 55, 100]].map(isLog)).toEqual(
      new Array(6).fill(false),
    );
  });

  it('that move together count as one, those of a grid do not', () => {
    const cell = { key: '', seconds: 0, attempts: 1, values: {} };
    const paired = [
      [1, 'a', 5],
      [2, 'b', 5],
      [1, 'a', 6],
      [2, 'b', 6],
    ].map(([x, y, z], index) => ({ ...cell, index, axes: { x, y, z } }));
    expect(sweepAxes(paired).map(({ movesWith }) => movesWith)).toEqual([undefined, 'x', undefined]);
  });
});

describe('results over seeds', () => {
  it('have the mean and the standard error of the cells that have a value', () => {
    const { groups } = cellGroups(records, { axes: sweepAxes(records), curves: () => true });
    expect(groups.length).toBe(9);
    for (const group of groups) {
      const mine = records.filter(
        ({ axes }) => axes['net.width'] === group.axes['net.width'] && axes['trainer.lr'] === group.axes['trainer.lr'],
      );
      const done = mine.flatMap((record) => ('values' in record ? [record.values] : []));
      expect([group.done, group.failed]).toEqual([done.length, mine.length - done.length]);
      const losses = done.flatMap(({ finalLoss }) => (finalLoss === undefined ? [] : [finalLoss as number]));
      if (losses.length === 0) expect(group.numbers.finalLoss).toBeUndefined();
      else {
        const [mean, error] = meanAndError(losses);
        expect(Math.abs(group.numbers.finalLoss.mean / mean - 1)).toBeLessThan(tolerance.limit);
        expect(Math.abs(group.numbers.finalLoss.standardError / error - 1)).toBeLessThan(tolerance.limit);
      }
      const second = done.map(({ loss }) => (loss as number[])[1]);
      const at = group.curves.loss.at.get(1)!;
      expect(Math.abs(at.mean / meanAndError(second)[0] - 1)).toBeLessThan(tolerance.limit);
    }
    expect(groups[0].seeds).toEqual({ 'net.seed': [1, 3] });
    expect(groups[0].words).toEqual({ verdict: { 'agrees, "well"': 1, agrees: 1 } });
  });

  it('keep their last digits also where the mean is far from zero, and have no error for one', () => {
    const mean = new MeanOf();
    for (const value of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) mean.add(value);
    expect([mean.mean, mean.standardError]).toEqual([1e9 + 10, Math.sqrt(30 / 4)]);
    const one = new MeanOf();
    one.add(3);
    expect([one.mean, one.standardError]).toEqual([3, Number.NaN]);
  });

  it('end at a number of groups that a page can hold', () => {
    const cell = { key: '', seconds: 0, attempts: 1, values: { a: 1 } };
    function* many(): Generator<CellRecord> {
      for (let index = 0; index < MOST_GROUPS + 5; index++) yield { ...cell, index, axes: { x: index } };
    }
    const [first] = many();
    const { groups, left } = cellGroups(many(), { axes: sweepAxes([first]), curves: () => false });
    expect([groups.length, left]).toEqual([MOST_GROUPS, 5]);
  });
});

describe('the plots of a sweep', () => {
  it('are every number against the first axis, one line a value of the second, the limit dashed', () => {
    const made = report();
    expect(made.plots.map(({ name }) => name)).toEqual(['finalLoss', 'divergedAt', 'loss-curves']);
    const drawn = series(made, 'finalLoss');
    // of the largest rate every run diverged
    expect(drawn.map(({ name, dots, dashed }) => [name, dots ?? false, dashed ?? false])).toEqual([
      ['trainer.lr 0.01', false, false],
      ['trainer.lr 0.01', true, false],
      ['trainer.lr 0.1', false, false],
      ['trainer.lr 0.1', true, false],
      ['trainer.lr 0.01', false, true],
      ['trainer.lr 0.1', false, true],
      ['trainer.lr 1', false, true],
    ]);
    const [, dots] = drawn;
    expect(dots.x).toEqual([8, 32, 128]);
    const losses = records.flatMap((record) =>
      'values' in record && record.axes['net.width'] === 32 && record.axes['trainer.lr'] === 0.01
        ? [record.values.finalLoss as number]
        : [],
    );
    const [mean, error] = meanAndError(losses);
    expect(Math.abs(dots.y[1] / mean - 1)).toBeLessThan(tolerance.limit);
    expect(Math.abs(dots.error![1] / error - 1)).toBeLessThan(tolerance.limit);
    const [{ x, y }] = made.plots[0].content.panels;
    expect([x.label, x.log, y.label, y.log]).toEqual(['net.width', true, 'finalLoss', true]);
  });

  it('have curves against their steps, up to the last that all runs of a line reached, and one limit where it is one', () => {
    const drawn = series(report(), 'loss-curves');
    expect(drawn.map(({ name, dashed }) => [name, dashed ?? false])).toEqual([
      ['net.width 8', false],
      ['net.width 32', false],
      ['net.width 128', false],
      ['limit', true],
    ]);
    for (const one of drawn) expect(one.x).toEqual(Array.from({ length: 11 }, (_, t) => t));
    const apart = report(
      records.map((record) =>
        'values' in record && record.values.limitLoss && record.axes['net.width'] === 32
          ? {
              ...record,
              values: { ...record.values, limitLoss: (record.values.limitLoss as number[]).map((y) => 2 * y) },
            }
          : record,
      ),
    );
    expect(
      series(apart, 'loss-curves')
        .filter(({ dashed }) => dashed)
        .map(({ says }) => says),
    ).toEqual(['limit, net.width 8', 'limit, net.width 32', 'limit, net.width 128']);
  });

  it('have losses on a logarithmic axis also where rounding took some to exactly 0, which are left out', () => {
    const zero = (values: CellValues) => ({
      ...values,
      finalLoss: 0,
      loss: [1000, ...(values.loss as number[]).slice(1, -1), 0],
    });
    const made = report(
      records.map((record) =>
        'values' in record && record.values.loss && record.axes['net.width'] === 32
          ? { ...record, values: zero(record.values) }
          : record,
      ),
    );
    const [plot] = made.plots;
    expect(plot.content.panels[0].y.log).toBe(true);
    expect(plot.content.caption).toContain('; what is exactly 0 is left out.');
    for (const { y } of series(made, 'finalLoss')) expect(Array.from(y)).not.toContain(0);
    expect(series(made, 'finalLoss')[1].x).toEqual([8, 128]);
    expect(series(made, 'finalLoss')[1].error).toHaveLength(2);
    const curve = series(made, 'loss-curves').find(({ name }) => name === 'net.width 32')!;
    expect([curve.x.length, curve.y.length, curve.band!.low.length, curve.band!.high.length]).toEqual([10, 10, 10, 10]);
    expect(report().plots[0].content.caption).not.toContain('left out');
  });

  it('have at most 300 points a line, evenly chosen', () => {
    const cell = { key: '', seconds: 0, attempts: 1 };
    const many = Array.from({ length: 900 }, (_, x) => ({ ...cell, index: x, axes: { x }, values: { a: x ** 2 } }));
    const made = report(many);
    const [line] = series(made, 'a');
    expect([line.x.length, line.x[0], line.x[299], line.y[299]]).toEqual([300, 0, 899, 899 ** 2]);
    expect(made.plots[0].content.caption).toContain('300 of 900 values');
  });

  it('are one a combination of further axes, at most six', () => {
    const more = Array.from({ length: 8 }, (_, hidden) =>
      records.map((record) => ({ ...record, axes: { ...record.axes, 'net.hidden': hidden + 1 } })),
    ).flat();
    const { plots, layout } = report(more);
    expect(plots.filter(({ name }) => name.startsWith('finalLoss')).map(({ title }) => title)).toEqual(
      [1, 2, 3, 4, 5, 6].map((hidden) => `finalLoss against net.width, net.hidden ${hidden}`),
    );
    expect(layout.more).toBe(2);
    expect(sweepPage(report(more))).toContain('2 more combinations of the other axes are not drawn');
  });

  it('know which observable is the limit of which, and what belongs to another', () => {
    expect(limitOf('loss')).toContain('limitLoss');
    expect(limitOf('finalTestLoss')).toContain('finalLimitTestLoss');
    expect(limitOf('slope')).toContain('slopeExpected');
    const names = ['value', 'intervalLow', 'slope', 'slopeLow', 'slopeExpected', 'rowValues', 'rowErrors', 'rowSizes'];
    expect(names.filter((name) => !isPartner(name, names))).toEqual(['value', 'slope', 'rowValues']);
  });
});

describe('the table of a sweep', () => {
  it('shows axes, cells, seeds and means, and holds the numbers in full', () => {
    const { groups, axes } = report();
    const table = sweepTable(groups, axes);
    expect(table.head).toEqual([
      'net.width',
      'trainer.lr',
      'cells',
      'seeds',
      'finalLoss',
      'finalLimitLoss',
      'divergedAt',
      'verdict',
    ]);
    expect(table.rows[0].slice(0, 4)).toEqual(['8', '0.01', '2, 1 failed', '1, 3']);
    expect(table.rows[0][7]).toBe('agrees, "well" 1 of 2, agrees 1 of 2');
    expect(table.rows[2].slice(0, 5)).toEqual(['8', '1', '3', '1 to 3', '–']);
    expect(table.rows[2][7]).toBe('diverged');
    expect(Number(table.value(1, 4))).toBe(groups[1].numbers.finalLoss.mean);
    expect(Number(table.error(1, 4))).toBe(groups[1].numbers.finalLoss.standardError);
    expect([table.value(2, 4), table.error(2, 4), table.error(1, 0)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the page of a sweep', () => {
  it('shows what ran, failures, plots, table, study and versions, loads nothing, and carries its numbers', () => {
    const html = sweepPage(report());
    const text = shown(html);
    for (const part of [
      '26 of 27 cells done, 1 failed.',
      'took longer than 2 s,\nthree times',
      'name: made-up',
      'npx deeplinear sweep run made-up.yaml',
      'npx deeplinear sweep report made-up.sweep',
      'Cells were computed by deeplinear 0.1.0+test',
      'seeds 1 to 3',
      '@media (prefers-color-scheme: dark)',
      '--distinct-0:',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/<script|<img|<iframe|url\((?!#)|@import|undefined|NaN|\[object/);
    expect(text.match(/<div class="plot"/g)?.length).toBe(3);
    expect(text.match(/<details class="source">/g)?.length).toBe(4);
    const run = embedded(html) as SweepReport;
    expect(run.groups.length).toBe(9);
    expect(run.study?.text).toBe('name: made-up\n');
    expect(run.plots[0].content.panels[0].series.length).toBe(7);
  });

  it('shows a limited table of very many cells, and quotes what comes from outside', () => {
    const cell = { key: '', seconds: 0, attempts: 1, values: { a: 1, word: '</script><b>x</b>' } };
    const many = Array.from({ length: 2500 }, (_, index) => ({ ...cell, index, axes: { x: `x${index}` } }));
    const html = sweepPage(report(many, { title: '<i>', study: { file: 'a', text: '<b>' } }));
    expect(shown(html)).not.toMatch(/<i>|<b>x/);
    expect(html).toContain('These are the first 2,000 rows of 2,500.');
    expect(shown(html).match(/<tr>/g)!.length).toBeLessThan(2010);
  });

  it('is written with its plots as pictures beside it', () => {
    const page = join(folder, 'made-up.html');
    const files = writeSweepReport(report(), page, true, exportFile);
    expect(readdirSync(folder).sort()).toEqual([
      'made-up-divergedAt.png',
      'made-up-finalLoss.png',
      'made-up-loss-curves.png',
      'made-up.html',
    ]);
    expect(files[0]).toBe(page);
    expect(readFileSync(files[1]).subarray(1, 4).toString()).toBe('PNG');
  });
});
