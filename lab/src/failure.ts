import { CommanderError } from 'commander';
import { curveExperiments, DeepLinearError } from 'deeplinear';
import { flagged } from './commands/flagged';
import { InputError } from './inputError';
import { Interrupted } from './run/drive';

/** How the command line ends after an error. */
export interface Failure {
  exitCode: number;
  /** For standard error: one line, and the stack of what nobody expected. */
  text: string;
}

const INTERRUPTED = 130;

/** What is said of an error that a command threw, and the exit code. */
export function failure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: 0, text: '' };
    if (error.code === 'commander.help') return { exitCode: 2, text: '' };
    const message = error.message.replace(/^error: /, '');
    const lost = /^commander\.(unknown|excess|missing)/.test(error.code) && !message.includes('Did you mean');
    return complaint(lost ? `${message} (--help says what there is)` : message);
  }
  if (error instanceof InputError) return complaint(error.message);
  if (error instanceof DeepLinearError) {
    const [{ parameters, axis }] = curveExperiments;
    return complaint(flagged(error.message, parameters, axis));
  }
  if (error instanceof Interrupted) {
    const { message } = error;
    return {
      exitCode: INTERRUPTED,
      text: `interrupted; ${message === 'interrupted' ? 'nothing was written' : message}\n`,
    };
  }
  return { exitCode: 1, text: `${error instanceof Error ? error.stack : String(error)}\n` };
}

/** Longer messages hold a whole file or an endless word. */
const LONGEST = 2000;

function complaint(message: string): Failure {
  const line = message.replace(/\s*\n\s*/g, ' ');
  return { exitCode: 2, text: `deeplinear: ${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}\n` };
}
