import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { wholeFile } from '../fileReason';
import { removeFile, writeAtomically } from './storeFiles';

/** How often the process died while a cell was running, and how often while it was the only one. */
export interface Suspicion {
  deaths: number;
  alone: number;
}

/**
 * Which cells run, on disk: after a death of the process (kill -9, the system out of memory, a crash of the engine) the next one
 * knows which cells may be to blame.
 */
export class StoreSuspects {
  private readonly path: string;
  private readonly runningPath: string;
  private readonly running = new Set<string>();
  private file: number | undefined;
  private length = 0;
  private readonly known: Map<string, Suspicion>;

  constructor(folder: string) {
    this.path = join(folder, 'suspects.json');
    this.runningPath = join(folder, 'running.json');
    this.known = new Map(Object.entries(read(this.path) ?? {}).filter(isSuspicion));
    const running = read(this.runningPath);
    const left = Array.isArray(running) ? running.filter((key) => typeof key === 'string') : [];
    if (left.length === 0) return;
    for (const key of left) {
      const { deaths, alone } = this.of(key);
      this.known.set(key, { deaths: deaths + 1, alone: alone + (left.length === 1 ? 1 : 0) });
    }
    writeAtomically(this.path, JSON.stringify(Object.fromEntries(this.known)));
    removeFile(this.runningPath);
  }

  of(key: string): Suspicion {
    return this.known.get(key) ?? { deaths: 0, alone: 0 };
  }

  started(key: string): void {
    this.running.add(key);
    this.note();
  }

  ended(key: string): void {
    this.running.delete(key);
    this.note();
  }

  /** The process ends in good order: nothing that runs is to blame. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    removeFile(this.runningPath);
  }

  /**
   * Written over in place: to make the file anew costs a millisecond a cell. Without it on a full disk: only a hint is lost, and
   * the next result says what is the matter.
   */
  private note(): void {
    try {
      this.file ??= openSync(this.runningPath, 'w');
      const text = JSON.stringify([...this.running]).padEnd(this.length);
      this.length = text.length;
      writeSync(this.file, text, 0);
    } catch {}
  }
}

function isSuspicion(entry: [string, unknown]): entry is [string, Suspicion] {
  const { deaths, alone } = (entry[1] ?? {}) as Partial<Suspicion>;
  return typeof deaths === 'number' && typeof alone === 'number';
}

function read(path: string): unknown {
  try {
    return JSON.parse(wholeFile(path).toString('utf8'));
  } catch {
    return undefined;
  }
}
