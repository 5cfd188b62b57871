/** The side of a contestant: reads requests from standard input, answers on standard output, one JSON object a line. */
import { createInterface } from 'node:readline';
import type { Reply, Request } from '../protocol';
import type { Work } from '../tasks';

export interface Prepared {
  /** Entries of the result that are compared (data.ts: places), computed once. */
  check(): number[] | Promise<number[]>;
  /** Seconds for that many calls, without the making of their operands. */
  time(calls: number): number | Promise<number>;
  /** Units of work a call does (several steps, operations of the peak kernel). Default 1. */
  units?: number;
  /** Most calls at once. */
  most?: number;
  /** Tells the table which of several ways this is. */
  note?: string;
  dispose?(): void;
}

export interface Contestant {
  version: string;
  /** undefined: it has no such operation. */
  prepare(work: Work): Prepared | undefined | Promise<Prepared | undefined>;
}

/** Seconds of a synchronous call repeated. */
export const timer =
  (run: () => void) =>
  (calls: number): number => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    return (performance.now() - start) / 1e3;
  };

/** The fastest of several ways, after a warm-up; each is timed three times in turns. */
export async function fastest(ways: Prepared[]): Promise<Prepared> {
  const best = ways.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 4; round++) {
    for (const [i, way] of ways.entries()) {
      const seconds = await way.time(1);
      if (round > 0) best[i] = Math.min(best[i], seconds / (way.units ?? 1));
    }
  }
  const chosen = best.indexOf(Math.min(...best));
  for (const [i, way] of ways.entries()) if (i !== chosen) way.dispose?.();
  return ways[chosen];
}

/** Samples of about a quarter of `seconds`, in seconds per unit, until `seconds` are over; at least one. */
async function samples(entry: { prepared: Prepared; calls: number }, seconds: number): Promise<number[]> {
  const { prepared } = entry;
  const { units = 1, most = 1e6 } = prepared;
  const out: number[] = [];
  let spent = 0;
  while (spent < seconds) {
    const took = await prepared.time(entry.calls);
    spent += took;
    if (took >= seconds / 8 || entry.calls >= most) out.push(took / entry.calls / units);
    else spent -= took / 2;
    entry.calls = Math.min(most, Math.max(1, Math.round((entry.calls * seconds) / 4 / Math.max(took, 1e-6))));
  }
  return out.length > 0 ? out : [(await prepared.time(entry.calls)) / entry.calls / units];
}

export async function serve({ version, prepare }: Contestant): Promise<void> {
  const write = (reply: Reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
  const entries = new Map<string, { prepared: Prepared; calls: number }>();
  write({ ready: version });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    try {
      if (request.do === 'prepare') {
        const prepared = await prepare(request.work);
        if (!prepared) {
          write({ unsupported: true });
          continue;
        }
        const check = await prepared.check();
        entries.set(request.name, { prepared, calls: 1 });
        write({ check, ...(prepared.note && { note: prepared.note }) });
      } else if (request.do === 'time') {
        write({ samples: await samples(entries.get(request.name)!, request.seconds) });
      } else {
        entries.get(request.name)?.prepared.dispose?.();
        entries.delete(request.name);
        write({ released: true });
      }
    } catch (error) {
      write({ error: error instanceof Error ? error.message.split('\n')[0] : String(error) });
    }
  }
  process.exit(0);
}
