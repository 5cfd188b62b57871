/** An engine that gives no large array: what would be one is refused with a typed error, and the next call works. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as d from '../../src/index';

/** From here on no array of more than `most` entries can be had. */
function refuseArrays(most: number): void {
  for (const name of ['Float64Array', 'Float32Array', 'Uint32Array'] as const) {
    const small: Float64ArrayConstructor = new Proxy(globalThis[name] as Float64ArrayConstructor, {
      construct(Kind, args, newTarget): object {
        if (args[0] > most) throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(Kind, args, newTarget === small ? Kind : newTarget);
      },
    });
    vi.stubGlobal(name, small);
  }
}

describe('an engine out of memory for arrays', () => {
  afterEach(() => vi.unstubAllGlobals());

  const a = d.randomNormal({ seed: 1, rows: 40, cols: 40 });
  const calls: [string, () => unknown][] = [
    ['matmul', () => d.matmul(a, a)],
    ['gram', () => d.gram(a)],
    ['qr', () => d.qr(a)],
    ['svd', () => d.svd(a)],
    ['createNet', () => d.createNet({ inputs: 40, outputs: 1, hidden: 1, width: 40, seed: 1 })],
    ['randomNormal', () => d.randomNormal({ seed: 1, rows: 40, cols: 40 })],
    ['randomNormal in float32', () => d.randomNormal({ seed: 1, rows: 40, cols: 40, dtype: 'float32' })],
    ['haarOrthogonal', () => d.haarOrthogonal({ size: 40, seed: 1 })],
    ['rng().normal', () => d.rng(1).normal(1600)],
    ['rng().uniform', () => d.rng(1).uniform(1600)],
    ['rng().integers', () => d.rng(1).integers(1600, 3)],
    ['rng().permutation', () => d.rng(1).permutation(1600)],
    ['moments', () => d.moments(a, a)],
  ];

  it.each(calls)('refuses %s by name, keeps nothing and works again', (_, call) => {
    const plain = JSON.stringify(call());
    const { liveBytes, openWorkspaces } = d.runtime();
    refuseArrays(1500);
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    vi.unstubAllGlobals();
    expect(error).toBeInstanceOf(d.DeepLinearError);
    expect((error as Error).message).toMatch(/^(rows|n): expected a .*that fits into memory, got/);
    expect(d.runtime()).toMatchObject({ liveBytes, openWorkspaces });
    expect(JSON.stringify(call())).toBe(plain);
  });
});
