import type { CellFailure, CellRecord } from './cell';

const reasons: Record<CellFailure['reason'], true> = { threw: true, timeout: true, memory: true, lost: true };

/** Whether what a line holds is a record: a checksum says that it is what somebody wrote, not that a sweep did. */
export function isRecord(value: unknown): value is CellRecord {
  if (!isObject(value)) return false;
  const { key, index, axes, seconds, attempts, values, failure } = value;
  if (typeof key !== 'string' || !Number.isSafeInteger(index) || Number(index) < 0) return false;
  if (typeof seconds !== 'number' || typeof attempts !== 'number') return false;
  if (!isObject(axes) || !Object.values(axes).every(isWord)) return false;
  if (failure === undefined) return isObject(values) && Object.values(values).every(isValue);
  return isObject(failure) && typeof failure.message === 'string' && Object.hasOwn(reasons, String(failure.reason));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWord(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

function isValue(value: unknown): boolean {
  return isWord(value) || (Array.isArray(value) && value.every((entry) => typeof entry === 'number'));
}
