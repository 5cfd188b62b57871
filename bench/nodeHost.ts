/** Suites in Node, timed by the package `benchmark`, of which this is the only importer. */
import { readFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import Benchmark from 'benchmark';
import type { Build } from '../src/wasm/load';
import type { Host } from './harness';
import { peakFile } from './peak';

export const machineName = (): string =>
  `${cpus()[0].model.trim()}, ${cpus().length} cores, ${type()} ${release().split('-')[0]}`;

export function nodeHost(build: Build): Host {
  return {
    machine: machineName(),
    runtime: `Node ${process.versions.node} (V8 ${process.versions.v8})`,
    peakBytes: readFileSync(peakFile(build)),
    time(run, seconds, count) {
      const options = { initCount: count, minTime: seconds / 8, maxTime: seconds, minSamples: 2, async: false };
      const timer = new Benchmark(run, options);
      timer.run();
      if (timer.error) throw timer.error;
      return { times: timer.stats.sample, count: timer.count };
    },
  };
}
