/**
 * Benchmarks: what a suite is, the rounds, the table. Runs in Node and in a page; nodeHost.ts and browserPage.ts bring the clock.
 *
 * A file bench/NAME.bench.ts exports its suite as default:
 *
 *     export default suite({
 *       title: 'Matrix product',
 *       contestants: () => [
 *         { name: 'float32 NN 256', dtype: 'float32', flops: 2 * 256 ** 3, run: () => matmul(a, b, { out }) },
 *         { name: 'one step', rate: { count: 1, unit: 'steps/s' }, run: () => step() },
 *       ],
 *     });
 *
 * `npm run bench -- NAME… [--build relaxed] [--rounds 9] [--node 22 | --browser]` runs it and writes bench/results/NAME.BUILD.json.
 *
 * The machine may slow down for minutes, so contestants take turns: every round times each of them once, together with
 * the register-only peak of every dtype in use, and a share of the peak compares times of one round. Reported are the
 * best and the median over all rounds, the spread (interquartile range over median), GFLOP/s of the best and the share
 * of the peak (best against best, and the median of the rounds' shares).
 */

import type { Dtype } from '../src/matrix';
import { type Build, currentBuild } from '../src/wasm/load';
import { peakKernel } from './peakKernel';

export interface Contestant {
  name: string;
  /** One timed call. It must not allocate what the comparison is not about. */
  run: () => void;
  /** Operations per call; gives GFLOP/s. */
  flops?: number;
  /** Gives the share of this dtype's peak, with `flops`. */
  dtype?: Dtype;
  /** What is counted instead of operations: `count` per call. */
  rate?: { count: number; unit: string };
  /** Reports how many times longer than another contestant this takes, once its work is `scale` times as much. */
  against?: { contestant: string; scale: number };
}

export interface Suite {
  title: string;
  /** Builds the data (seeded) and returns what is timed; called once, after the build was chosen. */
  contestants: () => Contestant[] | Promise<Contestant[]>;
  /** Default 5, the least. */
  rounds?: number;
  /** Seconds per contestant and round. Default 0.05. */
  seconds?: number;
}

export interface Measurement {
  name: string;
  /** Seconds per call. */
  best: number;
  median: number;
  /** Interquartile range over median. */
  spread: number;
  gflops?: number;
  /** Best against the peak's best. */
  shareOfPeak?: number;
  /** Median over the rounds of the share within the round. */
  medianShareOfPeak?: number;
  rate?: { value: number; unit: string };
  /** Time over that of the contestant it is compared with, `scale` included. */
  timesLonger?: number;
}

export interface Report {
  title: string;
  machine: string;
  runtime: string;
  build: Build;
  rounds: number;
  /** GFLOP/s of the register-only kernel, best of the rounds. */
  peak: Partial<Record<Dtype, number>>;
  measurements: Measurement[];
}

/** Where a suite runs. */
export interface Host {
  machine: string;
  runtime: string;
  /** The compiled peak kernel of the build in use. */
  peakBytes: BufferSource;
  /** Seconds per call, one entry per sample, in about `seconds`; `count` = calls per sample it settled on. */
  time(run: () => void, seconds: number, count: number): { times: number[]; count: number };
}

export const suite = (definition: Suite): Suite => definition;

/** Deterministic numbers in (−1, 1) for benchmark data. */
export function fillNumbers(data: Float32Array | Float64Array, seed = 1): void {
  let state = seed >>> 0;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 31 - 1;
  }
}

