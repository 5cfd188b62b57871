import { jsonText } from '../../report/jsonText';
import { sweepId } from '../../sweep/queue/protocol';
import { openQueueConnection } from '../../sweep/queue/queueConnection';
import { queueStatusText } from '../../sweep/queue/queueStatusText';
import type { QueueUrl } from '../../sweep/queue/queueUrl';
import { type QueueStatus, readQueueStatus } from '../../sweep/queue/readQueueStatus';
import { watchQueue } from '../../sweep/queue/watchQueue';
import { within } from '../../sweep/queue/within';
import { readManifest } from '../../sweep/storeFiles';
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

/** `sweep status --queue`: once, or on a terminal until Ctrl-C. */
export async function showQueue(
  url: QueueUrl,
  local: LocalSweep | undefined,
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
  const text = async (whole: QueueStatus) => {
    const status = ofSweep(whole, id);
    const queue = queueStatusText(status, local !== undefined);
    // who runs it knows more than the folder
    if (!local || status.sweeps[0]?.coordinator) return queue;
    return `${await localText()}\n${queue}`;
  };
  try {
    const { stdout } = process;
    if (stdout.isTTY && !once && !json) return await watchQueue({ connection, stream: stdout, text, signal });
    const status = await within(patience, readQueueStatus(connection.client, url.shown));
    if (!json) stdout.write(await text(status));
    else stdout.write(jsonText(local ? { ...(await local.read()), queue: ofSweep(status, id) } : status));
  } finally {
    connection.close();
  }
}

function ofSweep(status: QueueStatus, id: string | undefined): QueueStatus {
  return id === undefined ? status : { ...status, sweeps: status.sweeps.filter((sweep) => sweep.id === id) };
}
