import type { Redis } from 'ioredis';
import { InputError } from '../../inputError';
import { type QueuePackages, queuePackages } from './queuePackages';
import { passwordVariable, type QueueUrl } from './queueUrl';
import { redacted } from './redacted';
import { TooLate, within } from './within';

/** An open connection to the server of queues. */
export interface QueueConnection extends QueuePackages {
  client: Redis;
  url: QueueUrl;
  /** What the person who starts the program should know of the server. */
  warnings: readonly string[];
  /** An error of the driver in words, without credentials. */
  reason(error: unknown): string;
  /** The last error of the connection in words; undefined while it is there. */
  trouble(): string | undefined;
  close(): void;
}

/** Seconds for a server that is about to start. */
const openSeconds = 5;
/** Of a socket that sends nothing although something was asked. BullMQ's blocking commands wait for 5 s. */
const silentSeconds = 20;

/**
 * Connects to Redis or Valkey. Once open, the connection comes back by itself for as long as it is not closed, and commands that
 * had no answer are sent again.
 * @throws InputError where there is none, it refuses the user or password, or it is too old.
 */
export async function openQueueConnection(url: QueueUrl): Promise<QueueConnection> {
  const packages = await queuePackages();
  const client = new packages.Redis({
    ...url.options,
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: 5000,
    socketTimeout: 1000 * silentSeconds,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), 2000),
  });
  let last: unknown;
  let refused = (_: unknown) => {};
  const reason = (error: unknown) => redacted(wordsOf(error), url.secrets);
  client.on('error', (error) => {
    last = error;
    if (isRefusal(error)) refused(error);
  });
  client.on('ready', () => {
    last = undefined;
  });
  try {
    const refusal = new Promise<never>((_, reject) => {
      refused = reject;
    });
    client.connect().catch(() => {});
    const ready = new Promise<void>((resolve) => client.once('ready', () => resolve()));
    await within(openSeconds, Promise.race([ready, refusal]));
    const warnings = await within(openSeconds, checkServer(client));
    return {
      ...packages,
      client,
      url,
      warnings,
      reason,
      trouble: () => troubleOf(client, last, reason),
      close: () => client.disconnect(),
    };
  } catch (error) {
    client.disconnect();
    if (error instanceof InputError) throw error;
    const why = error instanceof TooLate && last !== undefined ? reason(last) : reason(error);
    throw new InputError(`--queue: no Redis or Valkey to use at ${url.shown}: ${why}`);
  }
}

function troubleOf({ status }: Redis, last: unknown, reason: (error: unknown) => string): string | undefined {
  if (status === 'ready') return undefined;
  return last === undefined ? 'the connection was lost' : reason(last);
}

const systemWords: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ENOENT: 'there is no such socket',
  EACCES: 'permission denied',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'no answer',
};

/** Errors of several addresses, or of the commands of a transaction. */
interface ErrorList {
  errors?: unknown[];
  previousErrors?: unknown[];
}

function wordsOf(error: unknown): string {
  const { code, message, errors, previousErrors } = error as NodeJS.ErrnoException & ErrorList;
  const [first] = errors ?? previousErrors ?? [];
  if (first !== undefined) return wordsOf(first);
  if (code !== undefined && systemWords[code]) return `${systemWords[code]} (${code})`;
  // the server's own words are about its protocol
  if (/^NOAUTH/.test(message)) return `NOAUTH: it needs a password, in ${passwordVariable} or in the URL`;
  if (/RESP type|Protocol error/.test(message)) return 'what answers there does not speak their protocol';
  return message || code || String(error);
}

/** What no further attempt changes. */
function isRefusal({ name, message, code }: NodeJS.ErrnoException): boolean {
  if (name === 'ReplyError') return /^(WRONGPASS|NOAUTH|NOPERM|ERR (invalid|AUTH|DB|Client sent AUTH))/i.test(message);
  return /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code ?? '');
}

/** Oldest server with all commands that BullMQ asks for. */
const oldest = [6, 2];

async function checkServer(client: Redis): Promise<string[]> {
  const info = await client.info().catch(() => '');
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const version = field('redis_version');
  if (version !== undefined) {
    const [major, minor] = version.split('.').map(Number);
    if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
      throw new InputError(`--queue: expected Redis ${oldest.join('.')} or newer, or Valkey; got Redis ${version}`);
    }
  }
  if (field('redis_mode') === 'cluster') {
    throw new InputError('--queue: expected a single server of Redis or Valkey, got a cluster');
  }
  const policy = field('maxmemory_policy');
  if (policy === undefined || policy === 'noeviction') return [];
  return [
    `the server's maxmemory-policy is ${policy}: when its memory is full it drops cells of the queue, which are then computed again; set it to noeviction`,
  ];
}
