import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build as esbuild } from 'esbuild';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../../bench/otherNode';
import { launchChromium } from '../browser/launchChromium';
import { root } from '../package/codeBlocks';
import { type Embedded, type EmbedProject, embedProject, imports, programs } from '../package/embedProject';
import { installedTool } from './installedTool';
import { servedFolder } from './servedFolder';

const page = (script: string) =>
  `<!doctype html><meta charset="utf-8"><title>stranger</title><script type="module" src="${script}"></script>\n`;
/** The program with the package at an address instead of in node_modules. */
const fromAddress = (text: string, address: string) =>
  text.replace(/'deeplinear(\/\w+)?'/g, (_, part = '/index') => `'${address}/dist${part}.js'`);
const program = 'embedProgram({ all, limits, checks, io })';
/** What a page tells the test, by the network: a strict policy forbids to look into the page. */
const post = `
const post = (value) => fetch('/posted', { method: 'POST', body: JSON.stringify(value) });
const attempt = async (work) => {
  try {
    post(await work());
  } catch (error) {
    post({ name: error.name, message: error.message });
  }
};
`;
const pageProgram = `${imports}${post}attempt(() => ${program});\n`;

let project: EmbedProject;
let expected: Embedded;
let browser: Browser;

beforeAll(async () => {
  project = embedProject();
  project.write('main.mjs', programs.esm);
  project.write('main.cjs', programs.cjs);
  expected = project.run('main.mjs').result;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  project?.remove();
});

/** Opens a served page in Chromium and waits for what it posts. */
async function postedBy(folder: string, headers: Record<string, string> = {}, path = '/'): Promise<unknown> {
  const served = await servedFolder(folder, headers);
  const tab = await browser.newPage();
  const failed = new Promise<never>((_, reject) => {
    tab.on('pageerror', reject);
    setTimeout(() => reject(new Error(`the page posted nothing in a minute`)), 60_000).unref();
  });
  try {
    await tab.goto(served.address + path);
    return await Promise.race([served.posted, failed]);
  } finally {
    await tab.close();
    served.close();
  }
}

async function bundleForPage(folder: string, text: string): Promise<string> {
  const entry = project.write(`${folder}.js`, text);
  const outdir = join(project.folder, folder);
  await esbuild({
    entryPoints: [entry],
    outdir,
    bundle: true,
    format: 'esm',
    minify: true,
    logLevel: 'error',
  });
  project.write(`${folder}/index.html`, page(`./${folder}.js`));
  return outdir;
}

describe('Node', () => {
  it.each(['20.19.0', '22', '24'])('%s: ES modules and CommonJS, to the same bits', (version) => {
    const binary = nodeBinary(version);
    expect(project.run('main.mjs', binary)).toEqual({ result: expected, stderr: '' });
    expect(project.run('main.cjs', binary)).toEqual({ result: expected, stderr: '' });
  });

  it('has by every entry the values that its types declare, and no other', async () => {
    const { exports } = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8'));
    for (const part of ['.', './limits', './checks', './io', './edge', './wasm']) {
      const types = join(project.installed, exports[part].types);
      const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 };
      const program = ts.createProgram([types], options);
      const checker = program.getTypeChecker();
      const module = checker.getSymbolAtLocation(program.getSourceFile(types)!)!;
      const typeOnly = (one: ts.Symbol) =>
        one.declarations!.some(
          (place) => ts.isTypeOnlyExportDeclaration(place) || ts.isTypeOnlyImportDeclaration(place),
        );
      const target = (one: ts.Symbol) => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one);
      const declared = checker
        .getExportsOfModule(module)
        .filter((one) => !typeOnly(one) && target(one).flags & ts.SymbolFlags.Value);
      const found = await import(join(project.installed, exports[part].default));
      expect(declared.map(({ name }) => name).sort(), part).toEqual(Object.keys(found).sort());
      expect(declared.length, part).toBeGreaterThan(1);
    }
  });

  it('takes the files by their URLs: a module compiled from deeplinear/wasm', () => {
    project.write(
      'files.mjs',
      `${imports}
import { readFileSync } from 'node:fs';
import { portable } from 'deeplinear/wasm';
const module = await WebAssembly.compile(readFileSync(portable));
all.configure({ module });
if (all.compiledModule() !== module) throw new Error('another module');
console.log(JSON.stringify(${program}));`,
    );
    expect(project.run('files.mjs').result).toEqual(expected);
  });

  it('runs what esbuild has bundled, minified', async () => {
    const outfile = join(project.folder, 'bundle.mjs');
    const entryPoints = [join(project.folder, 'main.mjs')];
    await esbuild({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', minify: true });
    expect(project.run('bundle.mjs').result).toEqual(expected);
  });

  it.each(['esm', 'cjs'] as const)(
    'runs an esbuild bundle as %s beside the copied files, by the recipe of docs/embedding.md',
    async (format) => {
      const entry = project.write(
        'recipe.mjs',
        `import { readFileSync } from 'node:fs';
import { configure, matmul } from 'deeplinear/edge';
import { portable } from 'deeplinear/wasm';
configure({ module: new WebAssembly.Module(readFileSync(portable)) });
console.log(matmul([[1, 2]], [[3], [4]]).data[0]);`,
      );
      const page = readFileSync(join(root, 'docs', 'embedding.md'), 'utf8');
      const [, banner] = /--banner:js="(.*)"/.exec(page)!;
      const [, name, value] = /--define:([\w.]+)=(\w+)/.exec(page)!;
      const told = format === 'cjs' && { define: { [name]: value }, banner: { js: banner } };
      const outfile = join('recipe', format, `app.${format === 'cjs' ? 'cjs' : 'mjs'}`);
      const common: BuildOptions = { entryPoints: [entry], bundle: true, platform: 'node', format, logLevel: 'error' };
      await esbuild({ ...common, outfile: join(project.folder, outfile) });
      expect(() => project.run(outfile)).toThrow(format === 'cjs' ? 'Invalid URL' : 'ENOENT');
      await esbuild({ ...common, ...told, outfile: join(project.folder, outfile) });
      copyFileSync(
        join(project.installed, 'dist', 'portable.wasm'),
        join(project.folder, 'recipe', format, 'portable.wasm'),
      );
      expect(project.run(outfile).result).toBe(11);
    },
  );

  it('runs an esbuild bundle with the file inside, by the recipe of docs/embedding.md', async () => {
    const entry = project.write(
      'inside.mjs',
      `import bytes from 'deeplinear/portable.wasm';
import { configure, matmul } from 'deeplinear/edge';
configure({ module: new WebAssembly.Module(bytes) });
console.log(matmul([[1, 2]], [[3], [4]]).data[0]);`,
    );
    const outfile = join(project.folder, 'inside.cjs');
    const loader = { '.wasm': 'binary' } as const;
    await esbuild({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      loader,
    });
    expect(project.run('inside.cjs').result).toBe(11);
  });
});

