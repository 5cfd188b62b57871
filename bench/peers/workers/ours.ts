/** deeplinear; the arguments are the build, the file of its peak kernel and that of the module that repeats products. */
import { readFileSync } from 'node:fs';
import { moments } from '../../../src/data/moments';
import { matmul } from '../../../src/linalg/matmul';
import { multiply } from '../../../src/linalg/multiply';
import { rankUpdate } from '../../../src/linalg/rankUpdate';
import { type Matrix, matrix } from '../../../src/matrix';
import { createNet } from '../../../src/nets/createNet';
import { netFromWeights } from '../../../src/nets/netFromWeights';
import { fillNormal } from '../../../src/random/fillNormal';
import { train } from '../../../src/train/train';
import { type Build, configure, core } from '../../../src/wasm/load';
import { workspace } from '../../../src/wasm/workspace';
import { peakKernel } from '../../peakKernel';
import { bytes, fill, positive, sample, seeds } from '../data';
import { momentsOf, weightShapes } from '../shapes';
import {
  CHECK_STEPS,
  type Gemm,
  type Gram,
  type Inside,
  type MomentsTask,
  type Normals,
  type Peak,
  type Read,
  rateOf,
  type Step,
} from '../tasks';
import { oursFactor } from './oursFactor';
import { type Prepared, serve, timer } from './serve';

const build = process.argv[2] as Build;
configure({ build });

function gemm({ dtype, transposes, m, n, k }: Gemm): Prepared {
  const ws = workspace();
  const [transposeA, transposeB] = [...transposes].map((letter) => letter === 'T');
  const a = transposeA ? ws.matrix(k, m, dtype) : ws.matrix(m, k, dtype);
  const b = transposeB ? ws.matrix(n, k, dtype) : ws.matrix(k, n, dtype);
  const out = ws.matrix(m, n, dtype);
  fill(a.data, seeds.a);
  fill(b.data, seeds.b);
  const run = () => multiply(out, a, b, { transposeA, transposeB });
  return {
    time: timer(run),
    dispose: () => ws.dispose(),
    check() {
      run();
      return sample(out.data);
    },
  };
}

function gram({ dtype, n, k }: Gram): Prepared {
  const ws = workspace();
  const a = ws.matrix(n, k, dtype);
  const out = ws.matrix(n, n, dtype);
  fill(a.data, seeds.a);
  const run = () => rankUpdate(out, a);
  return {
    time: timer(run),
    dispose: () => ws.dispose(),
    check() {
      run();
      return sample(out.data);
    },
  };
}

function step(shape: Step): Prepared {
  const { inputs, outputs, hidden, width, samples, batch } = shape;
  const base = createNet({ inputs, outputs, hidden, width, parameterization: 'standard', seed: 1, dtype: 'float32' });
  const weights = weightShapes(shape).map(({ rows, cols, seed, scale }) =>
    matrix(rows, cols, fill(new Float32Array(rows * cols), seed, scale)),
  );
  const net = netFromWeights(base.spec, weights);
  const x = matrix(samples, inputs, fill(new Float32Array(samples * inputs), seeds.x));
  const y = matrix(samples, outputs, fill(new Float32Array(samples * outputs), seeds.y));
  const lr = rateOf(shape);
  const data = batch ? { x, y, batch: { size: batch, order: 'epochs' as const, seed: 1 } } : { moments: moments(x, y) };
  const steps = width < 100 ? 1000 : width < 1000 ? 100 : 30;
  return {
    units: steps,
    time: timer(() => {
      train(net, { ...data, lr, steps });
    }),
    check() {
      const inOrder = batch ? { x, y, batch: { size: batch, order: 'onePass' as const } } : data;
      const after = train(net, { ...inOrder, lr, steps: CHECK_STEPS }).net.predictor();
      const before = net.predictor();
      return sample(after.data.map((v, i) => v - before.data[i]));
    },
  };
}

function normals({ dtype, count }: Normals): Prepared {
  const ws = workspace();
  const out = ws.matrix(1, count, dtype);
  const run = () => fillNormal(out, { seed: 1 });
  return {
    time: timer(run),
    dispose: () => ws.dispose(),
    check() {
      run();
      return momentsOf(out.data);
    },
  };
}

function secondMoments({ samples, inputs, outputs }: MomentsTask): Prepared {
  const x = { rows: samples, cols: inputs, data: bytes(samples * inputs, seeds.x) };
  const y = matrix(samples, outputs, fill(new Float64Array(samples * outputs), seeds.y));
  const run = () => moments(x, y);
  return {
    time: timer(() => {
      run();
    }),
    check() {
      const { sxx, syx }: { sxx: Matrix; syx: Matrix } = run();
      return [...sample(sxx.data), ...sample(syx.data)];
    },
  };
}

function registers({ dtype }: Peak): Prepared {
  const { run, flops } = peakKernel(readFileSync(process.argv[3]), dtype);
  return { units: flops, time: timer(run), check: () => [] };
}

type Repeat = (count: number, ta: number, tb: number, n: number, a: number, b: number, c: number, s: number) => void;

/** The library's kernel, without the loader's wrapper around it. */
function inside({ transposes, n }: Inside): Prepared {
  const ws = workspace();
  const [a, b, out] = [1, 2, 3].map(() => ws.matrix(n, n, 'float32'));
  fill(a.data, seeds.a);
  fill(b.data, seeds.b);
  const { kernels, scratch } = core();
  const wrapped = kernels.gemmF32 as typeof kernels.gemmF32 & { original?: typeof kernels.gemmF32 };
  const module = new WebAssembly.Module(readFileSync(process.argv[4]));
  const imports = { kernels: { gemmF32: wrapped.original ?? wrapped } };
  const repeat = new WebAssembly.Instance(module, imports).exports.repeatF32 as Repeat;
  const [ta, tb] = [...transposes].map((letter) => (letter === 'T' ? 1 : 0));
  const run = (count: number) => repeat(count, ta, tb, n, a.pointer, b.pointer, out.pointer, scratch);
  const calls = 100;
  return {
    units: calls,
    time: timer(() => run(calls)),
    dispose: () => ws.dispose(),
    check() {
      run(1);
      return sample(out.data);
    },
  };
}

function read({ entries }: Read): Prepared {
  const ws = workspace();
  const x = ws.matrix(1, entries, 'float32');
  positive(x.data as Float32Array, seeds.a);
  const { dotF32 } = core().kernels;
  const run = () => dotF32(entries / 2, x.pointer, x.pointer + 2 * entries);
  return {
    time: timer(() => {
      run();
    }),
    dispose: () => ws.dispose(),
    check: () => [run()],
  };
}

/** matmul of values that are copied in, and a result that is copied out. */
function plainGemm({ dtype, m, n, k }: Gemm): Prepared {
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const a = matrix(m, k, fill(new Kind(m * k), seeds.a));
  const b = matrix(k, n, fill(new Kind(k * n), seeds.b));
  return {
    time: timer(() => {
      matmul(a, b);
    }),
    check: () => sample(matmul(a, b).data),
  };
}

await serve({
  version: build,
  prepare(work) {
    if (work.kind === 'gemm') return work.plain ? plainGemm(work) : gemm(work);
    if (work.kind === 'gram') return gram(work);
    if (work.kind === 'step') return step(work);
    if (work.kind === 'normals') return normals(work);
    if (work.kind === 'moments') return secondMoments(work);
    if (work.kind === 'inside') return inside(work);
    if (work.kind === 'read') return read(work);
    if (work.kind === 'factor') return oursFactor(work);
    return registers(work);
  },
});
