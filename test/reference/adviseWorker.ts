import { adviseRow } from './adviseRow';

/** A share of the cases of test/long/advise.test.ts, in a process of its own. */
const [seed, from, to, stride] = process.argv.slice(2).map(Number);
for (let k = from; k < to; k += stride) process.send!(adviseRow(seed, k));
process.disconnect!();
