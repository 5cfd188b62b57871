// What a thread does with the built package: it waits for all others, then computes, fails or never ends.
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import * as d from 'deeplinear';

const digest = (...arrays) => {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
};
/** Made after `configure`. */
const samples = () => ({
  x: d.randomNormal({ seed: 1, rows: 40, cols: 12 }),
  y: d.randomNormal({ seed: 2, rows: 40, cols: 3 }),
});
const net = { inputs: 12, outputs: 3, hidden: 2, width: 48 };

/** By name: digests of results that go through draws, products, factorizations, training and limits. */
export const computations = {
  train: () => {
    const { loss, net: after } = d.train(d.createNet({ ...net, seed: 3 }), {
      ...samples(),
      lr: 0.1,
      steps: 60,
      batch: { size: 8, order: 'epochs', seed: 1 },
    });
    return digest(loss, ...after.weights().map(({ data }) => data));
  },
  ensemble: () => {
    const options = { ...samples(), lr: 0.1, steps: 30, seeds: 12, record: { quantities: ['predictor'] } };
    return digest(
      ...d.trainEnsemble(net, options).runs.flatMap(({ predictors }) => predictors.map(({ data }) => data)),
    );
  },
  linalg: () => {
    const a = d.randomNormal({ seed: 5, rows: 90, cols: 70 });
    const { u, s, vt } = d.svd(a);
    const { values, vectors } = d.eigh(d.gram(a, { transpose: true }));
    return digest(u.data, s, vt.data, values, vectors.data);
  },
  limit: () => {
    const { x, y } = samples();
    const moments = d.moments(x, y);
    const limit = d.infiniteWidth({ moments, hidden: 3, lr: 0.1, steps: 20 });
    return digest(limit.loss, limit.predictor(20).data);
  },
};

/** Training, again and again. */
function* endless() {
  for (;;) yield* d.trainSteps(d.createNet({ ...net, seed: 4 }), { ...samples(), lr: 1e-3, steps: 1e6 });
}

if (parentPort) {
  const { module, job, gate, threads } = workerData;
  d.configure({ module });
  Atomics.add(gate, 0, 1);
  Atomics.notify(gate, 0);
  for (let here = Atomics.load(gate, 0); here < threads; here = Atomics.load(gate, 0))
    Atomics.wait(gate, 0, here, 5000);
  if (job === 'crash' || job === 'endless') {
    let turns = 0;
    for (const _ of endless()) {
      if (++turns === 2) parentPort.postMessage('in the middle');
      if (turns > 3 && job === 'crash') throw new Error('crash in the middle of a step');
    }
  }
  const digests = Array.from({ length: 3 }, computations[job]);
  parentPort.postMessage({ digests, ...d.runtime() });
}
