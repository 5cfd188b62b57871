import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { prefix, queueName } from './protocol';

/** Seconds for which BullMQ's settings of a queue stay that is over; its workers leave before. */
const restSeconds = 300;

/**
 * Deletes the queue of a sweep. Workers that still listen would write its settings anew, and for ever; so those stay until nobody is
 * there, and end by themselves.
 */
export async function endQueue(client: Redis, queue: Queue, sweep: string): Promise<void> {
  await queue.obliterate({ force: true });
  await client.multi().hsetnx(settingsOf(sweep), 'opts.maxLenEvents', 0).expire(settingsOf(sweep), restSeconds).exec();
}

/** BullMQ's settings of a sweep's queue. */
export function settingsOf(sweep: string): string {
  return `${prefix}:${queueName(sweep)}:meta`;
}
