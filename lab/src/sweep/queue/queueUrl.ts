import { isIP } from 'node:net';
import { InputError } from '../../inputError';

/** Where a queue is, as the driver takes it. */
export interface QueueUrl {
  options: {
    host?: string;
    port?: number;
    /** Of a socket in the file system. */
    path?: string;
    username?: string;
    password?: string;
    db: number;
    /** Without a name for an address: TLS knows names alone, and the certificate is checked against the address. */
    tls?: { servername?: string };
  };
  /** For people: without user and password. */
  shown: string;
  /** The words that must not be seen. */
  secrets: readonly string[];
}

/** The password where the URL has none: what stands on a command line is seen by everybody on the machine. */
export const passwordVariable = 'DEEPLINEAR_QUEUE_PASSWORD';

const expected =
  'expected redis://HOST:PORT/DATABASE, rediss://… for TLS or unix:///PATH/OF/SOCKET, with USER:PASSWORD@ before the host where needed';

/**
 * Reads the URL of a queue. Port 6379 and database 0 where none is named.
 * @throws InputError that says what is wrong, without user and password.
 */
export function queueUrl(text: string, environment: NodeJS.ProcessEnv = process.env): QueueUrl {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong('this is no URL');
  }
  const { protocol, hostname, port, pathname, search, hash } = url;
  const username = decoded(url.username, 'the user');
  const password = decoded(url.password, 'the password') || environment[passwordVariable] || '';
  const secrets = [...new Set([password, url.password, encodeURIComponent(password), username, url.username])].filter(
    (word) => word !== '',
  );
  const account = { ...(username && { username }), ...(password && { password }) };
  if (hash !== '') throw wrong('got something after #; in a password write # as %23');
  if (protocol === 'unix:') {
    if (hostname !== '' || pathname === '' || pathname === '/') throw wrong('got unix: without the path of a socket');
    const path = decoded(pathname, 'the path');
    const db = unixDatabase(search);
    return { options: { path, db, ...account }, shown: `unix://${path}${search}`, secrets };
  }
  if (protocol !== 'redis:' && protocol !== 'rediss:') throw wrong(`got ${protocol}`);
  if (hostname === '') throw wrong('got no host');
  if (search !== '') throw wrong('got something after ?; in a password write ? as %3F');
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const number = pathname.replace(/^\//, '');
  const db = database(number);
  const tls = protocol === 'rediss:' ? { tls: isIP(host) ? {} : { servername: host } } : {};
  const shownPort = port === '' ? '' : `:${port}`;
  return {
    options: { host, port: port === '' ? 6379 : Number(port), db, ...account, ...tls },
    shown: `${protocol}//${hostname}${shownPort}${number === '' ? '' : `/${db}`}`,
    secrets,
  };
}

function wrong(what: string): InputError {
  return new InputError(`--queue: ${what}; ${expected}`);
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(`${what} has a % that encodes nothing; write it as %25`);
  }
}

function unixDatabase(search: string): number {
  if (search === '') return 0;
  const match = /^\?db=(\w*)$/.exec(search);
  if (!match) throw wrong('got something after ? that is not db=DATABASE');
  return database(match[1]);
}

function database(text: string): number {
  if (text === '') return 0;
  if (!/^\d{1,5}$/.test(text)) throw wrong('got a database that is no number');
  return Number(text);
}
