import type { Cell } from '../cell';
import type { Executor } from '../executor';
import { readManifest } from '../storeFiles';
import { codeVersion } from '../study/codeVersion';
import { cellPriority } from './cellPriority';
import { protocolVersion, sweepId } from './protocol';
import type { QueueConnection } from './queueConnection';
import { type QueueExecutorOptions, queueExecutor } from './queueExecutor';

export interface OpenQueueOptions extends Pick<QueueExecutorOptions, 'wait' | 'dataLimit' | 'standing'> {
  connection: QueueConnection;
  /** Folder of the sweep, open for writing. */
  folder: string;
  say(text: string): void;
}

/** The queue of the sweep in a folder, the same from whichever machine it is resumed. */
export function openQueueExecutor({ connection, folder, ...options }: OpenQueueOptions): Executor {
  for (const warning of connection.warnings) options.say(warning);
  const { name, cells, fingerprint } = readManifest(folder);
  const sweep = { protocol: protocolVersion, id: sweepId(fingerprint), name, version: codeVersion(), cells };
  const priority = ({ config }: Cell) => cellPriority(config);
  return queueExecutor({ ...options, connection, sweep, priority });
}
