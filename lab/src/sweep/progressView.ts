import cliProgress from 'cli-progress';
import { count } from '../view/format';
import type { CellEvent } from './coordinate';
import type { Tally } from './progressTally';
import { cellText, failureText, tallyText } from './progressText';

/** Shows a sweep while it runs. */
export interface SweepView {
  event(event: CellEvent, tally: Tally): void;
  /** Called about once a second, and at the end. */
  tick(tally: Tally): void;
  say(text: string): void;
  stop(): void;
}

/** A bar on a terminal, lines elsewhere, nothing when quiet. */
export function sweepView(stream: NodeJS.WriteStream, quiet: boolean): SweepView {
  if (quiet) return { event: () => {}, tick: () => {}, say: () => {}, stop: () => {} };
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): SweepView {
  const shown = new cliProgress.SingleBar({
    stream,
    format: '{bar} {done} of {cells}  {text}',
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
    etaAsynchronousUpdate: false,
    // the text grows shorter as well
    forceRedraw: true,
  });
  let last: Tally | undefined;
  let drawn = false;
  const payload = (tally: Tally) => ({
    done: count(tally.done + tally.failed),
    cells: count(tally.cells),
    text: cut(tallyText(tally), (stream.columns ?? 80) - 29 - 2 * count(tally.cells).length - 4),
  });
  const draw = (tally: Tally) => {
    last = tally;
    const { cells, done, failed } = tally;
    if (!drawn) shown.start(cells, done + failed, payload(tally));
    else shown.update(done + failed, payload(tally));
    drawn = true;
  };
  const stop = () => {
    if (drawn) shown.stop();
    drawn = false;
  };
  return {
    event: (event, tally) => {
      if (event.event !== 'start') draw(tally);
    },
    tick: draw,
    say(text) {
      stop();
      stream.write(`${text}\n`);
      if (last) draw(last);
    },
    stop,
  };
}

/** Seconds between lines: more and more, as nobody reads the log of a night line by line. */
const firstPause = 5;
const longestPause = 60;

/** For logs and pipes: failures as they come, and now and then how far it is. */
function lines(stream: NodeJS.WriteStream): SweepView {
  let pause = firstPause;
  let last = performance.now();
  let said = '';
  const progress = (tally: Tally) => {
    const text = `${count(tally.done + tally.failed)} of ${count(tally.cells)} cells`;
    if (text !== said) stream.write(`${[text, tallyText(tally)].filter(Boolean).join(', ')}\n`);
    said = text;
  };
  return {
    event(event) {
      if (event.event === 'retry') {
        const { cell, attempt, failure, seconds } = event;
        stream.write(`${cellText(cell)}, attempt ${attempt}: ${failureText(failure)}; again in ${seconds} s\n`);
      } else if (event.event === 'end' && 'failure' in event.record) {
        const { attempts, failure } = event.record;
        const times = attempts > 1 ? ` after ${attempts} attempts` : '';
        stream.write(`${cellText(event.record)} failed${times}: ${failureText(failure)}\n`);
      }
    },
    tick(tally) {
      if (performance.now() - last < 1000 * pause) return;
      last = performance.now();
      pause = Math.min(longestPause, 1.5 * pause);
      progress(tally);
    },
    say: (text) => void stream.write(`${text}\n`),
    stop: () => {},
  };
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
