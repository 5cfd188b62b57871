import { experiments } from 'deeplinear';
import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../lab/src/commands/check';
import { flagged } from '../../lab/src/commands/flagged';
import { flagOf } from '../../lab/src/commands/parameterOptions';
import { checkPage } from '../../lab/src/report/checkPage';
import { jsonText } from '../../lab/src/report/jsonText';
import { Interrupted } from '../../lab/src/run/drive';
import { runCheck } from '../../lab/src/run/runCheck';
import { runChecks } from '../../lab/src/run/runChecks';
import { checkSummary } from '../../lab/src/view/checkSummary';
import { checkTable, checkTableText } from '../../lab/src/view/checkTable';
import { checkText } from '../../lab/src/view/checkText';
import { estimateText, expectedSlopeText, probability, slopeText, testText } from '../../lab/src/view/findingText';
import { count } from '../../lab/src/view/format';
import { wrap } from '../../lab/src/view/wrap';
import { embedded, shown } from './htmlText';
import { madeUpCheck, madeUpReport, madeUpTest } from './labMadeUpCheck';

const failed = { ...madeUpCheck('broken'), found: undefined, failure: 'singular matrix.', seconds: 0 };
const several = [
  madeUpCheck(),
  madeUpTest(),
  madeUpCheck('wrong-law', { verdict: 'disagrees', explanation: 'Too far.' }),
  madeUpCheck('few-nets', { verdict: 'underpowered', needed: 700, explanation: 'Too few.' }),
  failed,
];

describe('the parts of a finding', () => {
  it('have the decimals that their interval allows, and a true minus sign', () => {
    expect(estimateText({ value: 0.001234, interval: [-0.0047, 0.0071] })).toBe('0.0012 [−0.0047, 0.0071]');
    expect(estimateText({ value: -0.0001, interval: [-0.06, 0.06] })).toBe('0.000 [−0.060, 0.060]');
    expect(estimateText({ value: 1234.5, interval: [1200, 1270] })).toBe('1235 [1200, 1270]');
    expect(estimateText({ value: 3e-9, interval: [1e-9, 5e-9] })).toBe('3.0e−9 [1.0e−9, 5.0e−9]');
    expect(estimateText({ value: 0.25, interval: [0.25, 0.25] })).toBe('0.25 [0.25, 0.25]');
    expect(estimateText({ value: 0.25, interval: [Number.NEGATIVE_INFINITY, 1] })).toBe('0.250');
    expect(estimateText({ value: Number.NaN })).toBe('not a number');
  });

  it('are the test and the exponent, where there are any', () => {
    const { found } = madeUpCheck();
    expect(testText(found!)).toBe('z 0.41, p 0.68');
    expect([slopeText(found!), expectedSlopeText(found!)]).toEqual(['−0.498 [−0.521, −0.475]', '−0.5']);
    expect([testText({}), slopeText({}), expectedSlopeText({})]).toEqual(['', '', '']);
    expect([0.5, 0.0214, 1e-19].map(probability)).toEqual(['0.50', '0.021', '1.0e−19']);
  });
});

describe('the table of all checks', () => {
  it('has a row a check with statistic, value, test, exponent, samples, time and verdict', () => {
    const { head, rows } = checkTable(several);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
    expect(rows[0]).toEqual([
      'wide-nets',
      'relative deviation of the outputs at infinite width',
      '0.0012 [−0.0047, 0.0071]',
      'p 0.68',
      '−0.498 [−0.521, −0.475]',
      '−0.5',
      '256',
      '1.2 s',
      'agrees',
    ]);
    expect(rows.map((row) => row.at(-1))).toEqual(['agrees', 'agrees', 'disagrees', 'underpowered', 'failed']);
  });

  it.each([60, 80, 100, 120, 160, 300])('fits into %i columns and loses nothing', (columns) => {
    const text = checkTableText(several, columns);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    const plain = text.replace(/\s+/g, ' ');
    for (const part of [
      '0.0012 [−0.0047, 0.0071]',
      'p 0.021',
      '−0.498 [−0.521, −0.475]',
      '256',
      '1.2 s',
      'disagrees',
    ]) {
      expect(plain).toContain(part);
    }
    for (const { id, found, failure } of several) {
      expect(plain).toContain(id);
      if (columns < 300) expect(plain).toContain(found?.statistic ?? failure);
    }
  });

  it('is one line a check where nothing says how wide lines may be', () => {
    expect(checkTableText(several).split('\n')).toHaveLength(several.length + 2);
  });
});

