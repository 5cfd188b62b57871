import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { CellRecord } from './cell';
import { isRecord } from './isRecord';

/**
 * One record as a line of JSON: `{"sum":"…","size":"…","record":{…}}`. Sum (16 hexadecimal digits of the SHA-256 of size and
 * record) and size (8 digits, bytes of the record) stand at fixed places, so that a damaged line end does not cost the next record.
 */
export function storeLine(record: CellRecord): Buffer {
  const payload = Buffer.from(storedJson(record));
  const size = String(payload.length).padStart(8, '0');
  if (payload.length > maxPayload) throw new RangeError(`cell ${record.index}: a result of ${payload.length} bytes`);
  return Buffer.concat([Buffer.from(`${open}${sumOf(size, payload)}${middle}${size}${before}`), payload, end]);
}

/** What a segment holds at a place: a record, or bytes that are none. */
export type SegmentPart = {
  /** Of the file, from 1. */
  line: number;
  /** First byte, and bytes up to the next part. */
  offset: number;
  bytes: number;
} & ({ record: CellRecord } | { damaged: string /** It is the end of the file, without a line end. */; tail: boolean });

/** The parts of a segment in their order; one line at a time is held. */
export async function* readSegment(path: string): AsyncGenerator<SegmentPart> {
  let rest: Buffer[] = [];
  let held = 0;
  let line = 1;
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const whole = held > 0 ? Buffer.concat([...rest, chunk.subarray(from, at + 1)]) : chunk.subarray(from, at + 1);
      yield* partsOfLine(whole, line, offset);
      offset += whole.length;
      from = at + 1;
      line++;
      rest = [];
      held = 0;
    }
    rest.push(chunk.subarray(from));
    held += chunk.length - from;
    // a line end that is gone for good: no record is that long
    if (held > 4 * maxPayload) {
      yield { line, offset, bytes: held, damaged: 'no line end', tail: false };
      offset += held;
      rest = [];
      held = 0;
    }
  }
  if (held > 0) yield* partsOfLine(Buffer.concat(rest), line, offset);
}

/** The record of a line that was found good before; undefined where it is not any more. */
export function recordOfLine(line: Buffer): CellRecord | undefined {
  const [part] = partsOfLine(line, 1, 0);
  return part && 'record' in part ? part.record : undefined;
}

const open = '{"sum":"';
const middle = '","size":"';
const before = '","record":';
const head = open.length + 16 + middle.length + 8 + before.length;
const end = Buffer.from('}\n');
const maxPayload = 99_999_999;

function sumOf(size: string, payload: Uint8Array): string {
  return createHash('sha256').update(size).update(payload).digest('hex').slice(0, 16);
}

/** A line is one record, unless its end was damaged: then the next record follows in it. */
function* partsOfLine(line: Buffer, number: number, offset: number): Generator<SegmentPart> {
  for (let at = 0; at < line.length; ) {
    const place = { line: number, offset: offset + at };
    const size = payloadSize(line, at);
    const bytes = size === undefined ? line.length - at : head + size + end.length;
    const good = size !== undefined && line.subarray(at + bytes - end.length, at + bytes).equals(end);
    if (good) {
      const record = storedValue(line.toString('utf8', at + head, at + head + size));
      if (isRecord(record)) yield { ...place, bytes, record };
      else yield { ...place, bytes, damaged: 'is no result of a cell', tail: false };
    } else {
      const tail = line.at(-1) !== 10;
      const damaged = tail ? 'ends within a record' : 'does not match its checksum';
      yield { ...place, bytes: Math.min(bytes, line.length - at), damaged, tail };
    }
    at += bytes;
  }
}

/** Bytes of the record that starts at `at`; undefined where there is none that matches its sum. */
function payloadSize(line: Buffer, at: number): number | undefined {
  const text = line.toString('latin1', at, at + head);
  const sum = text.slice(open.length, open.length + 16);
  const size = text.slice(open.length + 16 + middle.length, -before.length);
  if (text !== `${open}${sum}${middle}${size}${before}` || !/^\d{8}$/.test(size)) return;
  const payload = line.subarray(at + head, at + head + Number(size));
  if (payload.length === Number(size) && sumOf(size, payload) === sum) return payload.length;
}

/** JSON with `{ "$": "NaN" }` and the like for numbers that it does not know. */
export function storedJson(value: object): string {
  return JSON.stringify(value, writeNumber);
}

/** What `storedJson` wrote. */
export function storedValue(text: string): unknown {
  return JSON.parse(text, readNumber);
}

/** JSON has no words for some numbers, and loses the sign of zero. */
function writeNumber(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { $: Object.is(value, -0) ? '-0' : String(value) };
}

function readNumber(_: string, value: unknown): unknown {
  const special = value !== null && typeof value === 'object' ? (value as { $?: unknown }).$ : undefined;
  return typeof special === 'string' ? Number(special) : value;
}
