import { readManifest } from '../storeFiles';
import { endQueue } from './endQueue';
import { keys, sweepId } from './protocol';
import type { QueueConnection } from './queueConnection';
import { within } from './within';

/** For the server's answer. */
const mostSeconds = 5;

/** Takes a sweep whose folder has every result out of the server, where a coordinator that died left it. */
export async function clearQueue(connection: QueueConnection, folder: string): Promise<void> {
  const sweep = sweepId(readManifest(folder).fingerprint);
  const clear = async () => {
    if ((await connection.client.sismember(keys.sweeps, sweep)) === 1) await endQueue(connection, sweep);
  };
  // the results are there, whatever the server says
  await within(mostSeconds, clear()).catch(() => {});
}