describe('Chromium', () => {
  it('a Vite build, with the module fetched as a file that the build copied', async () => {
    project.write(
      'vite/main.js',
      `${imports.replace('./embedProgram', '../embedProgram')}${post}
import { portable } from 'deeplinear/wasm';
attempt(async () => {
  all.configure({ module: await WebAssembly.compileStreaming(fetch(portable)) });
  return ${program};
});`,
    );
    project.write('vite/index.html', page('./main.js'));
    await vite({ root: join(project.folder, 'vite'), configFile: false, logLevel: 'error' });
    expect(await postedBy(join(project.folder, 'vite', 'dist'))).toEqual(expected);
  });

  it('a Vite build with a module Web Worker', async () => {
    project.write(
      'worker/worker.js',
      `${imports.replace('./embedProgram', '../embedProgram')}self.onmessage = () => postMessage(${program});\n`,
    );
    project.write(
      'worker/main.js',
      `${post}
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => post(data);
worker.onerror = ({ message }) => post({ message });
worker.postMessage('go');`,
    );
    project.write('worker/index.html', page('./main.js'));
    const root = join(project.folder, 'worker');
    await vite({ root, configFile: false, logLevel: 'error', worker: { format: 'es' } });
    expect(await postedBy(join(root, 'dist'))).toEqual(expected);
  });

  it('a webpack build, with the module fetched as a file that the build copied', async () => {
    const webpack = createRequire(join(installedTool('webpack', '5'), 'x.js'))('webpack');
    const entry = project.write(
      'webpack.js',
      `${imports}${post}
import { portable } from 'deeplinear/wasm';
attempt(async () => {
  all.configure({ module: await WebAssembly.compileStreaming(fetch(portable)) });
  return ${program};
});`,
    );
    const path = join(project.folder, 'webpack');
    const options = { mode: 'production', context: project.folder, entry, output: { path }, performance: false };
    const said = await new Promise<{ errors: object[]; warnings: object[] }>((done, failed) =>
      webpack(options, (error: Error | null, stats: { toJson(): { errors: object[]; warnings: object[] } }) =>
        error ? failed(error) : done(stats.toJson()),
      ),
    );
    expect([...said.errors, ...said.warnings]).toEqual([]);
    project.write('webpack/index.html', page('./main.js'));
    expect(await postedBy(path)).toEqual(expected);
  });

  it("an esbuild bundle under the policy script-src 'self' 'wasm-unsafe-eval'", async () => {
    const folder = await bundleForPage('strict', pageProgram);
    const policy = { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };
    expect(await postedBy(folder, policy)).toEqual(expected);
  });

  it("a policy without 'wasm-unsafe-eval' gives a typed error that says so, at once", async () => {
    const folder = await bundleForPage('stricter', pageProgram);
    const policy = { 'content-security-policy': "default-src 'self'; script-src 'self'" };
    expect(await postedBy(folder, policy)).toEqual({
      name: 'DeepLinearError',
      message: expect.stringContaining("A page's policy needs script-src 'wasm-unsafe-eval'"),
    });
  });

  it('an import by URL from another origin, without a bundler', async () => {
    const library = await servedFolder(project.installed);
    try {
      const text = fromAddress(pageProgram, library.address);
      project.write('plain/main.js', text);
      project.write('plain/index.html', page('./main.js'));
      copyFileSync(join(project.folder, 'embedProgram.js'), join(project.folder, 'plain', 'embedProgram.js'));
      expect(await postedBy(join(project.folder, 'plain'))).toEqual(expected);
    } finally {
      library.close();
    }
  });
});

