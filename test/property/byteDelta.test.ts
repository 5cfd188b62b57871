import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portable, relaxedDelta } from '../../build/wasm/modules';
// @ts-expect-error: a plain script without types
import { byteDelta } from '../../scripts/byteDelta.mjs';
import { applyDelta } from '../../src/wasm/applyDelta';

const built = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', 'build', 'wasm', `${name}.wasm`));

describe('byte delta', () => {
  it('rebuilds any target from any base', () => {
    const bytes = fc.uint8Array({ maxLength: 300, max: 3 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(300), (base, extra, cut) => {
        const target = Buffer.concat([base.subarray(cut), extra, base]);
        expect(Buffer.from(applyDelta(base, byteDelta(Buffer.from(base), target)))).toEqual(target);
      }),
    );
  });

  it('stores the relaxed build in a fraction of its size, without a bit lost', () => {
    const [base, delta] = [portable, relaxedDelta].map((text) => Buffer.from(text, 'hex'));
    expect(base).toEqual(built('portable'));
    expect(Buffer.from(applyDelta(base, delta))).toEqual(built('relaxed'));
    expect(delta.length).toBeLessThan(base.length / 4);
  });
});