describe('the summary of checks', () => {
  it('counts verdicts, names what does not agree, and says why', () => {
    expect(checkSummary(several)).toEqual([
      '2 of 5 checks agree with their theory. 1 disagrees: wrong-law. 1 is underpowered (too few samples for a verdict): few-nets. 1 could not be computed: broken.',
      'wrong-law: Too far.',
      'few-nets: Too few.',
      'broken: Not computed: singular matrix.',
    ]);
    expect(checkSummary(several.slice(0, 2))).toEqual(['2 of 2 checks agree with their theory.']);
  });

  it('of one check is its explanation, and says when the law was wrong on purpose', () => {
    expect(checkSummary([madeUpCheck()])).toEqual(['The distance goes as width^-0.498. Simulation and theory agree.']);
    const [said] = checkSummary([{ ...several[2], wrong: { id: 'gamma', doc: 'richness off by 2' } }]);
    expect(said).toBe('Too far. This is the wrong law gamma (richness off by 2), which has to disagree.');
  });
});

describe('one check as text', () => {
  it('shows sizes, finding, sentence and command within the columns', () => {
    const record = madeUpCheck('few-nets', { verdict: 'underpowered', needed: 700 });
    const text = checkText(record, checkSummary([record]), 80);
    const [sizes] = text.split('\n\nstatistic');
    expect(sizes).toMatch(/1,024 +64 +0\.0094 ± 0\.0003/);
    for (const part of ['± 0.02 counts as', 'z 0.41, p 0.68', 'theory −0.5', '256; about 700 would give a verdict']) {
      expect(text).toContain(part);
    }
    const lines = text.split('\n').filter((line) => !line.includes('Again: '));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(/Again: npx deeplinear check few-nets --widths 32,64,128,1024$/);
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it('leaves out what a finding does not have', () => {
    const text = checkText(madeUpTest(), [], 80);
    expect(text).not.toMatch(/exponent|± 0|undefined|NaN/);
    expect(wrap('a bb ccc', 4, 1)).toBe('a bb\n ccc');
  });
});

describe('report.html of checks', () => {
  it('loads nothing and shows table, figures, sentences, commands and papers', () => {
    const html = checkPage(madeUpReport(several));
    expect(shown(html)).not.toMatch(/<script|<img|<iframe|url\(|@import|undefined|NaN|\[object/);
    // the overview, and the checks with more than one size
    expect(html.match(/<svg /g)?.length).toBe(1 + 3);
    expect(html.match(/<svg (?=[^>]*role="img")(?=[^>]*aria-label="[^"]{20,}")/g)?.length).toBe(4);
    for (const { id, command } of several) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toContain(`<section id="${id}">`);
      expect(html).toContain(`<pre><code>${command}</code></pre>`);
    }
    for (const text of ['npx deeplinear check --all', 'Too few.', 'singular matrix', 'width<sup>−1/2</sup>']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(embedded(html)).toEqual(JSON.parse(jsonText(madeUpReport(several))));
  });

  it('says of each table and plot which command and seeds it comes from, and of each point its value', () => {
    const one = { ...madeUpCheck(), parameters: { seed: 5, seeds: 4 } };
    const html = checkPage(madeUpReport([one]));
    const sources = html.match(/<details class="source">.*?<\/details>/g)!;
    expect(sources.length).toBe(2);
    for (const source of sources) expect(source).toContain(`seeds 5 to 8</summary><ul><li><code>${one.command}</code>`);
    for (const { size } of one.found!.rows)
      expect(html).toContain(`<title>mean with its standard error\n${one.size}: ${count(size)}\n`);
  });

  it('draws the fitted and the expected slope of one check, and the numbers that have none', () => {
    const one = checkPage(madeUpReport([madeUpCheck()]));
    expect(one).toContain('fitted slope −0.50 (−0.52 to −0.48)');
    expect(one).toContain('theory: slope −0.5');
    expect(one).toContain('theory and simulation agree');
    expect(one).not.toContain('All checks');
    const signed = madeUpCheck('signed', {
      slope: undefined,
      rows: [
        { size: 0, samples: 3, value: -1, standardError: 0.1 },
        { size: 2, samples: 3, value: 2, standardError: Number.NaN },
      ],
    });
    expect(checkPage(madeUpReport([signed])).match(/<svg /g)?.length).toBe(1);
    expect(shown(checkPage(madeUpReport([signed])))).not.toMatch(/undefined|NaN/);
  });

  it('quotes what comes from outside', () => {
    const record = { ...madeUpCheck(), data: '<script>alert(1)</script>', notes: ['a <i> & "b"'] };
    expect(shown(checkPage(madeUpReport([record])))).not.toMatch(/<script|<i> /);
  });
});

describe('deeplinear check', () => {
  it.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
    '%s says in its help what it is, what can be set, and its wrong laws',
    (id, experiment) => {
      const check = checkCommand(experiments, new AbortController().signal, () => {});
      const command = check.commands.find((one) => one.name() === id)!;
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).exitOverride();
      expect(() => command.parse(['--help'], { from: 'user' })).toThrow();
      const plain = help.replace(/\s+/g, ' ');
      expect(plain).toContain(experiment.summary.replace(/\s+/g, ' '));
      expect(plain).toContain(experiment.expected.law);
      const powered = experiment.powered ?? {};
      for (const { name, ...parameter } of experiment.parameters) {
        const value = powered[name] ?? parameter.default;
        expect(help).toContain(`${flagOf(name)} `);
        if (value !== undefined) expect(plain).toContain(`(default: ${String(value)})`);
      }
      for (const law of experiment.wrong) expect(plain).toContain(`${law.id} ${law.doc}`);
      const [first] = experiment.parameters;
      expect(flagged(`${first.name}: expected`, experiment.parameters)).toBe(`${flagOf(first.name)}: expected`);
    },
  );

  it('with --all makes a record of every check in their order, also of one that cannot be computed, and stops when told', async () => {
    const [experiment] = experiments;
    const parameters = { widths: [8, 16], seeds: 2, steps: 3 };
    const checks = ['unheard-of', experiment.id].map((id, i) => ({
      experiment,
      task: { id, parameters, asked: { command: `again ${i}`, notes: [] } },
    }));
    const seen: number[] = [];
    const input = { checks, workers: 2, onProgress: (done: number) => seen.push(done) };
    const { signal } = new AbortController();
    const [broken, good] = await runChecks({ ...input, signal });
    expect([broken, good].map(({ command }) => command)).toEqual(['again 0', 'again 1']);
    const asked = { command: 'again 1', notes: [] };
    const here = await runCheck({ experiment, parameters, signal, onProgress: () => {} }, asked);
    // a thread gives the bits that this one gives
    expect(good).toEqual({ ...here, seconds: good.seconds });
    expect(broken.found).toBeUndefined();
    expect(broken.failure).toMatch(/undefined/);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await expect(runChecks({ ...input, signal: AbortSignal.abort() })).rejects.toThrow(Interrupted);
  });

  it('turns a finding of the library into plain data that JSON reads back', async () => {
    const [experiment] = experiments;
    const asked = { command: 'npx deeplinear check', notes: [] };
    const { signal } = new AbortController();
    const parameters = { widths: [8, 16], seeds: 2, steps: 3 };
    const wrong = experiment.wrong[0].id;
    const record = await runCheck({ experiment, parameters, wrong, signal, onProgress: () => {} }, asked);
    expect(record.found!.rows.map(({ size }) => size)).toEqual([8, 16]);
    expect(record).toMatchObject({ id: experiment.id, size: 'width', wrong: { id: wrong } });
    expect(JSON.parse(jsonText(record))).toEqual(JSON.parse(JSON.stringify(record)));
    expect(jsonText(record)).not.toContain('null');
  });
});
