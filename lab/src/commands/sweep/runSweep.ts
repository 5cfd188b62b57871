import { statSync } from 'node:fs';
import { InputError } from '../../inputError';
import { Interrupted } from '../../run/drive';
import { PoolBroken } from '../../run/pool';
import { type CellEvent, coordinate } from '../../sweep/coordinate';
import type { Executor } from '../../sweep/executor';
import { inProcess } from '../../sweep/inProcess';
import { poolExecutor, threadHeap } from '../../sweep/poolExecutor';
import { eventView } from '../../sweep/progressEvents';
import { leaveNote, removeNote } from '../../sweep/progressNote';
import { ProgressTally } from '../../sweep/progressTally';
import { bestText, durationText, rateText } from '../../sweep/progressText';
import { sweepView } from '../../sweep/progressView';
import { latestFailures } from '../../sweep/queue/latestFailures';
import type { QueueConnection } from '../../sweep/queue/queueConnection';
import { openStore, type Store } from '../../sweep/store';
import { cellsOf } from '../../sweep/study/cellsOf';
import { readStudy } from '../../sweep/study/readStudy';
import type { Study } from '../../sweep/study/study';
import { count } from '../../view/format';
import type { SweepTools } from '../sweep';
import { type CheckedQueue, checkedQueue } from './queueOptions';
import type { RunOptions } from './runOptions';
import { type SweepTarget, storedStudy } from './sweepTarget';

/** Computes what the folder of a sweep lacks and says what came of it; sets the exit code. */
export async function runSweep(target: SweepTarget, options: RunOptions, tools: SweepTools): Promise<void> {
  const queue = checkedQueue(options);
  if (!queue) return runOn(undefined, target, options, tools);
  const { openQueueConnection } = await import('../../sweep/queue/queueConnection');
  const connection = await openQueueConnection(queue.url);
  try {
    await runOn({ ...queue, connection }, target, options, tools);
  } finally {
    connection.close();
  }
}

/** A connection in place of the URL. */
type QueueOfRun = Omit<CheckedQueue, 'url'> & { connection: QueueConnection };

