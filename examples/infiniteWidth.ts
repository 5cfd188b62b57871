/**
 * Trains nets of growing width and compares each with its infinite-width limit, which is computed, not trained.
 * Run with: npx tsx examples/infiniteWidth.ts
 */
import { compare, infiniteWidth, syntheticTask, trainEnsemble } from 'deeplinear';

const { moments } = syntheticTask({ inputs: 6, outputs: 2, spectrum: 'isotropic', seed: 1 });
const hidden = 2;
const lr = 0.15;
const steps = 10;

const limit = infiniteWidth({ moments, hidden, lr, steps });
console.log(`infinite width: loss ${limit.loss[0].toFixed(4)} -> ${limit.loss[steps].toFixed(4)}`);

const runs = [64, 128, 256, 512].flatMap((width) => {
  const ensemble = trainEnsemble(
    { inputs: 6, outputs: 2, hidden, width },
    { moments, lr, steps, seeds: 100, record: { every: 1, quantities: ['predictor'] } },
  );
  const { mean, standardError } = ensemble.loss;
  const loss = (t: number) => `${mean[t].toFixed(4)} ± ${standardError[t].toFixed(4)}`;
  console.log(`width ${width}: loss ${loss(0)} -> ${loss(steps)}`);
  return ensemble.runs;
});

console.log(compare(runs, limit).explain());
