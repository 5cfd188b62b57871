/** A contestant: one process, asked by JSON lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { lineReader, type Reply, type Request } from './protocol';

/** Longest answer waited for: preparing the largest training step takes a minute on a slow machine. */
const PATIENCE_MS = 180_000;

export class Contestant {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #replies: Reply[] = [];
  #wake: () => void = () => {};
  #ended: string | undefined;
  #complaint = '';

  constructor(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.name = name;
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    const read = lineReader((reply) => {
      this.#replies.push(reply);
      this.#wake();
    });
    const end = (reason: string) => {
      this.#ended ??= reason;
      this.#wake();
    };
    this.#process.stdout!.setEncoding('utf8').on('data', read);
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-2000);
    });
    this.#process.stdin!.on('error', () => {});
    this.#process.on('error', (error) => end(error.message));
    this.#process.on('close', (code, signal) => end(`ended with ${signal ?? code}: ${lastLine(this.#complaint)}`));
  }

  /** The version it reports, once it can take requests; rejects with why it cannot. */
  async ready(): Promise<string> {
    const reply = await this.#next();
    if ('ready' in reply) return reply.ready;
    throw new Error('error' in reply ? reply.error : 'expected a version first');
  }

  /** Never rejects: a contestant that dies answers with an error from then on. */
  async ask(request: Request): Promise<Reply> {
    if (this.#ended) return { error: this.#ended };
    this.#process.stdin!.write(`${JSON.stringify(request)}\n`);
    return this.#next();
  }

  stop(): void {
    this.#process.kill();
  }

  async #next(): Promise<Reply> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.#replies.length === 0) {
      if (this.#ended) return { error: this.#ended };
      const left = deadline - Date.now();
      if (left <= 0) {
        this.stop();
        return { error: `no answer in ${PATIENCE_MS / 1000} s` };
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#replies.shift()!;
  }
}

/** The last line that says something, without the runtime's own version line. */
function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() && !line.startsWith('Node.js v'));
  return lines.find((line) => /Error/.test(line)) ?? lines.at(-1) ?? '';
}
