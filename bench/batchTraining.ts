/** The opponent: ordinary training, a batch through the layers and gradients back through them, on the same products. */
import { multiply } from '../src/linalg/multiply';
import type { Net } from '../src/nets/net';
import { layerScalings } from '../src/nets/parameterization';
import { randomNormal } from '../src/random/randomNormal';
import { workspace } from '../src/wasm/workspace';

/** Returns a function that does one full-batch step on `samples` random samples, entirely in WebAssembly memory. */
export function batchStep(net: Net, samples: number, lr: number): () => void {
  const ws = workspace();
  const { dtype, inputs, outputs } = net.spec;
  const layers = layerScalings(net.spec);
  const weights = net.weights().map((w) => ws.matrix(w.rows, w.cols, dtype, w.data));
  const draw = (seed: number, cols: number) => randomNormal({ seed, rows: samples, cols, dtype });
  const h = [ws.matrix(samples, inputs, dtype, draw(1, inputs).data)];
  const targets = draw(2, outputs).data;
  for (const w of weights) h.push(ws.matrix(samples, w.rows, dtype));
  const back = h.map((m) => ws.matrix(samples, m.cols, dtype));
  return () => {
    weights.forEach((w, l) => {
      multiply(h[l + 1], h[l], w, { transposeB: true, alpha: layers[l].multiplier });
    });
    const f = h[weights.length].data;
    const error = back[weights.length].data;
    for (let i = 0; i < error.length; i++) error[i] = (targets[i] - f[i]) / samples;
    for (let l = weights.length - 1; l >= 0; l--) {
      const { multiplier, rate } = layers[l];
      if (l > 0) multiply(back[l], back[l + 1], weights[l], { alpha: multiplier });
      multiply(weights[l], back[l + 1], h[l], { transposeA: true, alpha: lr * rate * multiplier, beta: 1 });
    }
  };
}
