import { expect, it } from 'vitest';
import type { Scene, Update } from '../../playground/src/scenes/scene';
import { Driver } from '../../playground/src/worker/driver';
import type { News } from '../../playground/src/worker/protocol';

/** A scene whose plots come after many updates of a millisecond each. */
function slowScene(before: number, plots: number, onUpdate: () => void): Scene {
  return {
    id: 'slow',
    plots: [{ id: 'plot', title: 'Plot' }],
    *run(): Generator<Update, void, void> {
      for (let k = 0; k < before + plots; k++) {
        const until = performance.now() + 1;
        while (performance.now() < until) {}
        onUpdate();
        yield k < before ? {} : { plot: 'plot' };
      }
    },
    snippet: () => ({ code: '', command: '' }),
  } as unknown as Scene;
}

const start = (run: number) => ({ type: 'start', run, scene: 'slow', values: {}, seed: 1, site: 'http://x/' }) as const;

it('lets a new start take the place of a step that is still under way, and shows its first plot though paused', async () => {
  let updates = 0;
  const heard: News[] = [];
  const driver = new Driver({
    scenes: [slowScene(60, 4, () => updates++)],
    post: (news) => {
      heard.push(news);
      if (news.type === 'news') setTimeout(() => driver.receive({ type: 'drawn' }));
    },
    load: () => Promise.reject(new Error('no files')),
  });
  driver.receive({ type: 'pause' });
  driver.receive(start(1));
  driver.receive({ type: 'step' });
  expect(updates).toBeLessThan(60);
  driver.receive(start(2));
  updates = 0;
  await expect.poll(() => updates).toBe(61);
  await new Promise((later) => setTimeout(later, 50));
  // one plot and no more: it is paused
  expect(updates).toBe(61);
  driver.receive({ type: 'step' });
  expect(updates).toBe(62);
  driver.receive({ type: 'resume' });
  await expect.poll(() => heard.some((one) => one.type === 'news' && one.run === 2 && one.finished)).toBe(true);
  expect(updates).toBe(64);
});
