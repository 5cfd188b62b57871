import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw, type Place, use } from '../../src/random/draw';
import { fillNormal } from '../../src/random/fillNormal';
import { core } from '../../src/wasm/load';
import { withWorkspace } from '../../src/wasm/workspace';
import { normalF32Twin, normalF64Twin, uniformF64Twin } from '../reference/normal';
import { tolerance } from '../tolerances';
import { dtypes, firstDifference } from './kernelMemory';

type Law = 'normalF32' | 'normalF64' | 'uniformF64';
const laws: Law[] = ['normalF32', 'normalF64', 'uniformF64'];
const GUARD = 8;
const guardValue = 12345.5;

const length = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constantFrom(127, 4095, 4096, 4097, 5000, 12345));
/** First draws near 0, near the carry of the block number, and large ones. */
const offset = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 2 ** 33 - 40, max: 2 ** 33 + 40 }),
  fc.integer({ min: 2 ** 34 - 40, max: 2 ** 34 + 40 }),
  fc.integer({ min: 0, max: 2 ** 52 }),
);
const safe = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));

/** Draws in fresh memory; fails when a word before or behind them changes. */
function drawn(law: Law, n: number, place: Place, scale = 1): Float64Array {
  return withWorkspace((ws) => {
    const Kind = law === 'normalF32' ? Float32Array : Float64Array;
    const block = ws.bytes((n + 2 * GUARD) * Kind.BYTES_PER_ELEMENT);
    new Kind(core().memory.buffer, block, n + 2 * GUARD).fill(guardValue);
    draw(law, block + GUARD * Kind.BYTES_PER_ELEMENT, n, place, scale);
    const all = Float64Array.from(new Kind(core().memory.buffer, block, n + 2 * GUARD));
    const guards = [...all.subarray(0, GUARD), ...all.subarray(n + GUARD)];
    expect(guards).toEqual(Array(2 * GUARD).fill(guardValue));
    return all.slice(GUARD, n + GUARD);
  });
}

describe.each(laws)('%s', (law) => {
  it('draws in any two parts what it draws at once, bit for bit, and writes nothing else', () => {
    fc.assert(
      fc.property(
        length,
        offset,
        safe,
        safe,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, first, seed, stream, part) => {
          const place = { seed, stream, use: use.rngNormal, offset: first };
          const cut = Math.round(part * n);
          const whole = drawn(law, n, place);
          expect(firstDifference(drawn(law, cut, place), whole.subarray(0, cut))).toBe(-1);
          const rest = drawn(law, n - cut, { ...place, offset: first + cut });
          expect(firstDifference(rest, whole.subarray(cut))).toBe(-1);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('multiplies by the scale', () => {
    fc.assert(
      fc.property(length, safe, fc.constantFrom(0, -1, 0.5, 2 ** -20, 1024), (n, seed, scale) => {
        const place = { seed, stream: 1, use: use.randomNormal, offset: 3 };
        const scaled = drawn(law, n, place).map((v) => v * scale);
        expect(firstDifference(drawn(law, n, place, scale), scaled)).toBe(-1);
      }),
      { numRuns: 50 },
    );
  });

  it('equals the plain twin on Philox blocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), offset, safe, safe, (n, first, seed, stream) => {
        const actual = drawn(law, n, { seed, stream, use: use.rngUniform, offset: first });
        const sequence = {
          c2: stream % 2 ** 32,
          c3: Math.floor(stream / 2 ** 32) + use.rngUniform * 2 ** 24,
          key: [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] as const,
        };
        if (law === 'uniformF64') {
          expect([...actual]).toEqual(Array.from(actual, (_, i) => uniformF64Twin(first + i, sequence)));
          return;
        }
        actual.forEach((v, i) => {
          const twin = law === 'normalF32' ? normalF32Twin : normalF64Twin;
          const dtype = law === 'normalF32' ? 'float32' : 'float64';
          const { value, radius } = twin(first + i, sequence);
          expect(Math.abs(v - value)).toBeLessThanOrEqual(tolerance.normal(dtype) * radius);
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(dtypes)('fillNormal in %s', (dtype) => {
  it('fills blocks with stride as it fills whole matrices, and keeps what is around them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 5 }),
        offset,
        safe,
        (rows, cols, margin, first, seed) => {
          withWorkspace((ws) => {
            const options = { seed, stream: 2, scale: 0.5, offset: first };
            const whole = ws.matrix(rows, cols, dtype);
            fillNormal(whole, options);
            const around = ws.matrix(rows + 2 * margin, cols + 2 * margin, dtype);
            around.fill(guardValue);
            const block = around.block(margin, margin, rows, cols);
            fillNormal(block, options);
            expect(block.copy().data).toEqual(whole.data.slice());
            block.fill(guardValue);
            expect(around.data.every((v) => v === guardValue)).toBe(true);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
