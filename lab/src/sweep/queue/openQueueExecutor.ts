import type { Cell } from '../cell';
import type { Executor } from '../executor';
import { readManifest } from '../storeFiles';
import { codeVersion } from '../study/codeVersion';
import { cellPriority } from './cellPriority';
import { protocolVersion, sweepId } from './protocol';
import { openQueueConnection } from './queueConnection';
import { type QueueExecutorOptions, queueExecutor } from './queueExecutor';
import type { QueueUrl } from './queueUrl';

export interface OpenQueueOptions extends Pick<QueueExecutorOptions, 'wait' | 'dataLimit' | 'standing'> {
  url: QueueUrl;
  /** Folder of the sweep, open for writing. */
  folder: string;
  say(text: string): void;
}

/**
 * The queue of the sweep in a folder, the same from whichever machine it is resumed.
 * @throws InputError where the packages or the server are missing.
 */
export async function openQueueExecutor({ url, folder, ...options }: OpenQueueOptions): Promise<Executor> {
  const connection = await openQueueConnection(url);
  for (const warning of connection.warnings) options.say(warning);
  const { name, cells, fingerprint } = readManifest(folder);
  const sweep = { protocol: protocolVersion, id: sweepId(fingerprint), name, version: codeVersion(), cells };
  const executor = queueExecutor({
    ...options,
    connection,
    sweep,
    priority: ({ config }: Cell) => cellPriority(config),
  });
  const { close } = executor;
  executor.close = async () => {
    await close();
    connection.close();
  };
  return executor;
}
