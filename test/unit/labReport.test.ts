import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../lab/src/inputError';
import { page } from '../../lab/src/report/page';
import { reportFolder } from '../../lab/src/report/reportFolder';
import { requireFonts } from '../../lab/src/report/requireFonts';
import { runJson } from '../../lab/src/report/runJson';
import { svgToPng } from '../../lab/src/report/svgToPng';
import { writeReport } from '../../lab/src/report/writeReport';
import type { Result } from '../../lab/src/run/result';
import { short } from '../../lab/src/view/format';
import { matrix } from '../../src/matrix';
import { embedded, shown } from './htmlText';
import { madeUpResult } from './labMadeUpResult';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const learned = ['limit', '64'].map((label) => ({
  label,
  predictor: matrix(
    10,
    784,
    Float64Array.from({ length: 7840 }, (_, i) => Math.sin(i)),
  ),
}));

/** Every address a browser would fetch while showing the page. */
function loads(html: string): string[] {
  const attributes = [...html.matchAll(/<(?!a\b)[a-z]+\b[^>]*?\b(?:src|href|srcset|data|poster)="([^"]*)"/g)];
  const styles = [...html.matchAll(/url\(([^)]*)\)|@import\s+([^;]*)/g)];
  return [...attributes.map((match) => match[1]), ...styles.map((match) => match[1] ?? match[2])];
}

