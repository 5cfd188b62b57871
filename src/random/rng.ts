import { integer, reject, seedValue, zeros64 } from '../validate';
import { core } from '../wasm/load';
import { withWorkspace } from '../wasm/workspace';
import { draw, use, words } from './draw';

/** A keyed generator. Each method has its own sequence and goes on where its last call ended. */
export interface Rng {
  /** The key; `rng(r.seed)` starts the same sequences again. */
  readonly seed: number;
  /** n independent standard normals (float64). */
  normal(n: number): Float64Array;
  /** n independent uniforms in [0, 1), multiples of 2^−53. */
  uniform(n: number): Float64Array;
  /** n independent integers in 0 … bound − 1, each equally likely; bound at most 2^32. */
  integers(n: number, bound: number): Uint32Array;
  /** 0 … n − 1 in an order drawn uniformly from all n! (Fisher and Yates). */
  permutation(n: number): Uint32Array;
  /** An independent generator, a function of this seed and the label alone (whatever has been drawn before). */
  fork(label: string | number): Rng;
}

const WORD = 2 ** 32;
/** Most draws of one call: an array of float64 that fits into WebAssembly memory, or twice as many words on the heap. */
const MOST = { draws: 2 ** 29 - 2 ** 16, words: 2 ** 30 };

/**
 * Generator with the given seed, an integer in 0 … 2^53 − 1. Same seed, same draws; `fork` gives independent
 * generators for the parts of a computation, so that a change in one part leaves the draws of the others alone.
 * @throws ValueError for any other seed.
 */
export function rng(seed: number): Rng {
  seedValue('seed', seed);
  let normals = 0;
  let uniforms = 0;
  const nextWord = wordSource(seed);

  function below(bound: number): number {
    // Words at or above the largest multiple of `bound` are dropped: the rest fall evenly on the residues.
    const limit = WORD - (WORD % bound);
    let word = nextWord();
    while (word >= limit) word = nextWord();
    return word % bound;
  }

  return {
    seed,
    normal(n) {
      const count = integer('n', n, 0, MOST.draws);
      const drawn = float64('normalF64', count, { seed, stream: 0, use: use.rngNormal, offset: normals });
      normals += n;
      return drawn;
    },
    uniform(n) {
      const drawn = float64('uniformF64', integer('n', n, 0, MOST.draws), {
        seed,
        stream: 0,
        use: use.rngUniform,
        offset: uniforms,
      });
      uniforms += n;
      return drawn;
    },
    integers(n, bound) {
      const out = zeroWords(integer('n', n, 0, MOST.words));
      integer('bound', bound, 1, WORD);
      for (let i = 0; i < n; i++) out[i] = below(bound);
      return out;
    },
    permutation(n) {
      const order = zeroWords(integer('n', n, 0, MOST.words));
      for (let i = 1; i < n; i++) {
        const j = below(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order;
    },
    fork(label) {
      return rng(hash(seed, label));
    },
  };
}

function float64(law: 'normalF64' | 'uniformF64', n: number, place: Parameters<typeof draw>[3]): Float64Array {
  const out = zeros64('n', n);
  withWorkspace((ws) => {
    const pointer = ws.bytes(n * 8);
    draw(law, pointer, n, place, 1);
    out.set(new Float64Array(core().memory.buffer, pointer, n));
  });
  return out;
}

function zeroWords(n: number): Uint32Array {
  try {
    return new Uint32Array(n);
  } catch {
    return reject('n', 'a number of entries that fits into memory', n);
  }
}

/** 32-bit words one after the other, fetched in growing batches (the batches do not change the words). */
function wordSource(seed: number): () => number {
  let batch: Uint32Array = new Uint32Array(0);
  let at = 0;
  let group = 0;
  return () => {
    if (at === batch.length) {
      const groups = Math.min(Math.max(4, group), 1024);
      batch = words(groups, group, { seed, stream: 0, use: use.rngWords });
      group += groups;
      at = 0;
    }
    return batch[at++];
  };
}

/** Philox as a hash: the label goes, 48 bits at a time, into the counter, and each result is the next key. */
function hash(seed: number, label: string | number): number {
  if (typeof label !== 'string' && !(Number.isSafeInteger(label) && label >= 0)) {
    reject('label', 'a string or a non-negative integer', label);
  }
  const parts = typeof label === 'string' ? chunks(label) : [label];
  // The number of parts (0 marks a numeric label) comes last, so that no label continues another.
  parts.push(typeof label === 'string' ? label.length + 1 : 0);
  let key = seed;
  for (const stream of parts) {
    const out = words(1, 0, { seed: key, stream, use: use.fork });
    key = out[0] + (out[4] % 2 ** 21) * WORD;
  }
  return key;
}

/** The code units of a text, three to a number of 48 bits. */
function chunks(text: string): number[] {
  const parts: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    let part = 0;
    for (let j = i; j < Math.min(i + 3, text.length); j++) part = part * 2 ** 16 + text.charCodeAt(j);
    parts.push(part);
  }
  return parts;
}
