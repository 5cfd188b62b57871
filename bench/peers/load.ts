/** Import to the first 64×64 product, each time in a fresh process. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pythonEnvironment, pythonPath } from './contestants';
import { aligned, quantile } from './report';
import { loadTargets } from './targets';

const here = import.meta.dirname;
const library = join(dirname(dirname(here)), 'dist', 'index.js');

/** Scripts set `loaded` after the import and any asynchronous start, then do one product and check entry (0, 0) = 64. */
const scripts: Record<string, string> = {
  deeplinear: `
    const { matmul, matrix } = await import(${JSON.stringify(library)});
    loaded = performance.now();
    const a = matrix(64, 64, new Float32Array(4096).fill(1));
    first = matmul(a, a).data[0];`,
  tfjs: `
    const require = createRequire(import.meta.url);
    const tf = require('@tensorflow/tfjs-core');
    const wasm = require('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/');
    await tf.setBackend('wasm');
    loaded = performance.now();
    const a = tf.ones([64, 64]);
    first = tf.matMul(a, a).dataSync()[0];`,
  'jax-js': `
    const jax = await import('@jax-js/jax');
    await jax.init('wasm');
    jax.defaultDevice('wasm');
    loaded = performance.now();
    const a = jax.numpy.ones([64, 64]);
    first = (await jax.numpy.matmul(a.ref, a).data())[0];`,
  'onnxruntime-web': `
    const ort = await import('onnxruntime-web');
    ort.env.wasm.numThreads = 1;
    const { onnxModel } = await import('./onnxModel.mjs');
    const model = onnxModel({ dtype: 'float32', transposes: 'NN', m: 64, n: 64, k: 64 });
    const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
    loaded = performance.now();
    const a = new ort.Tensor('float32', new Float32Array(4096).fill(1), [64, 64]);
    first = (await session.run({ a, b: a })).c.data[0];`,
  'ml-matrix': `
    const { Matrix } = createRequire(import.meta.url)('ml-matrix');
    loaded = performance.now();
    const a = Matrix.ones(64, 64);
    first = a.mmul(a).get(0, 0);`,
};

const pythonScript = (name: string, make: string) => `
import time
start = time.perf_counter()
import ${name}
loaded = time.perf_counter()
a = ${make}
first = float((a @ a)[0, 0])
done = time.perf_counter()
assert first == 64
print("%f %f" % ((loaded - start) * 1e3, (done - loaded) * 1e3))`;

const pythonScripts: Record<string, string> = {
  numpy: pythonScript('numpy', 'numpy.ones((64, 64), "float32")'),
  torch: pythonScript('torch', 'torch.ones((64, 64))'),
};

export interface LoadRow {
  contestant: string;
  /** Milliseconds of import and start, of the first product after it, best and median over fresh processes. */
  loaded?: { best: number; median: number };
  product?: { best: number; median: number };
  reason?: string;
}

function nodeCommand(name: string, binary: string): string[] {
  const file = join(here, 'build', `load.${name}.mjs`);
  const text = `
    import { createRequire } from 'node:module';
    import { dirname } from 'node:path';
    let loaded, first;
    const start = performance.now();
    ${scripts[name]}
    const done = performance.now();
    if (first !== 64) throw new Error('wrong product');
    console.log((loaded - start) + ' ' + (done - loaded));
    process.exit(0);`;
  writeFileSync(file, text);
  return [binary, file];
}

export function measureLoad(rounds: number, binary: string, onProgress: (text: string) => void): LoadRow[] {
  const python = (name: string) => [pythonPath(), '-c', pythonScripts[name]];
  const commands = [
    ...Object.keys(scripts).map((name) => ({ name, command: nodeCommand(name, binary) })),
    ...Object.keys(pythonScripts).map((name) => ({ name, command: python(name) })),
  ];
  const rows = commands.map(({ name, command }) => ({ name, command, times: [] as number[][], reason: '' }));
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) {
      if (row.reason) continue;
      onProgress(`import, round ${round} of ${rounds}: ${row.name}`);
      const [file, ...args] = row.command;
      const { stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', env: pythonEnvironment() });
      const numbers = (stdout ?? '').trim().split('\n').at(-1)!.split(' ').map(Number);
      if (numbers.length === 2 && numbers.every(Number.isFinite)) row.times.push(numbers);
      else row.reason = error?.message ?? stderr.split('\n').find((line) => /Error/.test(line)) ?? 'no answer';
    }
  }
  const summary = (values: number[]) => ({ best: Math.min(...values), median: quantile(values, 0.5) });
  return rows.map(({ name, times, reason }) =>
    reason
      ? { contestant: name, reason }
      : {
          contestant: name,
          loaded: summary(times.map(([loaded]) => loaded)),
          product: summary(times.map(([, product]) => product)),
        },
  );
}

/** The targets of fresh processes, in milliseconds. */
export function loadVerdicts(rows: readonly LoadRow[]): { name: string; value: number; most: number; met: boolean }[] {
  const own = rows.find(({ contestant }) => contestant === 'deeplinear');
  if (!own?.loaded || !own.product) return [];
  const verdict = (name: string, value: number, most: number) => ({ name, value, most, met: value <= most });
  return [
    verdict('import of the package', own.loaded.best, loadTargets.import),
    verdict('decode, compile, instantiate, first product', own.product.best, loadTargets.firstProduct),
  ];
}

export function loadTable(rows: readonly LoadRow[]): string {
  const ms = (value?: number) => value?.toFixed(1) ?? '';
  const cells = rows.map(({ contestant, loaded, product, reason }) => [
    `  ${contestant}`,
    ms(loaded?.best),
    ms(loaded?.median),
    ms(product?.best),
    ms(product?.median),
    reason ?? '',
  ]);
  const header = ['Fresh process, ms', 'import', 'median', 'first 64×64 product', 'median', ''];
  const lines = loadVerdicts(rows).map(
    ({ name, value, most, met }) => `  ${name} ${value.toFixed(1)} ms, target ≤ ${most} ms: ${met ? 'met' : 'MISSED'}`,
  );
  return [aligned([header, ...cells]), ...lines].join('\n');
}