export async function measure({ title, contestants, ...options }: Suite, host: Host): Promise<Report> {
  const rounds = Math.max(5, options.rounds ?? 5);
  const seconds = options.seconds ?? 0.05;
  const build = currentBuild();
  const entries = await contestants();
  const dtypes = [...new Set(entries.flatMap(({ dtype, flops }) => (dtype && flops ? [dtype] : [])))];
  const peaks = dtypes.map((dtype) => ({
    name: `peak ${dtype}`,
    dtype,
    ...peakKernel(host.peakBytes, dtype),
  }));
  const timers = [...peaks, ...entries].map((contestant) => ({ contestant, samples: [] as number[][], count: 1 }));
  for (let round = 0; round < rounds; round++) {
    for (const timer of timers) {
      const { times, count } = host.time(timer.contestant.run, seconds, timer.count);
      timer.samples.push(times);
      timer.count = count;
    }
  }
  const peakOf = new Map(peaks.map(({ dtype, flops }, at) => [dtype, { flops, samples: timers[at].samples }]));
  const measurements = timers.map(({ contestant, samples }): Measurement => {
    const all = samples.flat().sort((a, b) => a - b);
    const median = quantile(all, 0.5);
    const { flops, dtype, rate, against } = contestant as Contestant;
    const other = against && timers.find((timer) => timer.contestant.name === against.contestant);
    const reference = dtype && flops ? peakOf.get(dtype) : undefined;
    const share = (own: number, other: number) => (flops! / own) * (other / reference!.flops);
    return {
      name: contestant.name,
      best: all[0],
      median,
      spread: (quantile(all, 0.75) - quantile(all, 0.25)) / median,
      ...(flops && { gflops: flops / all[0] / 1e9 }),
      ...(reference && {
        shareOfPeak: share(all[0], Math.min(...reference.samples.flat())),
        medianShareOfPeak: quantile(
          samples.map((own, at) => share(Math.min(...own), Math.min(...reference.samples[at]))).sort((a, b) => a - b),
          0.5,
        ),
      }),
      ...(rate && { rate: { value: rate.count / all[0], unit: rate.unit } }),
      ...(other && { timesLonger: (against!.scale * all[0]) / Math.min(...other.samples.flat()) }),
    };
  });
  return {
    title,
    machine: host.machine,
    runtime: host.runtime,
    build,
    rounds,
    peak: Object.fromEntries(peaks.map(({ dtype }, at) => [dtype, measurements[at].gflops])),
    measurements: measurements.slice(peaks.length),
  };
}

function quantile(sorted: number[], at: number): number {
  const place = (sorted.length - 1) * at;
  const low = Math.floor(place);
  return sorted[low] + (place - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

/** The report as a table for the terminal. */
export function table({ title, machine, runtime, build, rounds, peak: peaks, measurements }: Report): string {
  const percent = (share?: number) => (share === undefined ? '' : `${(100 * share).toFixed(0)} %`);
  const rows = measurements.map((m) => [
    m.name,
    duration(m.best),
    duration(m.median),
    percent(m.spread),
    m.gflops?.toFixed(1) ?? '',
    percent(m.shareOfPeak),
    percent(m.medianShareOfPeak),
    m.rate ? `${significant(m.rate.value)} ${m.rate.unit}` : '',
    m.timesLonger ? `${significant(m.timesLonger)}×` : '',
  ]);
  const all = [['', 'best', 'median', 'spread', 'GFLOP/s', 'of peak', '(median)', 'rate', 'slower'], ...rows];
  const used = all[0].map((_, column) => column === 0 || rows.some((row) => row[column] !== ''));
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .filter((_, column) => used[column])
      .join('  '),
  );
  const ceilings = Object.entries(peaks).map(([dtype, value]) => `${dtype} ${value.toFixed(1)} GFLOP/s`);
  return [
    `${title}: ${build} build, ${runtime}, ${rounds} rounds`,
    machine,
    ...(ceilings.length > 0 ? [`peak of registers only: ${ceilings.join(', ')}`] : []),
    ...lines,
    '',
  ].join('\n');
}

function duration(seconds: number): string {
  if (seconds < 1e-6) return `${(seconds * 1e9).toFixed(0)} ns`;
  if (seconds < 1e-3) return `${significant(seconds * 1e6)} µs`;
  return seconds < 1 ? `${significant(seconds * 1e3)} ms` : `${significant(seconds)} s`;
}

function significant(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}
