import { describe, expect, it } from 'vitest';
import { oneHot } from '../../src/data/oneHot';

describe('oneHot', () => {
  it('has a one at the label, less the offset', () => {
    expect([...oneHot([2, 0], { classes: 3 }).data]).toEqual([0, 0, 1, 1, 0, 0].map((v) => v - 0));
    expect([...oneHot(Uint8Array.of(1), { classes: 2, offset: 0.5 }).data]).toEqual([-0.5, 0.5]);
  });

  it('refuses labels that are no classes', () => {
    expect(() => oneHot([0, 3], { classes: 3 })).toThrow('labels[1]: expected an integer from 0 to 2, got 3');
    expect(() => oneHot([0.5], { classes: 3 })).toThrow('labels[0]: expected an integer from 0 to 2, got 0.5');
    // the gigabyte of the result is not asked for
    const labels = new Uint8Array(2 ** 20).fill(1, 0, -1);
    labels[labels.length - 1] = 255;
    const before = process.memoryUsage().arrayBuffers;
    expect(() => oneHot(labels, { classes: 128, offset: 0.1 })).toThrow('labels[1048575]: expected an integer');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
});
