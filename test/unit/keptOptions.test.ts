import { describe, expect, it } from 'vitest';
import {
  coordinateCheckSteps,
  infiniteDepthSteps,
  infiniteWidthSteps,
  learningRateTransferSteps,
  moments,
  ntkPredictor,
  randomNormal,
  twoLayerAnyWidthSteps,
} from '../../src/index';
import { drain } from '../../src/longWork';

const [x, y] = [randomNormal({ seed: 1, rows: 12, cols: 3 }), randomNormal({ seed: 2, rows: 12, cols: 2 })];

/** Options, and what a caller may do to them afterwards. */
const own = () => {
  const data = moments(x, y);
  const spectrum = [{ eigenvalue: 1, fraction: 1, target: 1 }];
  const spoil = () => {
    data.syx.data.fill(Number.NaN);
    data.sxx.data.fill(0);
    spectrum[0].target = 9;
  };
  return { data, spectrum, spoil };
};
type Work = (options: ReturnType<typeof own>) => Generator<unknown, unknown, boolean | undefined>;
const long: Record<string, Work> = {
  coordinateCheckSteps: ({ data }) =>
    coordinateCheckSteps({ inputs: 3, outputs: 2, hidden: 2 }, { moments: data, widths: [64, 128], seeds: 6 }),
  infiniteWidthSteps: ({ data }) => infiniteWidthSteps({ moments: data, hidden: 2, lr: 0.1, steps: 20 }),
  infiniteDepthSteps: ({ data }) => infiniteDepthSteps({ moments: data, lr: 0.1, steps: 12 }),
  learningRateTransferSteps: ({ spectrum }) =>
    learningRateTransferSteps({
      hidden: 2,
      widthPerInput: [1, 2],
      data: 'population',
      steps: 10,
      lrHats: [0.05, 0.1, 0.2],
      spectrum,
    }),
  twoLayerAnyWidthSteps: ({ data }) =>
    twoLayerAnyWidthSteps({ moments: data, width: 5, lr: 0.1, steps: 50, draws: 100, seed: 1 }),
};

/** What was found, functions of it left out. */
const numbers = (result: unknown) => JSON.stringify(result);

describe('options', () => {
  it.each(Object.keys(long))('of %s are those of the call, whatever becomes of them while it waits', (name) => {
    const expected = numbers(drain(long[name](own())));
    for (const first of [false, true]) {
      const options = own();
      const work = long[name](options);
      if (first && work.next().done) continue;
      options.spoil();
      expect(numbers(drain(work))).toBe(expected);
    }
  });

  it('of ntkPredictor too, given as arrays under another class', () => {
    class Column extends Float64Array {}
    const labels = { rows: 2, cols: 1, dtype: 'float64' as const, data: new Column([1, -1]) };
    const predictor = ntkPredictor({
      ntk: [
        [2, 1],
        [1, 2],
      ],
      y: labels,
      lr: 1,
    });
    const { mean } = predictor(1);
    labels.data.fill(5);
    expect(predictor(1).mean).toEqual(mean);
  });
});
