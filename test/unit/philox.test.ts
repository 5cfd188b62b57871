import { describe, expect, it } from 'vitest';
import { core } from '../../src/wasm/load';
import { withWorkspace } from '../../src/wasm/workspace';
import { philox } from '../reference/philox';

/** Known answers published with Random123: counter, key, block. */
const knownAnswers = [
  ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
].map((row) => row.map((text) => text.split(' ').map((word) => Number.parseInt(word, 16))));

/** The kernel's blocks, as rows of four words; the first is at counter (low, high). */
function kernelBlocks(groups: number, [low, high, c2, c3]: number[], [key0, key1]: number[]): number[][] {
  return withWorkspace((ws) => {
    const pointer = ws.bytes(64 * groups);
    const { kernels, memory } = core();
    kernels.philoxWords(groups, pointer, low, high, c2, c3, key0, key1);
    const words = new Uint32Array(memory.buffer, pointer, 16 * groups);
    const block = (b: number) => [0, 4, 8, 12].map((w) => words[16 * Math.floor(b / 4) + w + (b % 4)]);
    return Array.from({ length: 4 * groups }, (_, b) => block(b));
  });
}

describe('Philox4x32-10', () => {
  it.each(knownAnswers)('the plain twin gives the published block of counter %j', (counter, key, block) => {
    expect(philox(counter, key)).toEqual(block);
  });

  it.each(knownAnswers)(
    'the kernel gives the published block of counter %j in every position',
    (counter, key, block) => {
      const lane = counter[0] % 4;
      const start = [counter[0] - lane, ...counter.slice(1)];
      for (let groups = 1; groups <= 5; groups++) expect(kernelBlocks(groups, start, key)[lane]).toEqual(block);
      // As the last of several groups: one chain and both interleaved chains.
      if (counter[0] >= 16) {
        for (const before of [1, 2, 3, 4]) {
          const blocks = kernelBlocks(before + 1, [start[0] - 4 * before, ...counter.slice(1)], key);
          expect(blocks[4 * before + lane]).toEqual(block);
        }
      }
    },
  );

  it('the block number carries from its low to its high word', () => {
    const key = [0x12345678, 0x9abcdef0];
    const blocks = kernelBlocks(5, [0xfffffff4, 41, 7, 8], key);
    expect(blocks).toEqual(
      Array.from({ length: 20 }, (_, b) => {
        const low = 0xfffffff4 + b;
        return philox([low % 2 ** 32, low < 2 ** 32 ? 41 : 42, 7, 8], key);
      }),
    );
  });
});
