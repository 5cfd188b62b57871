import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionText, hotKernels, watFile } from '../../scripts/hotKernels.mjs';

const root = join(import.meta.dirname, '..', '..');
const emitted = (build: string) => readFileSync(join(root, 'build', 'wasm', `${build}.wat`), 'utf8');

/** Instructions of every loop that holds no other loop, from the text of a function or module. */
function innermostLoops(wat: string): string[][] {
  const loops: string[][] = [];
  const open: { loop: boolean; inner: boolean; body: string[] }[] = [];
  for (const line of wat.split('\n')) {
    const instruction = line.trim();
    const head = instruction.split(' ')[0];
    if (head === 'loop' || head === 'block' || head === 'if') {
      if (head === 'loop') for (const around of open) around.inner = true;
      open.push({ loop: head === 'loop', inner: false, body: [] });
    } else if (head === 'end') {
      const closed = open.pop();
      if (closed?.loop && !closed.inner) loops.push(closed.body);
    } else for (const around of open) around.body.push(instruction);
  }
  return loops;
}

const isCall = (instruction: string) => instruction.startsWith('call');
const isArithmetic = (instruction: string) => /^(f32x4|f64x2)\.(mul|add|sub|relaxed_n?madd)$/.test(instruction);

describe.each(['portable', 'relaxed'])('the %s module', (build) => {
  const wat = emitted(build);

  it('has no start function, no data segment and no memory of its own', () => {
    expect(wat).toMatch(/^ \(import "env" "memory"/m);
    expect(wat).not.toMatch(/^ \((start|data|memory|global .*mut)/m);
  });

  it('calls nothing from an innermost loop that does vector arithmetic', () => {
    const vector = innermostLoops(wat).filter((loop) => loop.some(isArithmetic));
    expect(vector.length).toBeGreaterThan(hotKernels.length);
    expect(vector.flat().filter(isCall)).toEqual([]);
  });

  it.each(hotKernels)('keeps $name free of calls and its accumulators few', ({ name, v128Locals }) => {
    const text = functionText(wat, name);
    expect(text, `${name} is not in the module`).toBeDefined();
    expect(
      (text as string)
        .split('\n')
        .map((line) => line.trim())
        .filter(isCall),
    ).toEqual([]);
    const locals = [...(text as string).matchAll(/\(local \S+ v128\)/g)].length;
    if (v128Locals !== undefined) expect(locals).toBeLessThanOrEqual(v128Locals);
  });

  it('emits the committed text of every hot kernel (npm run build writes it)', () => {
    const folder = join(root, 'assembly', 'wat', build);
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(hotKernels.map(({ name }) => watFile(name)).sort());
    for (const { name } of hotKernels) {
      expect(functionText(wat, name), name).toBe(readFileSync(join(folder, watFile(name)), 'utf8'));
    }
  });
});

describe('relaxed instructions', () => {
  it('are absent from the portable module', () => {
    expect(emitted('portable')).not.toContain('relaxed_');
  });

  it('do the arithmetic of the products in the relaxed module', () => {
    for (const { name } of hotKernels.filter(({ name }) => /band|skinny/.test(name))) {
      expect(functionText(emitted('relaxed'), name), name).toContain('relaxed_madd');
    }
  });
});
