import { InputError } from '../../inputError';
import { jsonText } from '../../report/jsonText';
import type { NamedSweep } from '../../sweep/queue/namedSweep';
import { sweepId } from '../../sweep/queue/protocol';
import { openQueueConnection } from '../../sweep/queue/queueConnection';
import { queueStatusText } from '../../sweep/queue/queueStatusText';
import type { QueueUrl } from '../../sweep/queue/queueUrl';
import { type QueueStatus, readQueueStatus, type SweepInQueue } from '../../sweep/queue/readQueueStatus';
import { watchQueue } from '../../sweep/queue/watchQueue';
import { within } from '../../sweep/queue/within';
import { readManifest } from '../../sweep/storeFiles';
import { quote, visible } from '../../view/format';
import { type SweepStatus, statusText } from './status';

/** A sweep whose folder is on this machine. */
interface LocalSweep {
  folder: string;
  read(): Promise<SweepStatus>;
}

/** Seconds for an answer of the server. */
const patience = 10;
/** Seconds between looks at a folder that nobody writes to. */
const folderSeconds = 30;

/** What is asked for: a sweep whose folder is here, one by its name, or all that there are. */
export type ShownSweep = { local?: LocalSweep; named?: NamedSweep };

/** `sweep status --queue`: once, or on a terminal until Ctrl-C. */
export async function showQueue(
  url: QueueUrl,
  { local, named }: ShownSweep,
  { once, json }: { once?: boolean; json?: boolean },
  signal: AbortSignal,
): Promise<void> {
  const id = local && sweepId(readManifest(local.folder).fingerprint);
  const connection = await openQueueConnection(url);
  let read: { time: number; text: string } | undefined;
  const localText = async () => {
    if (!read || performance.now() - read.time > 1000 * folderSeconds)
      read = { text: statusText(await local!.read()), time: performance.now() };
    return read.text;
  };
  const shown = (status: QueueStatus) => {
    if (!local && !named) return status;
    const is = (sweep: SweepInQueue) => (local ? sweep.id === id : named!.is(sweep));
    return { ...status, sweeps: status.sweeps.filter(is) };
  };
  const absence = (status: QueueStatus) =>
    named && `There is no sweep ${named.name}: it is over, or was not begun here; ${othersText(status)}.`;
  const text = async (whole: QueueStatus) => {
    const status = shown(whole);
    const queue = queueStatusText(status, local ? 'This sweep is not in the queue.' : absence(whole));
    // who runs it knows more than the folder
    if (!local || status.sweeps[0]?.coordinator) return queue;
    return `${await localText()}\n${queue}`;
  };
  try {
    const { stdout } = process;
    const status = await within(patience, readQueueStatus(connection.client, url.shown));
    if (named && !named.certain && shown(status).sweeps.length === 0) throw new InputError(unknown(named, status));
    if (stdout.isTTY && !once && !json) return await watchQueue({ connection, stream: stdout, text, signal });
    if (!json) stdout.write(await text(status));
    else stdout.write(jsonText(local ? { ...(await local.read()), queue: shown(status) } : shown(status)));
  } finally {
    connection.close();
  }
}

function unknown({ name }: NamedSweep, status: QueueStatus): string {
  return `expected a study file, the folder of a sweep, or a name or id of a sweep in the queue; got ${quote(name)} (${visible(othersText(status))})`;
}

function othersText({ sweeps }: QueueStatus): string {
  const names = sweeps.map(({ name }) => name).join(', ');
  return sweeps.length === 0 ? 'no sweep is in the queue' : `in the queue: ${names}`;
}
