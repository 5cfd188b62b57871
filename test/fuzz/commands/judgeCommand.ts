import { Interrupted } from '../../../lab/src/run/drive';
import type { Ended } from './runCommand';

const LONGEST = 4000;

/** What is wrong with the end of a command; undefined where it did as promised. */
export function judgeCommand(words: readonly string[], ended: Ended): string | undefined {
  const { exitCode, stdout, stderr, error, helped } = ended;
  const shown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (exitCode === 1 && error !== undefined) return `untyped: ${shown}`;
  if (![0, 1, 2, 130].includes(exitCode)) return `exit code ${exitCode}`;
  if (exitCode === 130 && !(error instanceof Interrupted)) return 'exit code 130 without Ctrl-C';
  if (/\n {4}at \S/.test(stdout + stderr)) return `a stack: ${stderr.slice(0, 200)}`;
  if (exitCode !== 2 || helped) return undefined;
  const lines = stderr.split('\n').filter((line) => line.startsWith('deeplinear: '));
  if (lines.length !== 1 || !stderr.endsWith(`${lines[0]}\n`)) return `not one line: ${stderr.slice(0, 300)}`;
  const [line] = lines;
  if (line.length > LONGEST) return `endless: a message of ${line.length} characters: ${line.slice(0, 80)}`;
  if (stdout !== '' && !words.includes('--json')) return `printed before it refused: ${stdout.slice(0, 80)}`;
  // an object or a missing value that nobody typed; what a file lacks is undefined
  const typed = words.join(' ');
  const [odd] = /\[object \w+\]|(?<!got )\bundefined\b|\b\d+n\b/.exec(line) ?? [];
  return odd !== undefined && !typed.includes(odd) ? `says ${odd}: ${line}` : undefined;
}
