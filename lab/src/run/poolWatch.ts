import type { NodeWorker, Session } from 'node:inspector';

/** Watches what jobs use, also while they compute and say nothing. */
export interface PoolWatch {
  /** Calls `onOver` with the MiB in use when the job has more than it may; until the function that this returns is called. */
  begin(id: number, onOver: (mebibytes: number) => void): () => void;
  /** Ends it when all pools of the process have. */
  close(): void;
}

/** What a thread says when it is asked: the job that has more memory than it may, if one has. */
export type MemoryAnswer = { id: number; mebibytes: number } | undefined;

/** The function of a thread that answers, among its globals. */
export const answerName = 'deeplinearMemory';

/** Milliseconds between questions. */
const interval = 50;

type Message<Params> = { params: Params };
type OnOver = (mebibytes: number) => void;

const watched = new Map<number, OnOver>();
/** Sessions of threads, and whether an answer is awaited: a thread in a long operation of the engine answers after that. */
const threads = new Map<string, { asked: boolean }>();
let session: Session | undefined;
let opened = false;
let timer: NodeJS.Timeout | undefined;
let users = 0;

/**
 * The engine's inspector asks a thread in the midst of its work, which no message to the thread does; so a cell that takes more than
 * it may is seen within a twentieth of a second, and not when it yields. Where the engine is built without it nothing is watched here.
 */
export function openPoolWatch(): PoolWatch {
  let open = false;
  return {
    begin(id, onOver) {
      if (!open) users++;
      open = true;
      watched.set(id, onOver);
      if (!opened) void connect().catch(() => {});
      opened = true;
      timer ??= setInterval(ask, interval).unref();
      return () => {
        watched.delete(id);
        if (watched.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    close() {
      if (!open) return;
      open = false;
      if (--users > 0) return;
      session?.disconnect();
      session = undefined;
      opened = false;
      threads.clear();
    },
  };
}

async function connect(): Promise<void> {
  const inspector = await import('node:inspector');
  // all have closed meanwhile
  if (users === 0) return;
  const own = new inspector.Session();
  own.connect();
  own.on('NodeWorker.attachedToWorker', ({ params }: Message<NodeWorker.AttachedToWorkerEventDataType>) => {
    threads.set(params.sessionId, { asked: false });
  });
  own.on('NodeWorker.detachedFromWorker', ({ params }: Message<NodeWorker.DetachedFromWorkerEventDataType>) => {
    threads.delete(params.sessionId);
  });
  own.on('NodeWorker.receivedMessageFromWorker', ({ params }) => heard(params));
  own.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  session = own;
}

function ask(): void {
  for (const [sessionId, thread] of threads) {
    if (thread.asked) continue;
    thread.asked = true;
    const params = { expression: `globalThis.${answerName}?.()`, returnByValue: true };
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params });
    // a thread that is gone by now is reported as detached
    session?.post('NodeWorker.sendMessageToWorker', { sessionId, message }, () => {});
  }
}

function heard({ sessionId, message }: NodeWorker.ReceivedMessageFromWorkerEventDataType): void {
  const thread = threads.get(sessionId);
  if (thread) thread.asked = false;
  const { result } = JSON.parse(message) as { result?: { result?: { value?: MemoryAnswer } } };
  const answer = result?.result?.value;
  // one that has ended since is nobody's any more
  if (answer) watched.get(answer.id)?.(answer.mebibytes);
}
