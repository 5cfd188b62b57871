import { randomInt } from 'node:crypto';

/** Seed of the cases that fast-check draws, where PROPERTY_SEED does not say another. */
const FIXED = 20261122;

/**
 * The seed that PROPERTY_SEED asks for: a 32-bit integer, or "random". Any seed but the fixed one is
 * printed, once a run, as it runs the same cases again.
 */
export function announcedSeed(): string {
  const asked = process.env.PROPERTY_SEED ?? String(FIXED);
  const seed = asked === 'random' ? String(randomInt(2 ** 31)) : asked;
  if (String(Number(seed) | 0) !== seed) {
    throw new Error(`PROPERTY_SEED: expected "random" or an integer of 32 bits, got ${JSON.stringify(asked)}`);
  }
  if (seed !== String(FIXED) && !process.env.PROPERTY_SEED_PRINTED) console.log(`PROPERTY_SEED=${seed}`);
  process.env.PROPERTY_SEED = seed;
  process.env.PROPERTY_SEED_PRINTED = '1';
  return seed;
}
