/**
 * deeplinear as a small core inside another program: matrices that stay in WebAssembly memory, training that leaves the
 * event loop free, and memory that is given back. Plain JavaScript, no build step.
 * Run with: node examples/embedding.mjs
 */
import { setImmediate } from 'node:timers/promises';
import { createNet, matmul, moments, randomNormal, runtime, trainSteps, workspace } from 'deeplinear';

// A workspace holds operands in place: no copy in, no copy out, no garbage. (`using ws = workspace()` disposes by itself.)
const ws = workspace();
const a = ws.matrix(256, 256, 'float32', randomNormal({ seed: 1, rows: 256, cols: 256, dtype: 'float32' }).data);
let [from, to] = [ws.matrix(256, 256, 'float32'), ws.matrix(256, 256, 'float32')];
from.set(a);
const started = performance.now();
const products = 50;
for (let i = 0; i < products; i++) {
  matmul(a, from, { alpha: 1 / 16, out: to });
  [from, to] = [to, from];
}
const seconds = (performance.now() - started) / 1000;
console.log(`${products} products of 256x256: ${((2 * 256 ** 3 * products) / seconds / 1e9).toFixed(1)} Gflop/s`);
console.log(`in use before dispose: ${runtime().liveBytes} bytes`);
ws.dispose();

// Long work is a generator: take a slice, let a server or a page breathe, go on.
const x = randomNormal({ seed: 2, rows: 400, cols: 32 });
const teacher = randomNormal({ seed: 3, rows: 3, cols: 32, scale: 32 ** -0.5 });
const task = moments(x, matmul(x, teacher, { transposeB: true }));
const net = createNet({ inputs: 32, outputs: 3, hidden: 2, width: 384, seed: 4 });
const work = trainSteps(net, { moments: task, lr: 0.5, steps: 60 });
let breaths = 0;
let turn = work.next();
while (!turn.done) {
  breaths++;
  await setImmediate();
  turn = work.next(true);
}
const { loss, steps } = turn.value;
console.log(
  `${steps} steps with ${breaths} breaths between: loss ${loss[0].toFixed(3)} -> ${loss[steps].toExponential(1)}`,
);
console.log(`in use at the end: ${runtime().liveBytes} bytes, ${runtime().openWorkspaces} open workspaces`);
