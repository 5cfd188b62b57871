import type * as Library from '../../src/index';

/**
 * What must not change whatever a case does: the built-in prototypes, and the bits of a computation that goes through
 * draws, products, factorizations and training.
 */
export function watched(d: typeof Library): () => string | undefined {
  const before = state();
  const bits = computation(d);
  return () => {
    const after = state();
    if (after !== before) return `built-in prototypes were changed: ${after}`;
    const again = computation(d);
    return again === bits ? undefined : 'a known computation has other bits';
  };
}

function state(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Float64Array.prototype, Number.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join(';');
}

function computation(d: typeof Library): string {
  const x = d.randomNormal({ seed: 1, rows: 12, cols: 5 });
  const y = d.randomNormal({ seed: 2, rows: 12, cols: 2 });
  const net = d.createNet({ inputs: 5, outputs: 2, hidden: 2, width: 8, seed: 3 });
  const { loss } = d.train(net, { x, y, lr: 0.1, steps: 5 });
  const { vectors } = d.eigh(d.gram(x, { transpose: true }));
  const bytes = [loss, vectors.data].map((data) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
  );
  return bytes.join();
}
