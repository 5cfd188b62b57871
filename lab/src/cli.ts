import { failure } from './failure';
import { writeReason } from './fileReason';
import { InputError } from './inputError';
import { deeplinearProgram } from './program';
import { Interrupted } from './run/drive';

const interrupt = new AbortController();
let cleanUp = () => {};

/** The first signal ends the run in good order, a second one at once; either way nothing half-written stays. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(exitCodes[signal]);
    interrupt.abort(signal);
  });
}
const exitCodes = { SIGINT: 130, SIGTERM: 143 };
process.on('exit', () => cleanUp());
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // nobody reads on; what is not finished has set its exit code
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(failure(new InputError(`standard output: cannot be written (${writeReason(error)})`)).text);
  process.exit(2);
});
// there is no other place to say it
process.stderr.on('error', () => {});

const onExit = (discard: () => void) => {
  cleanUp = discard;
};

const program = deeplinearProgram(interrupt.signal, onExit);

try {
  await program.parseAsync();
} catch (error) {
  const { exitCode, text } = failure(error);
  process.stderr.write(text);
  process.exitCode =
    error instanceof Interrupted
      ? (exitCodes[interrupt.signal.reason as keyof typeof exitCodes] ?? exitCode)
      : exitCode;
}
