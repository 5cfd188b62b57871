import type { Random } from './random';

/** A file with one to four changes at random, and what they were. */
export function mutateBytes(random: Random, files: readonly Uint8Array[]): { bytes: Uint8Array; text: string } {
  const which = random.below(files.length);
  let bytes = files[which];
  const done = [`file ${which}`];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const [name, change] = random.pick(changes);
    const at = random.below(bytes.length + 1);
    bytes = change(bytes, at, random, files);
    done.push(`${name} at ${at}`);
  }
  return { bytes, text: done.join(', ') };
}

type Change = (bytes: Uint8Array, at: number, random: Random, files: readonly Uint8Array[]) => Uint8Array;

function with_(bytes: Uint8Array, at: number, put: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  put.forEach((byte, i) => {
    if (at + i < copy.length) copy[at + i] = byte;
  });
  return copy;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const lies = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const changes: [string, Change][] = [
  ['cut', (bytes, at) => bytes.subarray(0, at)],
  ['beginning taken away', (bytes, at) => bytes.subarray(at)],
  ['bit turned', (bytes, at, random) => with_(bytes, at, [(bytes[at] ?? 0) ^ (1 << random.below(8))])],
  ['byte', (bytes, at, random) => with_(bytes, at, [random.below(256)])],
  [
    'number',
    (bytes, at, random) => {
      const lie = random.pick(lies);
      const four = [lie & 255, (lie >>> 8) & 255, (lie >>> 16) & 255, lie >>> 24];
      return with_(bytes, at, random.chance(0.5) ? four : four.reverse());
    },
  ],
  ['eight bytes of ones', (bytes, at) => with_(bytes, at, new Array(8).fill(255))],
  ['zeros', (bytes, at, random) => with_(bytes, at, new Array(random.below(16)).fill(0))],
  [
    'another number in the text',
    (bytes, at, random) => {
      const start = bytes.findIndex((byte, i) => i >= at && byte >= 48 && byte <= 57);
      if (start < 0) return bytes;
      const end = bytes.findIndex((byte, i) => i > start && !(byte >= 48 && byte <= 57));
      const number = random.pick(['-1', '9007199254740993', '1e309', '0.5', '4294967296', '99999999', 'NaN', '', '00']);
      return joined(
        bytes.subarray(0, start),
        new TextEncoder().encode(number),
        bytes.subarray(end < 0 ? bytes.length : end),
      );
    },
  ],
  [
    'splice',
    (bytes, at, random, files) => {
      const other = random.pick(files);
      const from = random.below(other.length);
      return joined(bytes.subarray(0, at), other.subarray(from, from + random.below(64)), bytes.subarray(at));
    },
  ],
  [
    'part twice',
    (bytes, at, random) => joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random.below(64)))),
  ],
  ['part taken away', (bytes, at, random) => joined(bytes.subarray(0, at), bytes.subarray(at + random.below(64)))],
  [
    'text',
    (bytes, at, random) =>
      joined(
        bytes.subarray(0, at),
        new TextEncoder().encode(
          random.pick(['__proto__', '"', "'", '{', '[[[[', '\n', '&a *a', '\0', '\ufeff', '../../']),
        ),
        bytes.subarray(at),
      ),
  ],
];
