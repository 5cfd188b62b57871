/** The register-only kernel every benchmark is measured against; compiled on first use into build/bench/. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dtype } from '../src/matrix';
import type { Build } from '../src/wasm/load';

const root = dirname(import.meta.dirname);
const source = join('bench', 'assembly', 'peak.ts');
const STEPS = 20_000;

export interface Peak {
  run: () => void;
  /** Operations (a multiply-add counts as two) per call of `run`. */
  flops: number;
}

/** Peak kernel of one dtype on one build. */
export function peak(dtype: Dtype, build: Build): Peak {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(compiled(build))));
  const kernel = (dtype === 'float32' ? exports.peakF32 : exports.peakF64) as (steps: number) => number;
  const chains = (exports.CHAINS as WebAssembly.Global).value as number;
  const lanes = dtype === 'float32' ? 4 : 2;
  return { run: () => kernel(STEPS), flops: STEPS * chains * lanes * 2 };
}

function compiled(build: Build): string {
  const out = join(root, 'build', 'bench', `peak.${build}.wasm`);
  if (!existsSync(out) || statSync(out).mtimeMs < statSync(join(root, source)).mtimeMs) {
    mkdirSync(dirname(out), { recursive: true });
    const asc = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const features = build === 'relaxed' ? ['--enable', 'simd,relaxed-simd'] : ['--enable', 'simd'];
    const options = ['--config', 'none', '--runtime', 'stub', '-O3', '--noAssert', '--converge', ...features];
    execFileSync(process.execPath, [asc, source, '-o', out, ...options], { cwd: root, stdio: 'inherit' });
  }
  return out;
}
