import { describe, expect, it } from 'vitest';
import { reproduction } from '../../lab/src/commands/reproduction';
import {
  count,
  exponent,
  quote,
  scoreText,
  secondsText,
  short,
  sizeName,
  typed,
  visible,
  withError,
} from '../../lab/src/view/format';
import { resultTable, tableText } from '../../lab/src/view/resultTable';
import { summary, timeLine } from '../../lab/src/view/summary';
import { madeUpResult } from './labMadeUpResult';

describe('numbers for people', () => {
  it('have four digits and a true minus sign', () => {
    expect([0.123456, -12.3456, 1234567, 0.0000123456, 0, 99999].map((value) => short(value))).toEqual([
      '0.1235',
      '−12.35',
      '1.235e6',
      '1.235e−5',
      '0',
      '99999',
    ]);
  });

  it('have as many digits as their error allows', () => {
    expect(withError(0.214032, 0.00064)).toBe('0.2140 ± 0.0006');
    expect(withError(0.214032, 0.00021)).toBe('0.21403 ± 0.00021');
    expect(withError(-3.2, 0.5)).toBe('−3.2 ± 0.5');
    expect(withError(0.1426602, 1e-9)).toBe('0.142660');
    expect(withError(0.5, Number.NaN)).toBe('0.5000');
    expect(withError(-0.003, 0.5)).toBe('0.0 ± 0.5');
  });

  it('have no sign where they round to zero', () => {
    expect([-0.004, -0.006, -0, 0.004].map((value) => exponent(value))).toEqual(['0.00', '−0.01', '0.00', '0.00']);
  });

  it('can be typed again', () => {
    expect([0.375, 2.7939677238464355e-9, 1e200, 3, 0].map(typed)).toEqual(['0.375', '2.79e-9', '1e200', '3', '0']);
  });

  it('are percent, counts and times', () => {
    expect(scoreText(0.8666, true, 0.0004)).toBe('86.66 ± 0.04 %');
    expect([count(60000), count(1, 'input'), count(2, 'input')]).toEqual(['60,000', '1 input', '2 inputs']);
    expect(['widths', 'stepsPerTime', 'inputs', 'hiddens'].map(sizeName)).toEqual([
      'width',
      'steps per time',
      'inputs',
      'hidden layers',
    ]);
    expect([0.0004, 0.0321, 4.26, 21.7].map(secondsText)).toEqual(['1 ms', '32 ms', '4.3 s', '22 s']);
  });
});

