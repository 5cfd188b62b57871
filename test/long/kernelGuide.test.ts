import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, root } from '../package/codeBlocks';

const blocks = codeBlocks('kernels.md');
const [kernel, types, twin, property] = blocks.filter(({ language }) => language === 'ts').map(({ code }) => code);
const commands = blocks
  .find(({ language }) => language === 'sh')!
  .code.trim()
  .split('\n');

/** A copy of the checkout, into which the kernel comes as docs/kernels.md says. */
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'deeplinear-kernel-'));
  const { stdout } = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
  for (const file of stdout.trim().split('\n')) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  appendFileSync(join(copy, 'assembly/level1.ts'), `\n${kernel}`);
  change('assembly/exports.ts', " } from './level1'", ", asumF32, asumF64 } from './level1'");
  change('src/wasm/kernels.ts', '  nrm2F64: Norm;\n', `  nrm2F64: Norm;\n${types}`);
  appendFileSync(join(copy, 'test/reference/level1.ts'), `\n${twin}`);
  change('test/property/level1.test.ts', 'import { axpy, ', 'import { asum, axpy, ');
  change('test/property/level1.test.ts', "  it('nrm2 reports", `${property}\n  it('nrm2 reports`);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function change(file: string, from: string, to: string): void {
  const parts = readFileSync(join(copy, file), 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file}: expected ${from} once`);
  writeFileSync(join(copy, file), parts.join(to));
}

/** What a command of the page, the one with these words, prints in the copy. */
function typed(words: string): { status: number | null; stdout: string } {
  const command = commands.find((line) => line.includes(words));
  if (!command) throw new Error(`docs/kernels.md: expected a command with ${words}`);
  // a test within a test is no worker of it
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV)/.test(name)),
  );
  const { status, stdout } = spawnSync('bash', ['-c', `${command} 2>&1`], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
  return { status, stdout };
}

describe('the kernel of docs/kernels.md', () => {
  it('has four commands', () => expect(commands.length).toBe(4));

  it('compiles, in both builds', () => {
    const { status, stdout } = typed('npm run build');
    expect(status, stdout).toBe(0);
  });

  it('equals its twin in both builds and dtypes', () => {
    const { status, stdout } = typed('level1.test.ts');
    expect(status, stdout).toBe(0);
    const right = readFileSync(join(copy, 'test/reference/level1.ts'), 'utf8');
    change('test/reference/level1.ts', 'sum + Math.abs(v)', 'sum + v');
    expect(typed('level1.test.ts').stdout.match(/FAIL .*asum equals the plain twin/g)).toHaveLength(4);
    writeFileSync(join(copy, 'test/reference/level1.ts'), right);
  });

  it('is refused without a bound, and for nothing else', () => {
    const { stdout } = typed('errorBounds.test.ts');
    expect(stdout).toContain('asumF32');
    expect(stdout.match(/^.*FAIL .*$/gm)).toEqual([expect.stringContaining('every kernel has a bound')]);
  });

  it('keeps the rules of emitted code', () => {
    const { status, stdout } = typed('wat.test.ts');
    expect(status, stdout).toBe(0);
  });
});
