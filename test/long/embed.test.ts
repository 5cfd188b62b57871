import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../../bench/otherNode';
import { launchChromium } from '../browser/launchChromium';
import { codeBlocks, root, textOf } from '../package/codeBlocks';
import { type Embedded, type EmbedProject, embedProject, imports, programs } from '../package/embedProject';
import { installedTool } from './installedTool';
import { servedFolder } from './servedFolder';

const page = (script: string) =>
  `<!doctype html><meta charset="utf-8"><title>stranger</title><script type="module" src="${script}"></script>\n`;
/** The block of docs/embedding.md that has these words, as it stands. */
function recipe(words: string): string {
  const found = codeBlocks('embedding.md').filter(({ code }) => code.includes(words));
  if (found.length !== 1) throw new Error(`docs/embedding.md: expected one block with ${words}, found ${found.length}`);
  return found[0].code;
}
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

/** Types commands of the page into a shell of the project, where npx finds the tools. */
function typeInto(folder: string, commands: string): void {
  const bins = join(project.folder, 'node_modules', '.bin');
  const tools = {
    vite: root,
    esbuild: root,
    webpack: dirname(webpackModules()),
    jest: dirname(installedTool('jest', '30')),
  };
  mkdirSync(bins, { recursive: true });
  for (const [name, place] of Object.entries(tools))
    if (!existsSync(join(bins, name))) symlinkSync(join(place, 'node_modules', '.bin', name), join(bins, name));
  execFileSync('bash', ['-ec', commands], { cwd: join(project.folder, folder), stdio: 'pipe' });
}

/** webpack comes with its command line. */
const webpackModules = () => installedTool('webpack-cli', '6');

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
  it.each(['20.19.0', '22', '24', '26'])('%s: ES modules and CommonJS, to the same bits', (version) => {
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

  it('runs esbuild bundles beside the copied files, by the recipe of docs/embedding.md', () => {
    const [, call] = /`(configure\(\{ module: new [^`]*)`/.exec(textOf('embedding.md'))!;
    project.write(
      'app.js',
      `import { readFileSync } from 'node:fs';
import { configure, matmul } from 'deeplinear/edge';
import { portable } from 'deeplinear/wasm';
${call};
console.log(matmul([[1, 2]], [[3], [4]]).data[0]);`,
    );
    const whole = recipe('--banner:js');
    const withoutCopies = whole.replace(/^cp .*/m, '');
    const withoutAddress = whole.replace(/ \\\n[\s\S]*(?=\ncp )/, '');
    const running = (commands: string, file: string) => () => {
      rmSync(join(project.folder, 'out'), { recursive: true, force: true });
      typeInto('.', commands);
      return project.run(join('out', file)).result;
    };
    for (const file of ['app.mjs', 'app.cjs']) {
      expect(running(withoutCopies, file)).toThrow('ENOENT');
      expect(running(whole, file)()).toBe(11);
    }
    expect(running(withoutAddress, 'app.cjs')).toThrow('Invalid URL');
  });

  it('runs an esbuild bundle with the file inside, by the recipe of docs/embedding.md', () => {
    project.write(
      'inside.js',
      `import bytes from 'deeplinear/portable.wasm';
import { configure, matmul } from 'deeplinear/edge';
configure({ module: new WebAssembly.Module(bytes) });
console.log(matmul([[1, 2]], [[3], [4]]).data[0]);`,
    );
    const [, flags] = /`(--loader:[^`]*)`/.exec(textOf('embedding.md'))!;
    typeInto('.', `npx esbuild inside.js --bundle --platform=node --format=cjs ${flags} --outfile=inside.cjs`);
    expect(project.run('inside.cjs').result).toBe(11);
  });
});

describe('bundlers', () => {
  it('build without configuration, by the commands of docs/embedding.md', async () => {
    const app = `${imports}${post}
const result = ${program};
if (typeof document === 'undefined') console.log(JSON.stringify(result));
else post(result);`;
    project.write('app.js', app);
    project.write('src/index.js', app.replace('./embedProgram', '../embedProgram'));
    project.write('index.html', page('./app.js'));
    typeInto('.', recipe('npx vite build'));
    expect(project.run('out.js').result).toEqual(expected);
    expect(project.run(join('dist', 'main.js')).result).toEqual(expected);
    expect(await postedBy(join(project.folder, 'dist'))).toEqual(expected);
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
    const webpack = createRequire(join(webpackModules(), 'x.js'))('webpack');
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

  it('an esbuild bundle under the policy of docs/embedding.md', async () => {
    const folder = await bundleForPage('strict', pageProgram);
    const [name, policy] = recipe('Content-Security-Policy').trim().split(': ');
    // the test posts, the library asks nobody
    expect(await postedBy(folder, { [name]: `${policy}; connect-src 'self'` })).toEqual(expected);
  });

  it("a policy without 'wasm-unsafe-eval' gives a typed error that says so, at once", async () => {
    const folder = await bundleForPage('stricter', pageProgram);
    const policy = { 'content-security-policy': "default-src 'self'; script-src 'self'" };
    expect(await postedBy(folder, policy)).toEqual({
      name: 'DeepLinearError',
      message: expect.stringContaining("A page's policy needs script-src 'wasm-unsafe-eval'"),
    });
  });

  it('the page without a bundler of docs/embedding.md', async () => {
    const text = recipe('<script type="module">');
    project.write('bare/index.html', text.replace('</script>', `${post}post(document.body.textContent);\n</script>`));
    cpSync(join(project.installed, 'dist'), join(project.folder, 'bare', 'deeplinear', 'dist'), { recursive: true });
    expect(await postedBy(join(project.folder, 'bare'))).toBe('11');
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
    project.write('jest/jest.config.json', JSON.stringify({ testMatch: ['**/*.test.mjs'], transform: {} }));
    typeInto('jest', recipe('npx jest'));
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
const errorOf = (work) => {
  try {
    work();
  } catch ({ name, message }) {
    return { name, message };
  }
};
const refused = errorOf(() => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
const before = errorOf(() => all.randomNormal({ seed: 1, rows: 1, cols: 1 }));
${recipe('import module from')}
export default {
  fetch() {
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
