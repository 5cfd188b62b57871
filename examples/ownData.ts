/**
 * Learns to name points of the plane by their quarter, from arrays that are already in memory: moments once, then
 * training whose cost does not depend on the number of samples.
 * Run with: npx tsx examples/ownData.ts
 */
import { accuracy, createNet, matrix, moments, oneHot, rng, standardize, train } from 'deeplinear';

const samples = 20_000;
const inputs = 8;
const classes = 4;

/** Noisy points around four corners; six of the eight inputs say nothing. */
function draw(seed: number) {
  const random = rng(seed);
  const noise = random.normal(samples * inputs);
  const labels = random.integers(samples, classes);
  const x = matrix(samples, inputs, noise);
  labels.forEach((label, p) => {
    x.data[p * inputs] += label % 2 === 0 ? -1.5 : 1.5;
    x.data[p * inputs + 1] += label < 2 ? -1.5 : 1.5;
  });
  return { x, labels };
}

const training = draw(1);
const test = draw(2);
const scaled = standardize(training.x, { center: true, scale: 'feature' });
const task = moments(scaled.x, oneHot(training.labels, { classes, offset: 1 / classes }));

const net = createNet({ inputs, outputs: classes, hidden: 3, width: 128, seed: 0, dtype: 'float32' });
const started = performance.now();
const run = train(net, { moments: task, lr: 0.5, steps: 200 });
const seconds = (performance.now() - started) / 1000;

const before = accuracy(net.predict(scaled.apply(test.x)), test.labels);
const after = accuracy(run.net.predict(scaled.apply(test.x)), test.labels);
console.log(`${run.steps} steps on ${samples} samples in ${seconds.toFixed(2)} s (${run.dtype}, ${run.build} build)`);
console.log(`training loss ${run.loss[0].toFixed(3)} -> ${run.loss[run.steps].toFixed(3)}`);
console.log(`test accuracy ${(100 * before).toFixed(1)} % -> ${(100 * after).toFixed(1)} %`);

// Whatever its depth, the net is one matrix in the end; its columns say what each input counts for.
const predictor = run.net.predictor();
const importance = Array.from({ length: inputs }, (_, d) =>
  Math.hypot(...Array.from({ length: classes }, (_, c) => predictor.data[c * inputs + d])).toFixed(3),
);
console.log(`weight of each input: ${importance.join(' ')}`);
