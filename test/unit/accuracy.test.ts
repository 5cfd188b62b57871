import { describe, expect, it } from 'vitest';
import { accuracy } from '../../src/data/accuracy';

describe('accuracy', () => {
  it('is the part of samples whose label has the largest score, the first among equals', () => {
    const scores = [
      [0.1, 0.9],
      [2, 1],
      [1, 1],
      [-1, -2],
    ];
    expect(accuracy(scores, [1, 0, 0, 1])).toBe(0.75);
    expect(accuracy(scores, [1, 0, 1, 1])).toBe(0.5);
  });

  it('needs one label a sample', () => {
    expect(() => accuracy([[1]], [0, 1])).toThrow('labels: expected 1 labels as scores, got 2');
  });
});
