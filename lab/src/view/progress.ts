import cliProgress from 'cli-progress';

/** Shows how far the run is: a bar on a terminal, a line a phase elsewhere, nothing when quiet. */
export interface ProgressView {
  /** Announces a phase without a known length. */
  phase(text: string): void;
  /** `done` of 1 is the share of the work behind us. */
  update(done: number, label: string): void;
  stop(): void;
}

export function progressView(stream: NodeJS.WriteStream, quiet: boolean): ProgressView {
  if (quiet) return { phase: () => {}, update: () => {}, stop: () => {} };
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressView {
  const shown = new cliProgress.SingleBar({
    stream,
    format: '{bar} {percentage} %  {label}  {left}',
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 32,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
    etaAsynchronousUpdate: false,
  });
  let started: number | undefined;
  return {
    phase: (text) => void stream.write(`${text}\n`),
    update: (done, label) => {
      if (started === undefined) {
        started = performance.now();
        shown.start(1000, 0, { label, left: '' });
      }
      const seconds = done > 0.03 ? ((performance.now() - started) / 1000) * (1 / done - 1) : undefined;
      shown.update(Math.floor(1000 * done), {
        label,
        left: seconds === undefined ? '' : `${Math.ceil(seconds)} s left`,
      });
    },
    stop: () => {
      if (started !== undefined) shown.stop();
      started = undefined;
    },
  };
}

/** For logs and pipes: one line whenever what runs changes, its seed aside. */
function lines(stream: NodeJS.WriteStream): ProgressView {
  let last = '';
  return {
    phase: (text) => void stream.write(`${text}\n`),
    update: (_done, label) => {
      const what = label.split(',')[0];
      if (what !== last) stream.write(`${what} …\n`);
      last = what;
    },
    stop: () => {},
  };
}
