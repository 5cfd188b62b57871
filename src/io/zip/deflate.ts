import { CODE_LENGTH_ORDER, type DeflateTables, deflateTables, END_OF_BLOCK, MOST_CODE_BITS } from './deflateTables';
import { huffmanLengths, reversedCodes } from './huffmanLengths';
import { findMatches } from './matches';

/** Literals and copies of a block: its codes suit them. */
const BLOCK = 32_768;
const MOST_STORED = 65_535;

/** Raw DEFLATE data (RFC 1951); the same bytes give the same data everywhere. */
export function deflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const tables = deflateTables();
  const writer = bitWriter(bytes.length);
  const items = new Uint32Array(BLOCK);
  let used = 0;
  let from = 0;
  let to = 0;
  const end = (last: boolean) => {
    const block = items.subarray(0, used);
    writeBlock(writer, block, bytes.subarray(from, to), last, tables);
    used = 0;
    from = to;
  };
  const add = (item: number, size: number) => {
    if (used === BLOCK) end(false);
    items[used++] = item;
    to += size;
  };
  // a literal is its byte, a copy its length above its distance
  findMatches(
    bytes,
    (byte) => add(byte, 1),
    (length, distance) => add((length << 16) | distance, length),
  );
  end(true);
  return writer.end();
}

interface BitWriter {
  put(value: number, count: number): void;
  /** Goes to the next whole byte. */
  align(): void;
  copy(bytes: Uint8Array): void;
  end(): Uint8Array<ArrayBuffer>;
}

function bitWriter(expected: number): BitWriter {
  let out = new Uint8Array(Math.max(64, expected >> 1));
  let at = 0;
  let hold = 0;
  let held = 0;
  const room = (more: number) => {
    if (at + more <= out.length) return;
    const larger = new Uint8Array(Math.max(2 * out.length, at + more));
    larger.set(out.subarray(0, at));
    out = larger;
  };
  const flush = (least: number) => {
    room(4);
    for (; held >= least; held -= 8) {
      out[at++] = hold;
      hold >>>= 8;
    }
  };
  return {
    put(value, count) {
      hold |= value << held;
      held += count;
      if (held >= 8) flush(8);
    },
    align() {
      if (held > 0) flush(1);
      hold = 0;
      held = 0;
    },
    copy(bytes) {
      room(bytes.length);
      out.set(bytes, at);
      at += bytes.length;
    },
    end() {
      this.align();
      return out.slice(0, at);
    },
  };
}

function writeBlock(
  writer: BitWriter,
  items: Uint32Array,
  bytes: Uint8Array,
  last: boolean,
  { lengthBase, lengthBits, lengthSymbol, distanceBase, distanceBits }: DeflateTables,
): void {
  const distanceSymbol = (distance: number): number => {
    let symbol = distance <= 4 ? distance - 1 : 2 * (30 - Math.clz32(distance - 1)) + 2;
    if (distance > 4) symbol += ((distance - 1) >> distanceBits[symbol]) & 1;
    return symbol;
  };
  const literalCounts = new Uint32Array(286);
  const distanceCounts = new Uint32Array(30);
  literalCounts[END_OF_BLOCK] = 1;
  let extra = 0;
  for (const item of items) {
    if (item < 256) literalCounts[item]++;
    else {
      const length = lengthSymbol[item >> 16];
      const distance = distanceSymbol(item & 0xffff);
      literalCounts[257 + length]++;
      distanceCounts[distance]++;
      extra += lengthBits[length] + distanceBits[distance];
    }
  }
  const literals = huffmanLengths(literalCounts, MOST_CODE_BITS);
  const distances = huffmanLengths(distanceCounts, MOST_CODE_BITS);
  const header = codeHeader(literals, distances);
  const cost = (counts: Uint32Array, sizes: Uint8Array) =>
    counts.reduce((sum, count, symbol) => sum + count * sizes[symbol], 0);
  const size = header.size + cost(literalCounts, literals) + cost(distanceCounts, distances) + extra;
  if (size >= 8 * (bytes.length + 5 * Math.ceil(bytes.length / MOST_STORED))) {
    store(writer, bytes, last);
    return;
  }
  writer.put(last ? 1 : 0, 1);
  writer.put(2, 2);
  header.write(writer);
  const literalCodes = reversedCodes(literals);
  const distanceCodes = reversedCodes(distances);
  for (const item of items) {
    if (item < 256) {
      writer.put(literalCodes[item], literals[item]);
      continue;
    }
    const length = item >> 16;
    const distance = item & 0xffff;
    const near = lengthSymbol[length];
    const far = distanceSymbol(distance);
    writer.put(literalCodes[257 + near], literals[257 + near]);
    writer.put(length - lengthBase[near], lengthBits[near]);
    writer.put(distanceCodes[far], distances[far]);
    writer.put(distance - distanceBase[far], distanceBits[far]);
  }
  writer.put(literalCodes[END_OF_BLOCK], literals[END_OF_BLOCK]);
}

