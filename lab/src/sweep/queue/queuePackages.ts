import { InputError } from '../../inputError';

export interface QueuePackages {
  bullmq: typeof import('bullmq');
  Redis: typeof import('ioredis').Redis;
}

/** Versions as in the package's optional peers. */
const install = 'npm install bullmq@6 ioredis@6';

/**
 * BullMQ and its driver, loaded at the first queue: nothing else needs them.
 * @throws InputError with the command that installs them where they are missing.
 */
export async function queuePackages(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<QueuePackages> {
  const bullmq = (await loaded('bullmq')) as QueuePackages['bullmq'];
  const { Redis } = (await loaded('ioredis')) as typeof import('ioredis');
  return { bullmq, Redis };

  async function loaded(name: string): Promise<unknown> {
    try {
      return await load(name);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
      const missing = message.includes(`'${name}'`) ? name : `${name}, or one of its parts`;
      throw new InputError(
        `--queue: needs the packages bullmq and ioredis; ${missing} is not installed. Install both: ${install}`,
      );
    }
  }
}
