import { failure } from '../../../lab/src/failure';
import { deeplinearProgram } from '../../../lab/src/program';

export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** What the command threw. */
  error?: unknown;
  /** It said how it is used. */
  helped: boolean;
}

/** Runs a command in this process, in its working folder; Ctrl-C comes after `patience` milliseconds. */
export async function runCommand(words: readonly string[], patience: number): Promise<Ended> {
  const interrupt = new AbortController();
  const timer = setTimeout(() => interrupt.abort('SIGINT'), patience);
  let discard = () => {};
  const ended: Ended = { exitCode: 0, stdout: '', stderr: '', helped: false };
  const restore = captured(ended);
  process.exitCode = undefined;
  try {
    const program = deeplinearProgram(interrupt.signal, (clean) => {
      discard = clean;
    });
    await program.parseAsync(words, { from: 'user' });
    ended.exitCode = Number(process.exitCode ?? 0);
  } catch (error) {
    const { exitCode, text } = failure(error);
    Object.assign(ended, { exitCode, error, helped: text === '', stderr: ended.stderr + text });
  } finally {
    clearTimeout(timer);
    discard();
    restore();
    process.exitCode = undefined;
  }
  return ended;
}

/** Takes what is printed, and keeps commands from ending the process. */
function captured(into: { stdout: string; stderr: string }): () => void {
  const { exit } = process;
  const writes = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = ((text: string | Uint8Array) => {
      into[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
      return true;
    }) as typeof write;
    return () => {
      process[name].write = write;
    };
  });
  process.exit = (() => {}) as unknown as typeof exit;
  return () => {
    for (const back of writes) back();
    process.exit = exit;
  };
}
