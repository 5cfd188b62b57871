import { describe, expect, it } from 'vitest';
import { endings } from '../../playground/src/scenes/ending';
import { infiniteWidthScene } from '../../playground/src/scenes/infiniteWidth';
import { lazyToRichScene } from '../../playground/src/scenes/lazyToRich';
import { collect } from '../../playground/src/scenes/sceneState';

describe('sentences of the playground on the end of training', () => {
  it('say that all nets diverge, and compare nothing', () => {
    const values = { hidden: 6, gamma0: 4, lr: 10, steps: 60, widest: 32, seeds: 1 };
    const { summary, done } = collect(infiniteWidthScene, values, 1);
    expect(summary).toBe(
      'All 3 nets diverge, and the limit diverges at step 4: nothing is left to compare. Take a smaller learning rate.',
    );
    expect(done).toBe(1);
  });

  it('say of lazy to rich which runs diverge; their features moved nowhere', () => {
    const values = { hidden: 4, gamma0: 3, lr: 4, steps: 200, width: 32, seeds: 2 };
    const { summary, plots } = collect(lazyToRichScene, values, 1);
    expect(summary).toContain(
      'At γ₀ = 3 the limit diverges at step 128, the lazy limit ends at a loss of 0.00000189, ',
    );
    expect(summary).toContain(
      'and all 2 nets of width 32 diverge: take a smaller learning rate. From γ₀ = 0.05 to 2 the movement',
    );
    const { y } = plots.get('movement')!.series.get('3/1')!;
    expect([...y]).toEqual([Number.NaN]);
  });

  it('give the mean loss of nets, not that of the last one', () => {
    const values = { hidden: 2, gamma0: 0.05, lr: 3, steps: 20, width: 32, seeds: 3 };
    const { summary, readings } = collect(lazyToRichScene, values, 1);
    const losses = [...readings.values()].filter(({ kind }) => kind === 'simulation').map(({ value }) => value);
    const mean = losses.reduce((sum, loss) => sum + loss / 3, 0).toPrecision(3);
    expect(losses.at(-1)!.toPrecision(3)).not.toBe(mean);
    expect(summary).toContain(`and 3 nets of width 32 end at a mean loss of ${mean}.`);
  });

  it('say in the same words of any scene who diverged, and what to do only where one did', () => {
    const run = { loss: [1, 0.5], steps: 1 };
    const gone = { ...run, diverged: { step: 2 } };
    const said = (own: typeof run, ...nets: (typeof run)[]) =>
      endings([
        { name: 'the limit', runs: [own] },
        { name: 'nets', runs: nets },
      ]);
    expect(said(run, run, run)).toBe('the limit ends at a loss of 0.500 and 2 nets end at a mean loss of 0.500');
    expect(said(gone, run, gone, run)).toBe(
      'the limit diverges at step 2 and 1 of 3 nets diverges, the others end at a mean loss of 0.500: take a smaller learning rate',
    );
  });
});
