import { expect, it } from 'vitest';
import { catapultScene } from '../../playground/src/scenes/catapult';
import { collect } from '../../playground/src/scenes/sceneState';

it('the table of a scene calls what is measured at a size so: it need not be what the statistic is', () => {
  const values = { x0: 2.7, target: 1, steps: 20, widest: 256, seeds: 2 };
  const labels = (seeds: number) =>
    [...collect(catapultScene, { ...values, seeds }, 1).readings.values()].map(({ label }) => label);
  const measured = [4, 16, 64, 256].map((width) => `measured at width ${width}`);
  expect(labels(2)).toEqual(['exponent of the peak output in the width', ...measured]);
  // one net a width has no statistic
  expect(labels(1)).toEqual(measured);
});