describe('report.html', () => {
  it('loads nothing: pictures and scripts are inside, and its own policy forbids more', () => {
    const html = page(madeUpResult(), learned);
    expect(loads(html).length).toBeGreaterThan(20);
    for (const address of loads(html)) expect(address).toMatch(/^(data:|#)/);
    expect(html).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none';`);
  });

  it('carries its run: every number, or all but curves that are too long', () => {
    const result = madeUpResult();
    expect(embedded(page(result, []))).toEqual(JSON.parse(runJson(result)));
    const long = madeUpResult([64]);
    const distance = long.theory.loss.concat(...Array.from({ length: 2500 }, () => long.runs[0].distance));
    // Diverged: in the numbers, not in the figures.
    const diverged = { step: 3, reason: 'loss is not finite' };
    long.runs = long.runs.map((run) => ({ ...run, distance, diverged }));
    const html = page(long, []);
    expect(html).toContain('inside this page, all but the curves of single nets');
    const { runs, theory } = embedded(html) as Result;
    expect(runs.map(({ loss, score }) => [loss, score])).toEqual(long.runs.map(({ score }) => [[], score]));
    expect(theory.loss).toEqual(long.theory.loss);
  });

  it('says below table and plots which commands and seeds they come from, size by size', () => {
    const result = madeUpResult([64, 128]);
    result.command = 'npx deeplinear compare --widths 64,128 --seeds 3';
    const sources = page(result, []).match(/<details class="source">.*?<\/details>/g)!;
    expect(sources.length).toBe(5);
    for (const source of sources) {
      expect(source).toContain('seeds 1 to 3');
      expect(source).toContain(result.command);
      expect(source).toContain('<b>width 128</b> <code>npx deeplinear compare --widths 128 --seeds 3</code>');
    }
  });

  it('says the values of points, at most 80 of a curve', () => {
    const result = madeUpResult();
    const html = page(result, []);
    const losses = result.runs.slice(0, 3).map(({ loss }) => loss[0]);
    const [mean, low, high] = [(losses[0] + losses[1] + losses[2]) / 3, Math.min(...losses), Math.max(...losses)];
    const [first] = html.match(/<g class="values"[\s\S]*?<\/svg>/g)!;
    expect(first).toContain(
      `<title>width 64\ngradient-descent step: 0\ntraining loss ½⟨‖y − f‖²⟩: ${short(mean)} (${short(low)} to ${short(high)})<`,
    );
    expect(first).toContain('<title>limit\ngradient-descent step: 60\n');
    const long = page(madeUpResult([64], 3000), []);
    expect(long.match(/<title>limit\n/g)?.length).toBeLessThanOrEqual(80);
    expect(long).toContain('<title>limit\ngradient-descent step: 3,000\n');
  });

  it('shows every size, the limit, the figures, the configuration, the command and the paper', () => {
    const result = madeUpResult();
    const html = page(result, learned);
    for (const text of ['64', '1,024', '∞ (limit)', result.command, 'arxiv.org/abs/2502.02531', 'test accuracy']) {
      expect(html).toContain(text);
    }
    expect(html.match(/<svg /g)?.length).toBe(4);
    expect(html.match(/<img /g)?.length).toBe(20);
    expect(html).toContain('theory and simulation agree');
    expect(shown(html)).not.toMatch(/undefined|NaN|\[object/);
  });

  it('declares both colour schemes and has a description for every figure', () => {
    const html = page(madeUpResult(), learned);
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toContain('@media print');
    expect(html.match(/<svg (?=[^>]*role="img")(?=[^>]*aria-label="[^"]{20,}")/g)?.length).toBe(4);
  });

  it('quotes what comes from outside', () => {
    const result = madeUpResult();
    result.data.name = '</script><script>alert(1)</script><!--';
    result.data.description = 'a & b <i> "c"';
    result.command = "npx deeplinear compare --data '<x>.csv'";
    const html = page(result, []);
    expect(shown(html)).not.toMatch(/<script|<x>|<i> /);
    expect((embedded(html) as Result).data.name).toBe(result.data.name);
    expect(html).toContain('a &amp; b &lt;i&gt; &quot;c&quot;');
  });

  it.each([
    ['one width and one seed', [64]],
    ['a dozen widths', Array.from({ length: 12 }, (_, i) => 2 ** (i + 2))],
  ])('is drawn for %s', (_, sizes) => {
    const result = madeUpResult(sizes, 3);
    if (sizes.length === 1) {
      result.fit = { ...result.fit!, slope: undefined, intercept: undefined, verdict: 'underpowered' };
      result.data.score = undefined;
    }
    expect(page(result, []).match(/<svg /g)?.length).toBe(sizes.length === 1 ? 3 : 4);
    expect(shown(page(result, []))).not.toMatch(/undefined|NaN/);
  });

  it('says only what the numbers show', () => {
    const drawn = page(madeUpResult(), learned);
    expect(drawn).toContain('hugs the dashed one');
    expect(drawn).not.toContain('at the end of training it is smaller');
    expect(drawn).toContain('at the end of training it is larger');
    const result = madeUpResult();
    for (const run of result.runs) run.distance.reverse();
    result.fit!.slope!.interval = [-1, 0.2];
    result.theory.score = undefined;
    const other = page(result, learned.slice(1));
    expect(other).toContain('at the end of training it is smaller');
    expect(other).not.toMatch(/hugs the dashed one|what the limit predicts|top strip was computed/);
  });

  it('shows no uncertainty for one seed', () => {
    const result = madeUpResult();
    result.seeds = [1];
    for (const row of result.rows) row.distance!.standardError = Number.NaN;
    const html = page(result, []);
    expect(shown(html)).not.toMatch(/standard error|standard deviation|over seeds|spans the seeds|NaN/);
    expect(html).toContain('Each point is one net.');
  });

  it('is drawn when the limit diverged and the nets did not, or at once', () => {
    for (const loss of [[0.4, 5, 1e200], [0.4], []]) {
      const result = madeUpResult([64, 128], 5);
      result.theory = { loss, seconds: 1, diverged: { step: loss.length, reason: 'loss is not finite' } };
      result.runs = result.runs.map((run) => ({ ...run, loss: loss.length === 3 ? run.loss : loss, distance: [] }));
      result.rows = result.rows.map((row) => ({ ...row, distance: undefined }));
      result.fit = undefined;
      expect(shown(page(result, []))).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  it('is drawn when everything diverged', () => {
    const result = madeUpResult([64, 128], 5);
    const diverged = { step: 3, reason: 'loss is not finite' };
    result.theory = { loss: [0.4, 5, 1e200], seconds: 1, diverged };
    result.runs = result.runs.map((run) => ({
      ...run,
      loss: [0.4, 8, 1e250],
      distance: [1, 2],
      diverged,
      score: undefined,
    }));
    result.rows = result.rows.map(({ size, seeds, stepsPerSecond }) => ({
      size,
      seeds,
      diverged: seeds,
      stepsPerSecond,
    }));
    result.fit = undefined;
    const html = page(result, []);
    expect(html).toContain('limit, diverging');
    expect(html.match(/<svg /g)?.length).toBe(1);
    expect(shown(html)).not.toMatch(/undefined|NaN|Infinity/);
  });
});

describe('run.json', () => {
  it('reads back to the same numbers', () => {
    const result = madeUpResult();
    result.command = 'npx deeplinear compare --data "[ 1,  2 ]"';
    expect(JSON.parse(runJson(result))).toEqual(JSON.parse(JSON.stringify(result)));
    expect((JSON.parse(runJson(result)) as Result).theory.loss).toEqual(result.theory.loss);
  });

  it('keeps a curve on one line', () => {
    expect(runJson(madeUpResult()).split('\n').length).toBeLessThan(600);
  });
});

describe('the report folder', () => {
  it('holds the page, the numbers and two figures that stand on their own', () => {
    const target = reportFolder(join(folder, 'a', 'report'));
    writeReport(target, madeUpResult(), learned);
    expect(readdirSync(join(folder, 'a')).length).toBe(1);
    target.publish();
    expect(readdirSync(join(folder, 'a'))).toEqual(['report']);
    expect(readdirSync(target.path).sort()).toEqual(['figures', 'report.html', 'run.json']);
    for (const name of ['loss.svg', 'distance.svg']) {
      const svg = readFileSync(join(target.path, 'figures', name), 'utf8');
      expect(svg).toMatch(/^<\?xml [^>]*>\n<svg /);
      expect(svg).not.toContain('var(--');
      for (const address of loads(svg)) expect(address).toMatch(/^#/);
    }
    if (process.platform !== 'win32') expect(statSync(target.path).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('holds pictures as PNG of twice the size, with text, where they are wanted', () => {
    const target = reportFolder(join(folder, 'png'));
    writeReport(target, madeUpResult([64, 128], 5), [], true);
    target.publish();
    for (const name of ['loss', 'distance']) {
      const png = readFileSync(join(target.path, 'figures', `${name}.png`));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      const svg = readFileSync(join(target.path, 'figures', `${name}.svg`), 'utf8');
      const size = /viewBox="-?\d+ -?\d+ (\d+) (\d+)"/.exec(svg)!.slice(1).map(Number);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(size.map((side) => 2 * side));
      const textless = svgToPng(svg.replace(/<text[\s\S]*?<\/text>/g, ''));
      expect(png.equals(svgToPng(svg))).toBe(true);
      expect(textless.length).toBeLessThan(0.95 * png.length);
    }
    reportFolder(join(folder, 'png')).discard();
  });

  it('refuses pictures where no font would draw their text', () => {
    requireFonts('--png');
    expect(() => requireFonts('--png', { loadSystemFonts: false })).toThrow(
      '--png: found no font for the text of the pictures; install one',
    );
  });

  it('appears only when published, and replaces an older report', () => {
    const path = join(folder, 'b');
    for (const content of ['first', 'second']) {
      const target = reportFolder(path);
      target.write('run.json', '{ "format": "deeplinear-compare/1" }');
      target.write('report.html', content);
      if (content === 'first') expect(existsSync(path)).toBe(false);
      else expect(readFileSync(join(path, 'report.html'), 'utf8')).toBe('first');
      target.publish();
      expect(readFileSync(join(path, 'report.html'), 'utf8')).toBe(content);
    }
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))('says in one sentence that the disk is full, and leaves nothing', () => {
    const above = join(folder, 'full');
    const target = reportFolder(join(above, 'report'));
    symlinkSync('/dev/full', join(above, readdirSync(above)[0], 'report.html'));
    const reason = `--out: expected a folder that can be written, got "${join(above, 'report')}" (the disk is full)`;
    expect(() => target.write('report.html', 'too much')).toThrow(new InputError(reason));
    target.discard();
    expect(existsSync(above)).toBe(false);
  });

  it('leaves nothing when discarded, also after something strange took its place', () => {
    const path = join(folder, 'c');
    const target = reportFolder(path);
    target.write('report.html', 'unseen');
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.tex'), 'precious');
    expect(() => target.publish()).toThrow('which holds "thesis.tex"; it was left alone');
    target.discard();
    target.discard();
    expect(readdirSync(path)).toEqual(['thesis.tex']);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('never replaces a folder that holds anything not written by a report', () => {
    const path = join(folder, 'd');
    mkdirSync(join(path, 'figures'), { recursive: true });
    const kept = 'it was left alone';
    expect(() => reportFolder(path)).toThrow(`which has no run.json of a report; ${kept}`);
    writeFileSync(join(path, 'run.json'), '{ "format": "of somebody else" }');
    expect(() => reportFolder(path)).toThrow(`which has no run.json of a report; ${kept}`);
    writeFileSync(join(path, 'run.json'), runJson(madeUpResult()));
    writeFileSync(join(path, 'figures', 'mine.svg'), 'precious');
    expect(() => reportFolder(path)).toThrow(`which holds "figures/mine.svg"; ${kept}`);
    expect(readFileSync(join(path, 'figures', 'mine.svg'), 'utf8')).toBe('precious');
    rmSync(join(path, 'figures', 'mine.svg'));
    reportFolder(path).discard();
  });

  it('removes the folders above it that it made, and only those', () => {
    mkdirSync(join(folder, 'e'));
    const target = reportFolder(join(folder, 'e', 'f', 'g', 'report'));
    expect(existsSync(join(folder, 'e', 'f', 'g'))).toBe(true);
    target.discard();
    expect(readdirSync(join(folder, 'e'))).toEqual([]);
    const shared = reportFolder(join(folder, 'e', 'f', 'g', 'report'));
    writeFileSync(join(folder, 'e', 'f', 'other'), 'precious');
    shared.discard();
    expect(readdirSync(join(folder, 'e', 'f'))).toEqual(['other']);
  });

  it('clears what killed runs of the same name left, and puts back a report that one had moved aside', () => {
    const above = join(folder, 'h');
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const left = (name: string, pid: number, tail: string) => join(above, `.${name}-unfinished-${pid}-abc123${tail}`);
    for (const path of [
      left('i', gone, ''),
      left('i', gone, '-old'),
      left('j', gone, ''),
      left('i', process.ppid, ''),
    ]) {
      mkdirSync(path, { recursive: true });
    }
    writeFileSync(join(left('i', gone, '-old'), 'run.json'), runJson(madeUpResult()));
    const target = reportFolder(join(above, 'i'));
    target.discard();
    expect(readdirSync(above).sort()).toEqual(
      ['i', left('j', gone, '').slice(above.length + 1), left('i', process.ppid, '').slice(above.length + 1)].sort(),
    );
    expect(readdirSync(join(above, 'i'))).toEqual(['run.json']);
  });
});
