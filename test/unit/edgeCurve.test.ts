import { edgeOfChaos } from 'deeplinear';
import { expect, it } from 'vitest';
import { edgeCurve } from '../../playground/src/scenes/edgeCurve';

it('the edge of chaos is drawn where it is, between its points too', () => {
  const [activation, most] = ['sin', 0.42] as const;
  const { x, y } = [...edgeCurve(activation, most)].at(-1)!;
  expect([y[0], y.at(-1)]).toEqual([0, most]);
  for (let k = 1; k < x.length; k++) {
    const [drawn, biasVariance] = [x, y].map((ends) => (ends[k - 1] + ends[k]) / 2);
    const [{ weightVariance }] = edgeOfChaos({ activation, biasVariance });
    // how far above or below its place the line passes: less than a pixel of 300
    const off = ((drawn - weightVariance) * (y[k] - y[k - 1])) / (x[k] - x[k - 1]);
    expect(Math.abs(off)).toBeLessThan(most / 300);
  }
});

it('an edge that is a single point is no line', () => {
  expect([...edgeCurve('relu', 0.42)]).toEqual([]);
});