function store(writer: BitWriter, bytes: Uint8Array, last: boolean): void {
  let at = 0;
  do {
    const part = bytes.subarray(at, at + MOST_STORED);
    at += part.length;
    writer.put(last && at === bytes.length ? 1 : 0, 1);
    writer.put(0, 2);
    writer.align();
    writer.put(part.length, 16);
    writer.put(~part.length & 0xffff, 16);
    writer.copy(part);
  } while (at < bytes.length);
}

/** The codes of a block as its head says them: their lengths, with repetitions, in a code of their own. */
function codeHeader(literals: Uint8Array, distances: Uint8Array) {
  const trimmed = (sizes: Uint8Array, least: number) => {
    let end = sizes.length;
    while (end > least && sizes[end - 1] === 0) end--;
    return sizes.subarray(0, end);
  };
  const [own, far] = [trimmed(literals, 257), trimmed(distances, 1)];
  const words = repetitions([...own, ...far]);
  const counts = new Uint32Array(19);
  for (const { symbol } of words) counts[symbol]++;
  const sizes = huffmanLengths(counts, 7);
  let shown = 19;
  while (shown > 4 && sizes[CODE_LENGTH_ORDER[shown - 1]] === 0) shown--;
  return {
    size: 17 + 3 * shown + words.reduce((sum, { symbol, bits }) => sum + sizes[symbol] + bits, 0),
    write(writer: BitWriter) {
      writer.put(own.length - 257, 5);
      writer.put(far.length - 1, 5);
      writer.put(shown - 4, 4);
      for (const symbol of CODE_LENGTH_ORDER.slice(0, shown)) writer.put(sizes[symbol], 3);
      const codes = reversedCodes(sizes);
      for (const { symbol, value, bits } of words) {
        writer.put(codes[symbol], sizes[symbol]);
        writer.put(value, bits);
      }
    },
  };
}

/** Code lengths with runs said as such: 16 repeats the last 3 to 6 times, 17 and 18 are zeros. */
function repetitions(sizes: readonly number[]): { symbol: number; value: number; bits: number }[] {
  const words: { symbol: number; value: number; bits: number }[] = [];
  for (let at = 0; at < sizes.length; ) {
    const size = sizes[at];
    let run = 1;
    while (at + run < sizes.length && sizes[at + run] === size) run++;
    at += run;
    if (size !== 0) {
      words.push({ symbol: size, value: 0, bits: 0 });
      run--;
    }
    while (run >= 3) {
      const most = size !== 0 ? 6 : run > 10 ? 138 : 10;
      const times = Math.min(run, most);
      if (size !== 0) words.push({ symbol: 16, value: times - 3, bits: 2 });
      else if (times > 10) words.push({ symbol: 18, value: times - 11, bits: 7 });
      else words.push({ symbol: 17, value: times - 3, bits: 3 });
      run -= times;
    }
    for (; run > 0; run--) words.push({ symbol: size, value: 0, bits: 0 });
  }
  return words;
}
