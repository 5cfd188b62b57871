import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figureFaults } from '../../lab/src/figures/figureFaults';
import { figures } from '../../lab/src/figures/registry';
import type { FigureRecord } from '../../lab/src/figures/runFigure';
import { runCli } from '../package/runCli';

const MINUTES = 10;
const pictures = join(import.meta.dirname, '..', '..', 'docs', 'figures');
const folder = mkdtempSync(join(tmpdir(), 'deeplinear-figures-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('deeplinear figure --all --quick', () => {
  let made: ReturnType<typeof runCli>;
  beforeAll(() => {
    made = runCli(folder, 'figure', '--all', '--quick', '--json', '--out', 'quick');
  }, 3_600_000);

  it(`makes every figure within ${MINUTES} minutes`, () => {
    expect(made.code).toBe(0);
    const { seconds, figures: all } = JSON.parse(made.stdout);
    process.stdout.write(`${all.length} figures in ${seconds.toFixed(0)} s\n`);
    expect(all.map(({ id }: { id: string }) => id)).toEqual(figures.map(({ id }) => id));
    expect(seconds).toBeLessThan(60 * MINUTES);
    expect(readdirSync(join(folder, 'quick'))).toHaveLength(3 * figures.length + 1);
  });

  it.each(figures.map((figure) => [figure.id, figure] as const))('%s has no fault', (id, figure) => {
    const record: FigureRecord = JSON.parse(readFileSync(join(folder, 'quick', `${id}.json`), 'utf8'));
    // JSON has null for the gaps
    for (const { series } of record.content.panels) {
      for (const one of series) one.y = Array.from(one.y, (value) => value ?? Number.NaN);
    }
    expect(figureFaults(figure, record.content)).toEqual([]);
  });

  it.each(figures.map(({ id }) => id))('%s is the picture of the docs', (id) => {
    const [again, committed] = [join(folder, 'quick'), pictures].map((at) =>
      readFileSync(join(at, `${id}.svg`), 'utf8'),
    );
    expect(again === committed).toBe(true);
  });
});
