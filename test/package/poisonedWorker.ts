/**
 * A worker process that dies of one cell (SIGKILL), or sleeps in it (SIGSTOP) and then has a wrong result:
 * `node --import tsx poisonedWorker.ts URL INDEX SIGNAL`.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProcess } from '../../lab/src/sweep/inProcess';
import { dataSets } from '../../lab/src/sweep/queue/dataSets';
import { openQueueConnection } from '../../lab/src/sweep/queue/queueConnection';
import { queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { queueWorker } from '../../lab/src/sweep/queue/queueWorker';

const [url, poisoned, signalName] = process.argv.slice(2);
const connection = await openQueueConnection(queueUrl(url));
const executor = () =>
  inProcess(async ({ index }) => {
    await sleep(50);
    if (index === Number(poisoned)) process.kill(process.pid, signalName);
    // cells that are beside it are lost with it
    await sleep(50);
    return { square: index === Number(poisoned) ? -1 : (index as number) ** 2 };
  });
const times = { lostAfter: 0.5, wait: 60, grace: 1, beat: 0.1 };
const data = dataSets({ redis: connection.client, cache: join(tmpdir(), 'deeplinear-rig-cache') });
const { signal } = new AbortController();
await queueWorker({ connection, slots: 4, version: 'here', executor, dataSets: data, ...times, signal, say: () => {} });
