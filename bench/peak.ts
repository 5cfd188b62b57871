/** Compiles the register-only kernel on first use, into build/bench/. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Build } from '../src/wasm/load';

const root = dirname(import.meta.dirname);
const source = join('bench', 'assembly', 'peak.ts');

/** Path of the compiled kernel of a build. */
export function peakFile(build: Build): string {
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
