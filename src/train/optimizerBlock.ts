/** The block of memory that says what a step does besides the gradient; mirrors assembly/net/optimizedStep.ts. */
import { drawStream } from '../nets/drawStream';
import type { NetSpec } from '../nets/netSpec';
import { layerScalings } from '../nets/parameterization';
import type { Optimizer } from '../optimizer';
import { split, use } from '../random/draw';
import { rng } from '../random/rng';
import { core } from '../wasm/load';
import type { Workspace } from '../wasm/workspace';

const OPTIMIZER_BYTES = 32;
const LAYER_BYTES = 40;

/** Heavy ball; Nesterov; or weights that stay while `velocities` become the step. */
const rules = { heavyBall: 0, nesterov: 1, velocity: 2 } as const;

export interface BlockOptions {
  rule: keyof typeof rules;
  /** Addresses of v, one per layer, laid out as the weights; none without momentum. */
  velocities?: readonly number[];
}

/** Writes an optimizer into the memory of `ws`. */
export function writeOptimizer(ws: Workspace, spec: NetSpec, by: Optimizer, options: BlockOptions): OptimizerBlock {
  const layers = layerScalings(spec);
  const pointer = ws.bytes(OPTIMIZER_BYTES);
  const each = ws.bytes(layers.length * LAYER_BYTES);
  const scratch = by.temperature > 0 ? ws.bytes(core().kernels.netNoiseBytes()) : 0;
  const view = new DataView(core().memory.buffer, pointer, OPTIMIZER_BYTES);
  view.setFloat64(0, by.momentum, true);
  view.setFloat64(8, by.temperature, true);
  view.setUint32(16, each, true);
  view.setUint32(20, scratch, true);
  view.setInt32(24, rules[options.rule], true);
  view.setUint32(28, use.trainingNoise * 2 ** 24, true);
  layers.forEach(({ fanIn, fanOut }, l) => {
    const at = new DataView(core().memory.buffer, each + l * LAYER_BYTES, LAYER_BYTES);
    at.setFloat64(0, by.weightDecay[l], true);
    at.setFloat64(8, by.decoupledDecay[l], true);
    at.setUint32(16, options.velocities?.[l] ?? 0, true);
    at.setInt32(28, fanOut, true);
    at.setInt32(32, fanIn, true);
  });
  return {
    pointer,
    key(noiseSeed, netSeed) {
      const source = rng(noiseSeed).fork(netSeed);
      layers.forEach((layer, l) => {
        const [low, high] = split(source.fork(drawStream(l, layer)).seed);
        const at = new DataView(core().memory.buffer, each + l * LAYER_BYTES, LAYER_BYTES);
        at.setUint32(20, low, true);
        at.setUint32(24, high, true);
      });
    },
  };
}

export interface OptimizerBlock {
  /** What `netRun` takes. */
  pointer: number;
  /**
   * Keys the noise by its own seed, the seed of the net and, layer by layer, the stream of its initial weights (which
   * carries the width): nets of an ensemble and nets of different widths share no noise.
   */
  key(noiseSeed: number, netSeed: number): void;
}
