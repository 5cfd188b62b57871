import type { Redis } from 'ioredis';
import { keys, protocolVersion, type WorkerRecord } from './protocol';

/** The workers whose hearts beat. Those that are gone are taken off the list. */
export async function readWorkers(client: Redis): Promise<WorkerRecord[]> {
  const ids = await client.smembers(keys.workers);
  if (ids.length === 0) return [];
  const records = await client.mget(ids.map(keys.worker));
  const gone = ids.filter((_, i) => records[i] === null);
  if (gone.length > 0) await client.srem(keys.workers, gone);
  return records.flatMap((text) => {
    const record = text === null ? undefined : (JSON.parse(text) as WorkerRecord);
    return record?.protocol === protocolVersion ? [record] : [];
  });
}