async function runOn(
  queue: QueueOfRun | undefined,
  { study: path, folder }: SweepTarget,
  options: RunOptions,
  tools: SweepTools,
): Promise<void> {
  const { workers, json, update, retryFailed } = options;
  if (workers !== undefined && (!Number.isInteger(workers) || workers < 1)) {
    throw new InputError(`--workers: expected an integer of at least 1, got ${workers}`);
  }
  const started = performance.now();
  const study = await readStudy(path, storedStudy(folder));
  const { askedValues } = await import('../../sweep/export/askedValues');
  const asked = askedValues(study.configAt(study.axes.map(({ points }) => points[0])));
  const tally = new ProgressTally(asked.map(({ name }) => name));
  const failures = latestFailures();
  const stored = { name: study.name, file: study.file, text: study.text, cells: () => cellsOf(study) };
  const store = await openStore(folder, stored, { update, onRecord: (record) => tally.remember(record) });
  const resume = `go on with: deeplinear sweep resume ${folder}${queue ? ` --queue ${queue.connection.url.shown}` : ''}`;
  // until every cell has a result, however this process ends
  process.exitCode = 1;
  const inPlace = watched(folder);
  const moved = new AbortController();
  let ended = false;
  tools.onExit(() => {
    if (!ended) process.stderr.write(`stopped; ${safeText(store)}; ${resume}\n`);
    store.close();
    removeNote(folder);
  });
  const { view, tell } = json
    ? eventView((line) => void process.stdout.write(line))
    : { view: sweepView(process.stderr, options.quiet === true), tell: () => {} };
  const before = store.done + store.failed;
  let executor: Executor | undefined;
  const tick = () => {
    const now = tally.now(store);
    view.tick(now);
    if (inPlace()) leaveNote(folder, now);
    else moved.abort();
  };
  const timer = setInterval(tick, 1000);
  const onAbort = () => view.say('finishing the cells that run; Ctrl-C again stops at once');
  try {
    const missing = store.cells - store.done - (retryFailed ? 0 : store.failed);
    if (missing > 0 && queue) {
      const { openQueueExecutor } = await import('../../sweep/queue/openQueueExecutor');
      const say = (text: string) => {
        view.say(text);
        tell({ event: 'note', text });
      };
      const standing = () => ({ ...tally.now(store), failures: failures.latest });
      executor = openQueueExecutor({ ...queue, folder, say, standing });
    } else if (missing > 0) executor = await executorFor(study, options, missing);
    else if (queue) {
      const { clearQueue } = await import('../../sweep/queue/clearQueue');
      await clearQueue(queue.connection, folder);
    }
    tell({
      event: 'sweep',
      name: study.name,
      folder,
      cells: store.cells,
      done: store.done,
      failed: store.failed,
      workers: executor?.slots ?? 0,
    });
    for (const part of store.damaged) {
      tell({ event: 'damaged', ...part });
      view.say(`${part.file}, line ${part.line}: a record that ${part.reason}; its cell is computed again`);
    }
    if (before > 0 && missing > 0) view.say(`${safeText(store)}; ${count(missing)} to compute`);
    tools.signal.addEventListener('abort', onAbort);
    let computed = 0;
    const onEvent = (event: CellEvent) => {
      if (event.event === 'end') computed++;
      tally.count(event);
      failures.see(event);
      view.event(event, tally.now(store));
    };
    const signal = AbortSignal.any([tools.signal, moved.signal]);
    if (executor)
      await coordinate({ cells: cellsOf(study), store, executor, budget: study.budget, retryFailed, signal, onEvent });
    view.stop();
    if (!inPlace())
      throw new InputError(`${folder}: expected to stay where it is, got moved or removed while the sweep ran`);
    const seconds = (performance.now() - started) / 1000;
    const { done, failed, cells } = store;
    const interrupted = done + failed < cells;
    tell({ event: 'finish', outcome: interrupted ? 'interrupted' : 'complete', cells, done, failed, seconds });
    if (interrupted) throw new Interrupted(`${safeText(store)}; ${resume}`);
    if (!json) process.stdout.write(summary(folder, store, tally, computed, seconds));
    process.exitCode = failed > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof PoolBroken)) throw error;
    const { done, failed, cells } = store;
    const seconds = (performance.now() - started) / 1000;
    tell({ event: 'finish', outcome: 'failed', reason: error.message, cells, done, failed, seconds });
    throw new InputError(inPlace() ? `${error.message}; ${safeText(store)}; ${resume}` : error.message);
  } finally {
    ended = true;
    tools.signal.removeEventListener('abort', onAbort);
    clearInterval(timer);
    view.stop();
    await executor?.close();
    store.close();
    removeNote(folder);
  }
}

/** Whether the folder is still the one of now. */
function watched(folder: string): () => boolean {
  const { ino } = statSync(folder);
  return () => statSync(folder, { throwIfNoEntry: false })?.ino === ino;
}

async function executorFor({ budget }: Study, options: RunOptions, missing: number): Promise<Executor> {
  if (options.inProcess) return inProcess((await import('../../sweep/runCell')).runCell);
  const memory = threadHeap(budget.memory);
  const { availableParallelism } = await import('node:os');
  // no thread that has nothing to do
  return poolExecutor({ workers: Math.max(1, Math.min(options.workers ?? availableParallelism(), missing)), memory });
}

function safeText({ done, failed, cells }: Store): string {
  const failures = failed > 0 ? `, ${count(failed)} failed` : '';
  return `${count(done)} of ${count(cells, 'cell')} done${failures}`;
}

function summary(folder: string, store: Store, tally: ProgressTally, computed: number, seconds: number): string {
  const { best } = tally.now(store);
  const pace =
    computed > 0 ? `: ${count(computed)} computed in ${durationText(seconds)}, ${rateText(computed / seconds)}` : '';
  const lines = [`${safeText(store)}${pace}`];
  if (best) lines.push(bestText(best));
  if (store.failed > 0) lines.push(`Why cells failed: deeplinear sweep status ${folder}`);
  lines.push(`Results: ${folder}`);
  return `${lines.join('\n')}\n`;
}
