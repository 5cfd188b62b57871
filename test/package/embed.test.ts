import { join } from 'node:path';
import * as deeplinear from 'deeplinear';
import { build } from 'esbuild';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, type EmbedProject, embedProject, programs } from './embedProject';

/** Uses every entry, by its types. `@ts-expect-error` is an error where the types are lost. */
const typed = `
import { createNet, train, type TrainRun, ValueError } from 'deeplinear';
import { compare, type Comparison } from 'deeplinear/checks';
import { configure } from 'deeplinear/edge';
import { decodeNpy, type NpyArray } from 'deeplinear/io';
import { infiniteWidth, type InfiniteWidthLimit } from 'deeplinear/limits';
import { portable } from 'deeplinear/wasm';
import module from 'deeplinear/portable.wasm';

configure({ module });
const where: URL = portable;
const moments = { inputs: 1, outputs: 1 } as unknown as Parameters<typeof infiniteWidth>[0]['moments'];
const limit: InfiniteWidthLimit = infiniteWidth({ moments, hidden: 2, lr: 0.1, steps: 3 });
const run: TrainRun = train(createNet({ inputs: 1, outputs: 1, hidden: 2, width: 8, seed: 1 }), { moments: moments!, lr: 0.1, steps: 3 });
const comparison: Comparison = compare([run], limit);
const array: NpyArray = decodeNpy(new Uint8Array(1));
// @ts-expect-error: no such option
createNet({ inputs: 1, outputs: 1, hidden: 2, width: 8, seed: 1, colour: 'red' });
// @ts-expect-error: a string is no verdict's number
const wrong: number = comparison.verdict;
export { array, ValueError, where, wrong };
`;

/** CommonJS by require, as TypeScript writes it. */
const typedByRequire = `
import deeplinear = require('deeplinear');
import limits = require('deeplinear/limits');
const loss: Float64Array = limits.infiniteWidth({ moments: deeplinear.moments([[1]], [[1]]), hidden: 2, lr: 0.1, steps: 3 }).loss;
export = loss;
`;

let project: EmbedProject;
let asModule: { result: Embedded; stderr: string };

beforeAll(() => {
  project = embedProject();
  project.write('main.mjs', programs.esm);
  asModule = project.run('main.mjs');
});
afterAll(() => project?.remove());

/** What TypeScript says about a file of the project. */
function complaints(file: string, options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([join(project.folder, file)], {
    strict: true,
    noEmit: true,
    skipDefaultLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the tarball in a fresh project', () => {
  it('runs as ES modules: trains, compares, samples, one state, typed errors', () => {
    const { result, stderr } = asModule;
    expect(stderr).toBe('');
    expect(result).toMatchObject({ verdict: expect.any(String), shared: true });
    expect(result.errors[0]).toEqual({ message: 'lr: expected a positive finite number, got -1', typed: true });
    expect(result.errors[1]).toMatchObject({ typed: true });
    expect(result.bits.file).toBe(result.bits.normals);
    expect(result.runtime).toMatchObject({ build: 'portable', liveBytes: 0, openWorkspaces: 0 });
  });

  it('runs as CommonJS by require, the same instance as by import, to the same bits and without a warning', () => {
    project.write('main.cjs', programs.cjs);
    expect(project.run('main.cjs')).toEqual(asModule);
  });

  it('has types for ES modules and CommonJS by the rules of Node, and for bundlers', () => {
    const { Node16, NodeNext, Bundler } = ts.ModuleResolutionKind;
    project.write('typed.mts', typed);
    project.write('typed.cts', typedByRequire);
    expect(complaints('typed.mts', { module: ts.ModuleKind.Node16, moduleResolution: Node16 })).toEqual([]);
    const loosely = { skipLibCheck: true };
    expect(complaints('typed.cts', { module: ts.ModuleKind.NodeNext, moduleResolution: NodeNext, ...loosely })).toEqual(
      [],
    );
    expect(complaints('typed.mts', { module: ts.ModuleKind.ESNext, moduleResolution: Bundler, ...loosely })).toEqual(
      [],
    );
    // neither the types of browsers nor those of Node
    const bare = { module: ts.ModuleKind.Node16, moduleResolution: Node16, lib: ['lib.es2022.d.ts'] };
    expect(complaints('typed.mts', bare)).toEqual([]);
  });

  it('has a name for every type that a library over it has to declare', () => {
    const lines = Object.entries(deeplinear).map(([name, value]) =>
      typeof value === 'function' && !/^class\b/.test(String(value))
        ? `export const ${name} = (...given: Parameters<typeof d.${name}>) => d.${name}(...given);`
        : `export const ${name} = d.${name};`,
    );
    project.write('wrapped.mts', ["import * as d from 'deeplinear';", ...lines].join('\n'));
    const { Node16 } = ts.ModuleResolutionKind;
    const declared = { declaration: true, noEmit: true, module: ts.ModuleKind.Node16, moduleResolution: Node16 };
    expect(lines.length).toBeGreaterThan(100);
    expect(complaints('wrapped.mts', declared)).toEqual([]);
  });

  it('runs when esbuild has bundled it, and what is not used is left out', async () => {
    const bundle = async (name: string, text: string) => {
      const entry = project.write(`${name}.mjs`, text);
      const outfile = join(project.folder, `${name}.bundle.mjs`);
      const { metafile } = await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        format: 'esm',
        minify: true,
        metafile: true,
        logLevel: 'error',
      });
      return { outfile, bytes: Object.values(metafile.outputs)[0].bytes };
    };
    const whole = await bundle('whole', programs.esm);
    expect(project.run(whole.outfile).result).toEqual(asModule.result);
    const small = await bundle('small', "import { decodeNpy } from 'deeplinear'; console.log(decodeNpy.length);");
    const nothing = await bundle('nothing', "import 'deeplinear'; import { train } from 'deeplinear/edge';");
    expect(small.bytes).toBeLessThan(whole.bytes / 50);
    expect(nothing.bytes).toBe(0);
  });
});
