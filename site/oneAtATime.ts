import { mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../lab/src/inputError';
import { lockHolder, lockStore, type StoreLock } from '../lab/src/sweep/storeLock';

/**
 * Does `work` when no other process does such work in the folder. Builds of the site share folders of the checkout, and two at once
 * would take the pages away from each other: the second one says for whom it waits. The lock of a process that is gone is taken over.
 */
export async function oneAtATime<T>(
  folder: string,
  work: () => Promise<T>,
  say: (words: string) => void = console.error,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  let lock: StoreLock | undefined;
  for (let told = false; !lock; told = true) {
    try {
      lock = lockStore(folder);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (!told) say(`process ${lockHolder(folder) ?? 'unknown'} builds the site in this checkout: waiting for it`);
      await setTimeout(200);
    }
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
