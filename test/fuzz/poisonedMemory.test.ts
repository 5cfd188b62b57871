/** What earlier calls left in WebAssembly memory is never read: every public function gives the same bits whatever is in the blocks it gets. */
import { describe, expect, it, vi } from 'vitest';
import * as d from '../../src/index';
import { core } from '../../src/wasm/load';
import { bits, completed } from './bits';
import { Recorder } from './recorded';

const found = vi.hoisted(() => ({ value: 0, blocks: 0 }));

vi.mock('../../src/wasm/arena', async (original) => {
  const arena = await original<typeof import('../../src/wasm/arena')>();
  const allocate = (bytes: number) => {
    const start = arena.allocate(bytes);
    new Float64Array(core().memory.buffer, start, Math.ceil(bytes / 64) * 8).fill(found.value);
    found.blocks++;
    return start;
  };
  return { ...arena, allocate };
});

/** In float32 NaN is NaN, too; halves of the other are a large number and a tiny one. */
const leftovers = [Number.NaN, 1e300];

/** What gives something else the next time anyway: seconds, the next draws. */
const differs = /^(configure|workspace|check|rng)(Steps)?$/;
/** A function and its generator do the same work. */
const withoutSteps = (name: string) => name.replace(/Steps$/, '');

describe('leftovers in WebAssembly memory', () => {
  it('of NaN or of huge numbers do not change a bit of what public functions give', () => {
    const recorder = new Recorder(d);
    const { names } = recorder;
    const calls = names.filter(
      (name) => !differs.test(name) && (name === withoutSteps(name) || !names.includes(withoutSteps(name))),
    );
    const other: string[] = [];
    let used = 0;
    for (const name of calls) {
      for (const [path, [{ fn, args, receiver }]] of recorder.record(name)) {
        const call = (value: number) => {
          found.value = value;
          try {
            return bits(completed(fn.apply(receiver(), [...args])));
          } catch (error) {
            return String(error);
          }
        };
        const before = found.blocks;
        const clean = call(0);
        if (found.blocks > before) used++;
        for (const value of leftovers) if (call(value) !== clean) other.push(`${path}: ${value}`);
      }
      recorder.close();
    }
    expect(other).toEqual([]);
    expect(used).toBeGreaterThan(80);
  });

  it('is seen where a block is read before it is written', () => {
    found.value = Number.NaN;
    using ws = d.workspace();
    const block = ws.bytes(64);
    expect(new Float64Array(core().memory.buffer, block, 8).every(Number.isNaN)).toBe(true);
    expect(ws.matrix(2, 4).data.every((entry) => entry === 0)).toBe(true);
  });
});
