import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { InputError } from '../../inputError';
import { passwordVariable, type QueueUrl, queueUrl } from '../../sweep/queue/queueUrl';

/** Seconds that a run or a worker waits for what is away: an hour. */
const defaultWait = 3600;

export function queueOption(what: string): Option {
  return new Option('--queue <url>', `${what}; redis://, rediss:// or unix://`);
}

export function waitOption(what: string): Option {
  return new Option('--wait <seconds>', what).argParser(Number).default(defaultWait);
}

export interface CheckedQueue {
  url: QueueUrl;
  wait: number;
  dataLimit: number;
}

/** The options of a run that concern its queue; undefined without one. @throws InputError */
export function checkedQueue(options: { queue?: string; wait: number; dataLimit: number }): CheckedQueue | undefined {
  const { queue, wait, dataLimit } = options;
  checkNumber('--wait', wait, 'seconds', 1);
  checkNumber('--data-limit', dataLimit, 'MiB', 0);
  return queue === undefined ? undefined : { url: openedUrl(queue), wait, dataLimit };
}

/** Reads the URL and hides it: a password on a command line would be seen by everybody on the machine for as long as it runs. */
export function openedUrl(text: string): QueueUrl {
  const url = queueUrl(text);
  if (url.secrets.length > 0) process.title = 'deeplinear sweep';
  if (new URL(text).password !== '' && startedWith(text)) {
    process.stderr.write(
      `the program that started this one has the password of --queue on its command line, where everybody on the machine sees it; put it into ${passwordVariable}\n`,
    );
  }
  return url;
}

/** Whether npx or a shell stands before this process with that argument; known on Linux alone. */
function startedWith(argument: string): boolean {
  try {
    return readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').includes(argument);
  } catch {
    return false;
  }
}

/** @throws InputError */
export function checkNumber(option: string, value: number, unit: string, least: number): void {
  if (!(value >= least && value <= 1e9)) {
    throw new InputError(`${option}: expected ${unit} from ${least} to 1000000000, got ${value}`);
  }
}
