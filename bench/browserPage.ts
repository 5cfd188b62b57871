/** The side of the page: bundled with every suite, it runs one and gives its report back. */
import { type Build, configure } from '../src/wasm/load';
import { type Host, measure, type Report, type Suite } from './harness';

/** Samples long against the clock, which a page that is isolated from other origins reads to 5 µs. */
function time(run: () => void, seconds: number, count: number): { times: number[]; count: number } {
  const times: number[] = [];
  let calls = count;
  for (let spent = 0; spent < seconds || times.length < 2; ) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    const took = (performance.now() - start) / 1e3;
    spent += took;
    if (took >= seconds / 8) times.push(took / calls);
    else calls = Math.ceil(calls * Math.min(100, (1.2 * seconds) / 8 / Math.max(took, 1e-6)));
  }
  return { times, count: calls };
}

/** Builds are chosen once per page. */
export async function runSuite(suite: Suite, build: Build, machine: string, rounds?: number): Promise<Report> {
  configure({ build });
  const peakBytes = await (await fetch(`/peak.${build}.wasm`)).arrayBuffer();
  const version = /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? navigator.userAgent;
  const host: Host = { machine, runtime: `Chromium ${version}`, peakBytes, time };
  return measure({ ...suite, ...(rounds && { rounds }) }, host);
}
