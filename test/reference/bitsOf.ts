import { createHash } from 'node:crypto';
import type { TrainRun } from '../../src/index';

/**
 * A run as plain data in which two runs are the same only if every number of theirs has the same bits: typed arrays become
 * their type, length and a hash of their bytes.
 */
export function bitsOf(run: TrainRun | undefined): unknown {
  if (!run) return undefined;
  const { net, ...rest } = run;
  return plain({ ...rest, spec: net.spec, weights: net.weights() });
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return `${value.constructor.name} ${value.byteLength} ${createHash('sha256').update(bytes).digest('hex')}`;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
