import { ValueError } from '../errors';

/** Bytes in pieces, so that large parts (weights) are copied once, into the file. */
export interface Message {
  pieces: readonly Uint8Array[];
  length: number;
}

/** What a field of a message may be: a whole number, text, another message, or bytes; a list is a repeated field. */
export type FieldValue = number | string | Message | Uint8Array | readonly FieldValue[];

/** Wire types of protocol buffers. */
const VARINT = 0;
const DELIMITED = 2;
/** A protocol buffer is below 2 GiB. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * A protocol-buffer message (protobuf.dev/programming-guides/encoding) from pairs of field number and value; an absent value
 * leaves the field out.
 */
export function message(...fields: readonly (readonly [number, FieldValue | undefined])[]): Message {
  const pieces: Uint8Array[] = [];
  const put = (number: number, value: FieldValue | undefined): void => {
    if (value === undefined) return;
    if (typeof value === 'number') {
      pieces.push(Uint8Array.from([...varint(8 * number + VARINT), ...varint(value)]));
    } else if (isList(value)) {
      for (const one of value) put(number, one);
    } else {
      const inside = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      pieces.push(Uint8Array.from([...varint(8 * number + DELIMITED), ...varint(inside.length)]));
      if (inside instanceof Uint8Array) pieces.push(inside);
      else for (const piece of inside.pieces) pieces.push(piece);
    }
  };
  for (const [number, value] of fields) put(number, value);
  return { pieces, length: pieces.reduce((sum, { length }) => sum + length, 0) };
}

/** @throws ValueError for 2 GiB and more, which no reader takes; `name` is the argument that is too large. */
export function messageBytes(name: string, { pieces, length }: Message): Uint8Array {
  if (length > MOST_BYTES) {
    throw new ValueError(
      `${name}: expected a file below 2 GiB, the most that protocol buffers hold, got ${Math.ceil(length / 2 ** 20)} MiB`,
    );
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function isList(value: Exclude<FieldValue, number>): value is readonly FieldValue[] {
  return Array.isArray(value);
}

/** A whole number of at least 0, seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const bytes = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
