/** What the command and its contestants say to each other: JSON objects, one a line. */
import type { Work } from './tasks';

export type Request =
  | { do: 'prepare'; name: string; work: Work }
  | { do: 'time'; name: string; seconds: number }
  | { do: 'release'; name: string };

export type Reply =
  /** Sent once, when the contestant can take requests: its version. */
  | { ready: string }
  | { unsupported: true }
  | { check: number[]; note?: string }
  /** Seconds per unit of work. */
  | { samples: number[] }
  | { released: true }
  | { error: string };

/** Cuts a stream of text into lines; the rest waits for more. Lines that are no JSON object (chatter) are dropped. */
export function lineReader(onReply: (reply: Reply) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.startsWith('{')) onReply(JSON.parse(line) as Reply);
  };
}
