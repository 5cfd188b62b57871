import { advise, curveExperiments } from 'deeplinear';
import { describe, expect, it } from 'vitest';
import { reproduction } from '../../lab/src/commands/reproduction';
import { adviceText } from '../../lab/src/view/adviceText';
import { someIndices } from '../../lab/src/view/someIndices';

describe('advice as text', () => {
  const { moments } = curveExperiments[0].ownData();
  const advice = advise({ moments, spec: { hidden: 1, width: 16 }, steps: 30, transferTo: false });

  it('says what the library says, every regime and the loss with its band, within the columns', () => {
    const text = adviceText(advice, 'some samples', 'npx deeplinear advise', 80);
    const plain = text.replace(/\s+/g, ' ');
    for (const line of advice.explain().split('\n')) expect(plain).toContain(line);
    for (const { id, when, holds } of advice.regimes) expect(plain).toContain(`${id} ${holds ? 'yes' : 'no'} ${when}`);
    expect(plain.match(/this decides/g)).toHaveLength(1);
    expect(text).toMatch(/^ *step +loss +90 % of nets from +to +infinite width$/m);
    expect(text).toMatch(/^ *30 /m);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/undefined|NaN|not a number/);
  });

  it('leaves out curves that are not there', () => {
    const stopped = { ...advice, limitLoss: undefined };
    expect(adviceText(stopped, 'some samples', 'again')).not.toMatch(/infinite width$/m);
    const empty = { ...advice, predictedLoss: new Float64Array(0), limitLoss: undefined };
    expect(adviceText(empty, 'some samples', 'again')).not.toMatch(/^ *step/m);
  });

  it('shows the first and the last row of a long table', () => {
    expect(someIndices(101, 3)).toEqual([0, 50, 100]);
    expect([someIndices(2, 9), someIndices(1, 9), someIndices(0, 9)]).toEqual([[0, 1], [0], []]);
  });
});

describe('the command to repeat advice', () => {
  it('writes what is on or off as a bare flag', () => {
    expect(reproduction(['advise'], [{ name: 'nesterov' }, { name: 'lr' }], { nesterov: true, lr: 2 })).toBe(
      'npx deeplinear advise --nesterov --lr 2',
    );
  });
});
