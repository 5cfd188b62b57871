import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { defaultsOf, type Values } from '../../playground/src/scenes/control';
import { scenes } from '../../playground/src/scenes/registry';
import type { Scene } from '../../playground/src/scenes/scene';

/** A short run of every scene: values apart from the defaults, so that links are tested as well. */
const small: Record<string, Values> = {
  'infinite-width': { widest: 64, steps: 20, seeds: 2, lr: 2, gamma0: 1.5 },
  'lazy-to-rich': { width: 64, steps: 20, seeds: 1, gamma0: 0.5 },
  'learning-rate-transfer': { hidden: 1, steps: 2, inputs: 8, nets: 2 },
  depth: { deepest: 4, steps: 10, seeds: 2, beta0: 0.75, lr: 3 },
  'proportional-limit': { depthPerWidth: 0.5, width: 8, seeds: 100 },
  catapult: { x0: 3, widest: 256, steps: 20, seeds: 1 },
  'saddle-to-saddle': { smallest: 1e-3, seeds: 1 },
  'edge-of-chaos': { activation: 'relu', weightVariance: 2, hidden: 10, width: 64, seeds: 10 },
  spectra: { factors: 2, width: 16, seeds: 30 },
  digits: { hidden: 1, steps: 10, width: 32 },
};

export interface ShortRun {
  scene: Scene;
  values: Values;
  seed: number;
  link: string;
}

/** Every scene of the menu, with a short run. */
export const shortRuns: readonly ShortRun[] = scenes.map((scene) => {
  const values: Values = { ...defaultsOf(scene.controls), ...small[scene.id] };
  const seed = 7;
  const query = new URLSearchParams({ ...values, seed } as unknown as Record<string, string>);
  return { scene, values, seed, link: `#${scene.id}?${query}` };
});

/** What `run` of a scene takes beside values and seed. */
export function assetOf({ asset }: Scene, site: string): ArrayBuffer | undefined {
  if (asset === undefined) return undefined;
  return new Uint8Array(gunzipSync(readFileSync(join(site, asset)))).buffer;
}
