import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bundleChild } from './bundle';
import type { Job, Report } from './job';
import type { Finding } from './runCase';

export interface DriveOptions {
  /** Cases of every target that costs nothing. */
  cases: number;
  /** Number of the first case. Default 0. */
  from?: number;
  /** Of the choice of cases. */
  key: string;
  /** Names of public functions or readers. Default: all. */
  only?: readonly string[];
  /** Default: one for every core. */
  processes?: number;
  /** Stops handing out work after this time. */
  until?: number;
  onFinding?: (finding: Finding) => void;
}

export interface Driven {
  /** Cases and CPU seconds of every target. */
  targets: Map<string, { cases: number; seconds: number }>;
  findings: Finding[];
}

/** CPU seconds that one case may take. */
const CASE_SECONDS = 15;
const LOOK_MS = 200;

/** Runs cases of all targets in processes of their own; one that hangs or dies is a finding, and work goes on after it. */
export async function drive({
  cases,
  from = 0,
  key,
  only,
  processes = availableParallelism(),
  until,
  onFinding,
}: DriveOptions): Promise<Driven> {
  const folder = await bundleChild();
  const driven: Driven = { targets: new Map(), findings: [] };
  const found = (finding: Finding) => {
    driven.findings.push(finding);
    onFinding?.(finding);
  };
  let jobs: Job[] | undefined;
  const next = (names: string[]): Job | undefined => {
    jobs ??= names.filter((name) => only?.includes(name) ?? true).map((name) => ({ name, from, cases, key }));
    return until !== undefined && Date.now() > until ? undefined : jobs.shift();
  };
  try {
    await Promise.all(
      Array.from({ length: processes }, (_, i) =>
        work(join(folder, 'child.js'), join(folder, `${i}`), next, driven, found),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return driven;
}

/** One process after another until there is no work. */
async function work(
  file: string,
  progress: string,
  next: (names: string[]) => Job | undefined,
  { targets }: Driven,
  found: (finding: Finding) => void,
): Promise<void> {
  let job: Job | undefined;
  for (let more = true; more; ) {
    const child = fork(file, [progress], {
      execArgv: ['--enable-source-maps', '--max-old-space-size=600', '--stack-size=900'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let last = '';
    child.stderr?.on('data', (text) => {
      last = (last + text).slice(-4000);
    });
    let hung = false;
    const watch = watchdog(child, progress, () => {
      hung = true;
      child.kill('SIGKILL');
    });
    let names: string[] = [];
    const give = () => {
      job ??= next(names);
      if (job) child.send(job);
      else child.disconnect();
    };
    child.on('message', (report: Report) => {
      if (report.type === 'ready') names = report.names;
      if (report.type === 'finding') found(report.finding);
      if (report.type === 'target') {
        const { cases, seconds } = targets.get(report.target) ?? { cases: 0, seconds: 0 };
        targets.set(report.target, { cases: cases + report.cases, seconds: seconds + report.seconds });
      }
      if (report.type === 'done') job = undefined;
      if (report.type === 'done' || report.type === 'ready') give();
    });
    const code = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ?? status)));
    clearInterval(watch);
    if (code !== 0 && !job) throw new Error(`the process that runs cases did not start: ${last}`);
    more = code !== 0;
    if (!more || !job) continue;
    const { target, number, changes } = where(progress);
    const reason = /FATAL ERROR: .*|\w*Error: .*/.exec(last)?.[0] ?? `exit ${code}`;
    found({ target, number, changes, wrong: hung ? `hang: more than ${CASE_SECONDS} s` : `crash: ${reason}` });
    if (target.endsWith('(recording)')) job = undefined;
    else job = { ...job, after: { target, number } };
  }
}

function where(progress: string): { target: string; number: number; changes: string[] } {
  const [target = '', number = '0', changes = ''] = readFileSync(progress, 'utf8').split('\n');
  return { target, number: Number(number), changes: [changes.trim()] };
}

/** Calls `hung` when a case has taken too much of the processor's time (a busy machine is no hang). */
function watchdog(child: ChildProcess, progress: string, hung: () => void): NodeJS.Timeout {
  let seen = '';
  let since = 0;
  return setInterval(() => {
    try {
      const now = readFileSync(progress, 'utf8');
      const used = cpuSeconds(child.pid ?? 0);
      if (now !== seen) {
        seen = now;
        since = used;
      } else if (now !== '' && used - since > CASE_SECONDS && child.connected) hung();
    } catch {
      // it has ended, or has not begun
    }
  }, LOOK_MS);
}

/** Of a process, where the system tells; else the time that passes. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return performance.now() / 1000;
  }
}
