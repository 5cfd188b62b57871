import { CommanderError } from 'commander';
import { curveExperiments, DeepLinearError } from 'deeplinear';
import { flagged } from './commands/flagged';
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
  throw error;
});

const [experiment] = curveExperiments;
const onExit = (discard: () => void) => {
  cleanUp = discard;
};

const program = deeplinearProgram(interrupt.signal, onExit);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says in one line what went wrong and gives the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    return complain(error.message.replace(/^error: /, ''));
  }
  if (error instanceof InputError) return complain(error.message);
  if (error instanceof DeepLinearError) return complain(flagged(error.message, experiment.parameters, experiment.axis));
  if (error instanceof Interrupted) {
    process.stderr.write(`interrupted; ${error.message === 'interrupted' ? 'nothing was written' : error.message}\n`);
    return exitCodes[interrupt.signal.reason as keyof typeof exitCodes] ?? 130;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

function complain(message: string): number {
  process.stderr.write(`deeplinear: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
  return 2;
}