describe('other hosts', () => {
  it('Jest, whose tests have arrays of another context than Node, by the recipe of docs/embedding.md', () => {
    project.write(
      'jest/embed.test.mjs',
      `${imports.replace('./embedProgram', '../embedProgram')}
import { writeFileSync } from 'node:fs';
test('everything', () => writeFileSync('embedded.json', JSON.stringify(${program})));
test('a clone', () => expect(all.matmul(structuredClone(all.matrix(1, 1, [3])), [[2]]).data[0]).toBe(6));`,
    );
    const [, flag] = /NODE_OPTIONS=(\S+) npx jest/.exec(readFileSync(join(root, 'docs', 'embedding.md'), 'utf8'))!;
    const jest = join(installedTool('jest', '30'), 'jest', 'bin', 'jest.js');
    const config = JSON.stringify({
      testMatch: ['**/*.test.mjs'],
      transform: {},
      rootDir: join(project.folder, 'jest'),
    });
    const { status, stderr } = spawnSync(process.execPath, [flag, jest, '--config', config], {
      cwd: join(project.folder, 'jest'),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(readFileSync(join(project.folder, 'jest', 'embedded.json'), 'utf8'))).toEqual(expected);
  });

  it('Deno imports it by URL', async () => {
    const deno = join(installedTool('@deno/linux-x64-glibc', '2'), '@deno', 'linux-x64-glibc', 'deno');
    const library = await servedFolder(project.installed);
    try {
      const text = fromAddress(programs.esm, library.address);
      project.write('deno.mjs', text);
      const child = spawn(deno, ['run', '--no-check', '--no-lock', '--quiet', '--allow-import', 'deno.mjs'], {
        cwd: project.folder,
        env: { ...process.env, DENO_DIR: join(project.folder, 'deno') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [printed, complaint] = await Promise.all([
        child.stdout.setEncoding('utf8').toArray(),
        child.stderr.setEncoding('utf8').toArray(),
      ]);
      expect(complaint.join('')).toBe('');
      expect(JSON.parse(printed.join(''))).toEqual(expected);
    } finally {
      library.close();
    }
  });

  it('workerd, which compiles no bytes: every entry is the one without WebAssembly, given its module', async () => {
    const folder = installedTool('@cloudflare/workerd-linux-64', '1');
    const workerd = join(folder, '@cloudflare', 'workerd-linux-64', 'bin', 'workerd');
    const entry = project.write(
      'worker.js',
      `${imports}
import * as edge from 'deeplinear/edge';
import module from 'deeplinear/portable.wasm';
const errorOf = (work) => {
  try {
    work();
  } catch ({ name, message }) {
    return { name, message };
  }
};
export default {
  fetch() {
    const refused = errorOf(() => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
    const before = errorOf(() => all.randomNormal({ seed: 1, rows: 1, cols: 1 }));
    edge.configure({ module });
    return Response.json({ refused, before, one: edge.train === all.train, result: ${program} });
  },
};`,
    );
    await esbuild({
      entryPoints: [entry],
      outfile: join(project.folder, 'workerd', 'worker.js'),
      bundle: true,
      format: 'esm',
      conditions: ['workerd'],
      external: ['*.wasm'],
    });
    copyFileSync(join(project.installed, 'dist', 'portable.wasm'), join(project.folder, 'workerd', 'portable.wasm'));
    const config = project.write(
      'workerd/config.capnp',
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .stranger)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const stranger :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "deeplinear/portable.wasm", wasm = embed "portable.wasm"),
  ],
  compatibilityDate = "2025-01-01",
);\n`,
    );
    const child = spawn(workerd, ['serve', config, '--control-fd=3'], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    try {
      const port = await new Promise<number>((ready, failed) => {
        child.once('exit', (code) => failed(new Error(`workerd ended with code ${code}`)));
        child.stdio[3]!.on('data', (line: Buffer) => {
          const event = JSON.parse(String(line).split('\n')[0]);
          if (event.event === 'listen') ready(event.port);
        });
      });
      const answer = await (await fetch(`http://127.0.0.1:${port}/`)).json();
      expect(answer).toEqual({
        refused: { name: 'CompileError', message: expect.stringContaining('disallowed') },
        before: { name: 'DeepLinearError', message: expect.stringContaining('deeplinear/portable.wasm is its file') },
        one: true,
        result: expected,
      });
    } finally {
      child.kill();
    }
  });
});