describe('text of somebody else', () => {
  it('has its control characters escaped and is cut where it is long', () => {
    expect(visible('a\x1b[2Jb\0\u202e é ü … –')).toBe('a\\u001b[2Jb\\u0000\\u202e é ü … –');
    expect(quote('a "b"')).toBe('"a \\"b\\""');
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`);
  });
});

describe('the table', () => {
  it('shows no uncertainty of a distance that nothing tells', () => {
    const result = madeUpResult([64]);
    result.rows[0].distance = { value: 0.25, standardError: Number.NaN };
    expect(resultTable(result).rows[0][3]).toBe('0.2500');
  });

  it('has a row a size and one for the limit, in aligned columns', () => {
    const table = resultTable(madeUpResult([64, 1024]));
    expect(table.rows.map(([first]) => first)).toEqual(['64', '1,024', '∞ (limit)']);
    const lines = tableText(table).split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('says which nets diverged', () => {
    const result = madeUpResult([64, 128]);
    result.rows[0] = { size: 64, seeds: 3, diverged: 3, stepsPerSecond: 10 };
    result.rows[1].diverged = 1;
    const { rows } = resultTable(result);
    expect(rows[0].slice(1, 4)).toEqual(['diverged', '–', '–']);
    expect(rows[1][1]).toMatch(/; 1 of 3 diverged$/);
  });
});

describe('the summary', () => {
  it('says in plain words what was seen', () => {
    const [headline, end, verdict] = summary(madeUpResult());
    expect(headline).toBe(
      "From width 64 to 2,048 the outputs of nets in training come 5.7 times closer to the infinite-width limit's (root-mean-square difference 1.16 and 0.206). The difference goes as width^−0.502 (95 % interval −0.530 to −0.474); the theory says width^−0.5.",
    );
    expect(end).toMatch(
      /^After 60 steps the limit's training loss is .* The limit predicts a test accuracy of 85.31 %/,
    );
    expect(verdict).toMatch(/Simulation and theory agree\.$/);
  });

  it('does not claim what one width cannot show', () => {
    const result = madeUpResult([64]);
    const reason = 'at least two widths are needed to extrapolate';
    result.fit = { ...result.fit!, slope: undefined, intercept: undefined, verdict: 'underpowered', reason };
    expect(summary(result).join(' ')).toMatch(
      /More widths show how nets converge.*No exponent and no verdict: at least two widths are needed/,
    );
  });

  it('names the edge of stability where the loss of the limit rises and the nets disagree', () => {
    const result = madeUpResult();
    result.theory.loss[7] = result.theory.loss[6] * 1.1;
    expect(summary(result).join(' ')).not.toContain('edge of stability');
    result.fit!.verdict = 'disagrees';
    expect(summary(result).at(-1)).toContain('rises at step 7: lr 3 is at the edge of stability');
  });

  it('says which part is too uncertain for a verdict', () => {
    const result = madeUpResult();
    const fit = result.fit!;
    const last = () => summary(result).at(-1)!;
    fit.verdict = 'underpowered';
    fit.slope = { ...fit.slope!, verdict: 'underpowered', interval: [-0.9, -0.1] };
    expect(last()).toMatch(
      /counts as none\)\. The interval of the exponent, −0\.900 to −0\.100, is too wide to say whether it is −0\.5\. More seeds or more widths make it narrower\.$/,
    );
    fit.slope.interval = [-0.68, -0.54];
    expect(last()).toContain('−0.680 to −0.540, leaves −0.5 out, but not by enough for a verdict.');
    fit.slope.verdict = 'agrees';
    fit.intercept!.verdict = 'underpowered';
    expect(last()).toMatch(
      /counts as none\)\. That interval is neither within the margin nor all beyond it: too wide for a verdict\. More seeds or more widths make it narrower\.$/,
    );
    fit.verdict = 'disagrees';
    fit.intercept!.verdict = 'disagrees';
    expect(last()).toMatch(/That is beyond the margin and beyond chance\. Simulation and theory disagree\.$/);
    fit.slope.verdict = 'disagrees';
    expect(last()).toContain('The exponent is not −0.5, beyond chance.');
  });

  it('says why nothing could be fitted', () => {
    const result = madeUpResult();
    const reason = 'the limit does not move, so there is nothing to compare';
    result.fit = { ...result.fit!, slope: undefined, intercept: undefined, verdict: 'underpowered', reason };
    expect(summary(result).at(-1)).toBe(`No exponent and no verdict: ${reason}.`);
  });

  it('blames gamma0 for a divergence where it is extreme, and the learning rate elsewhere', () => {
    const result = madeUpResult();
    result.theory.diverged = { step: 4, reason: 'loss is not finite' };
    expect(summary(result)).toEqual([
      'Training diverges at this learning rate: the limit blows up at step 4, while the nets are still finite after the last step. This is what gradient descent does beyond the edge of stability, not a failure of the computation. Try a --lr below 3.',
    ]);
    result.theory.diverged.step = 0;
    expect(summary(result)[0]).toMatch(
      /^Already at the start the limit blows up at step 0, .* Try --initial-scales closer to 1\.$/,
    );
    result.parameters = { ...result.parameters, gamma0: 1e200, lr: 2.7939677238464355e-9 };
    expect(summary(result)[0]).toMatch(
      /^Training diverges at gamma0 1e200 and lr 2\.79e-9: .* 1e200 is so large that numbers overflow\. Try a --gamma0 between 0\.01 and 100\.$/,
    );
  });

  it('counts nets that diverged', () => {
    const result = madeUpResult();
    result.rows[0].diverged = 2;
    expect(summary(result)[1]).toBe('2 of 18 nets diverged and are left out; a smaller --lr keeps them stable.');
    expect(timeLine(result)).toMatch(/for 18 nets\.$/);
    expect(timeLine({ ...result, runs: result.runs.slice(0, 1) })).toMatch(/for 1 net\.$/);
    result.fit = undefined;
    expect(summary(result)[0]).toMatch(
      /^All 18 nets diverged although the limit did not: at lr 3 these widths are too small/,
    );
    result.parameters.gamma0 = 1e-200;
    expect(summary(result)[0]).toMatch(/^All 18 nets diverged although the limit did not\. .* 1e-200 is so small/);
  });
});

describe('the command to repeat a run', () => {
  it('spells every value out and quotes for the shell', () => {
    const parameters = [
      { name: 'widths', type: 'integers' as const, doc: '' },
      { name: 'layerLr', type: 'numbers' as const, doc: '' },
    ];
    const data = { data: "o'neill data.csv", target: 'price', classes: true, test: 0.5 };
    expect(reproduction(['compare'], parameters, { widths: [64, 128], layerLr: undefined }, data)).toBe(
      "npx deeplinear compare --data 'o'\\''neill data.csv' --target price --classes --test 0.5 --widths 64,128",
    );
  });
});
