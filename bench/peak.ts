/** Compiles the modules of bench/assembly on first use, into build/bench/. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Build } from '../src/wasm/load';

const root = dirname(import.meta.dirname);

function compiled(name: string, build: Build): string {
  const source = join('bench', 'assembly', `${name}.ts`);
  const out = join(root, 'build', 'bench', `${name}.${build}.wasm`);
  if (!existsSync(out) || statSync(out).mtimeMs < statSync(join(root, source)).mtimeMs) {
    mkdirSync(dirname(out), { recursive: true });
    const asc = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const features = build === 'relaxed' ? ['--enable', 'simd,relaxed-simd'] : ['--enable', 'simd'];
    const options = ['--config', 'none', '--runtime', 'stub', '-O3', '--noAssert', '--converge', ...features];
    execFileSync(process.execPath, [asc, source, '-o', out, ...options], { cwd: root, stdio: 'inherit' });
  }
  return out;
}

/** Path of the compiled register-only kernel of a build. */
export const peakFile = (build: Build): string => compiled('peak', build);

/** Path of the module that calls a product kernel many times; it serves both builds. */
export const repeatFile = (): string => compiled('repeat', 'portable');
