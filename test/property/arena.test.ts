import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, liveBytes, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';

describe('arena', () => {
  it('hands out aligned blocks that never overlap and gives every byte back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.nat()), { maxLength: 60 }), (requests) => {
        const before = liveBytes();
        const blocks: { start: number; size: number }[] = [];
        for (const [size, pick] of requests) {
          const start = allocate(size);
          expect(start % 64).toBe(0);
          expect(start + size).toBeLessThanOrEqual(core().memory.buffer.byteLength);
          for (const other of blocks) {
            expect(start + Math.max(size, 1) <= other.start || other.start + other.size <= start).toBe(true);
          }
          blocks.push({ start, size: Math.max(size, 1) });
          if (pick % 3 === 0) release(blocks.splice(pick % blocks.length, 1)[0].start);
        }
        for (const { start } of blocks) release(start);
        expect(liveBytes()).toBe(before);
      }),
    );
  });

  it('reuses freed memory instead of growing', () => {
    const block = allocate(1 << 20);
    release(block);
    const bytes = core().memory.buffer.byteLength;
    for (let i = 0; i < 100; i++) release(allocate(1 << 20));
    expect(core().memory.buffer.byteLength).toBe(bytes);
  });

  it('says how much is missing when 32-bit memory cannot hold a block, and stays usable', () => {
    const before = liveBytes();
    expect(() => allocate(2 ** 32)).toThrow(/4096 MiB do not fit beside the \d+ MiB in use/);
    expect(liveBytes()).toBe(before);
    release(allocate(64));
  });

  it('refuses a size that is no number of bytes', () => {
    const before = liveBytes();
    for (const size of [Number.NaN, -1]) expect(() => allocate(size)).toThrow('expected a size in bytes');
    expect(liveBytes()).toBe(before);
  });

  it('refuses to release what it does not own', () => {
    expect(() => release(12345)).toThrow('no block at address 12345');
  });
});
