import { keys, prefix, queueName } from './protocol';
import type { QueueConnection } from './queueConnection';

/** Seconds for which BullMQ's settings of a queue stay that is over; its workers leave before. */
const restSeconds = 300;

/**
 * Takes a sweep that is over, or that nobody goes on with, out of the server. Workers that still listen would write the settings of its
 * queue anew, and for ever; so those stay until nobody is there, and end by themselves.
 */
export async function endQueue({ bullmq, client }: QueueConnection, sweep: string): Promise<void> {
  await client.multi().srem(keys.sweeps, sweep).del(keys.sweep(sweep), keys.late(sweep)).exec();
  const queue = new bullmq.Queue(queueName(sweep), { connection: client, prefix, skipVersionCheck: true });
  queue.on('error', () => {});
  await queue.obliterate({ force: true });
  await client.multi().hsetnx(settingsOf(sweep), 'opts.maxLenEvents', 0).expire(settingsOf(sweep), restSeconds).exec();
  await queue.close();
}

/** BullMQ's settings of a sweep's queue. */
export function settingsOf(sweep: string): string {
  return `${prefix}:${queueName(sweep)}:meta`;
}
