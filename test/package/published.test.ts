import { type ExecFileSyncOptionsWithStringEncoding, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portable } from '../../build/wasm/modules';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
const textOf = (name: string) => readFileSync(join(dist, name), 'utf8');

/** The entries in a process of their own: names, which values are not those of the main entry, edge with the shipped file. */
const lookAtEntries = `
  import { readFileSync } from 'node:fs';
  const parts = ['index', 'limits', 'checks', 'io', 'edge'];
  const [all, limits, checks, io, edge] = await Promise.all(parts.map((part) => import('${dist}/' + part + '.js')));
  const names = Object.fromEntries([all, limits, checks, io, edge].map((entry, i) => [parts[i], Object.keys(entry)]));
  const offered = [limits, checks, io].flatMap((entry) => Object.entries(entry));
  const foreign = offered.filter(([name, value]) => value !== all[name]).map(([name]) => name);
  const urls = await import('${dist}/wasm.js');
  const modules = Object.values(urls).map((url) => readFileSync(url));
  const builds = modules.map((bytes) => /deeplinear(portable|relaxed) [0-9a-f]{16}$/.exec(bytes.toString('latin1'))?.[1]);
  edge.configure({ module: new WebAssembly.Module(readFileSync(urls.portable)) });
  const product = [...edge.matmul([[2]], [[3]]).data];
  console.log(JSON.stringify({ names, foreign, builds, product }));`;
let seen: { names: Record<string, string[]>; foreign: string[]; builds: string[]; product: number[] };
const asNodeSeesIt = () => {
  seen ??= JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', lookAtEntries], { encoding: 'utf8' }),
  );
  return seen;
};

describe('the published package', () => {
  it('has no runtime dependency, and nothing that runs when it is installed', () => {
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']) {
      expect(Object.keys(manifest[kind] ?? {}), kind).toEqual([]);
    }
    // npm 11 asks who installs a tarball to review a `prepare`, which it then does not run: the lab has it
    const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    for (const hook of hooks) expect(manifest.scripts).not.toHaveProperty(hook);
  });

  it('asks Yarn to unpack it: require follows no import inside an archive, and others read the builds as files', () => {
    expect(manifest.preferUnplugged).toBe(true);
  });

  it.each(scripts)('%s has no bare import and no node: import; only wasm.js names an asset', (name) => {
    // not the word in a text, as the argument's name in integer('from', …), and not the method, as in Array.from('data' in …)
    const specifiers = [...textOf(name).matchAll(/(?<!['"`.])\b(?:from|import)\s*\(?\s*['"`]([^'"`]+)['"`]/g)].map(
      (match) => match[1],
    );
    expect(specifiers.filter((specifier) => !/^\.\.?\//.test(specifier))).toEqual([]);
    if (name !== 'wasm.js') expect(textOf(name)).not.toMatch(/import\.meta\.url|\.wasm['"`]/);
  });

  it.each(scripts)('%s has no syntax newer than its engines: no raw using, no top-level await', async (name) => {
    const hasUsing = /(^|[;{}\n])\s*(await\s+)?using\s+[\w$]+\s*=/;
    expect('function f(){using a=b}').toMatch(hasUsing);
    expect(textOf(name)).not.toMatch(hasUsing);
    // esbuild makes no CommonJS of a module that awaits at its top
    await expect(transform('await 0', { format: 'cjs' })).rejects.toThrow('Top-level await');
    await transform(textOf(name), { format: 'cjs', logOverride: { 'empty-import-meta': 'silent' } });
  });

  it('is text of one byte a character, which engines read faster, and keeps what bundlers need to leave things out', () => {
    for (const name of scripts) expect(/[^\0-\x7f]/.exec(textOf(name))?.[0], name).toBeUndefined();
    for (const name of ['index.js', 'edge.js', 'wasm.js']) expect(textOf(name)).toContain('/* @__PURE__ */');
    expect(manifest.sideEffects).toBe(false);
  });

  it.each(['index', 'edge'])(
    '%s.js names an error that nobody catches: Node shows the line that threw it before',
    (name) => {
      const throwIt = `import('${dist}/${name}.js').then(({ createNet }) => createNet({ inputs: -1 }))`;
      const { stderr } = spawnSync(process.execPath, ['-e', throwIt], { encoding: 'utf8' });
      expect(stderr).toContain('\nValueError: inputs: expected an integer of at least 1, got -1');
      expect(stderr.length).toBeLessThan(8000);
    },
  );

  it.each(['index', 'edge'])('%s.js is imported where globals are frozen or missing, and adds none', (name) => {
    const importIt = `
      delete globalThis.TextDecoder;
      for (const one of [Object, Error, Object.prototype, Array.prototype, Error.prototype]) Object.freeze(one);
      const before = Reflect.ownKeys(globalThis).length;
      import('${dist}/${name}.js').then(({ createNet }) => {
        try { createNet({ inputs: -1 }) } catch (e) { console.log(e.name, Reflect.ownKeys(globalThis).length - before) }
      })`;
    expect(execFileSync(process.execPath, ['-e', importIt], { encoding: 'utf8' })).toBe('ValueError 0\n');
  });

  // other systems have no such limit
  it.skipIf(process.platform !== 'linux')('computes with few addresses by the flag that the error there names', () => {
    const program = `import('${dist}/index.js').then(({ matmul }) => console.log(matmul([[2]], [[3]]).data[0]))`;
    const limited = (...flags: string[]) => {
      const command = ['ulimit -v 4000000 && exec "$@"', 'sh', process.execPath, ...flags, '-e', program];
      return spawnSync('sh', ['-c', ...command], { encoding: 'utf8' });
    };
    // engines may come to do without by themselves
    const { stdout, stderr } = limited();
    if (stdout !== '6\n') expect(stderr).toContain('\nDeepLinearError: WebAssembly: expected memory for it, got');
    expect(limited('--disable-wasm-trap-handler')).toMatchObject({ stdout: '6\n', status: 0 });
  });

  it('its errors are called by their names on a console, although the minifier renames their classes', () => {
    const logIt = `import('${dist}/index.js').then((all) => { try { all.createNet({ inputs: -1 }) } catch (e) { console.log(e) } })`;
    expect(execFileSync(process.execPath, ['-e', logIt], { encoding: 'utf8' })).toMatch(
      /^ValueError: inputs: expected/,
    );
  });

  it('every entry but edge hands out the very objects of the main one, which has them all', () => {
    const { names, foreign } = asNodeSeesIt();
    expect(foreign).toEqual([]);
    for (const part of ['limits', 'checks', 'io'] as const) {
      expect(names[part].length, part).toBeGreaterThan(1);
      expect(names[part].length, part).toBeLessThan(names.index.length);
    }
    expect(names.edge).toEqual(names.index);
    for (const part of ['.', './limits', './checks', './io']) {
      const { workerd, 'edge-light': light } = manifest.exports[part];
      expect([workerd, light]).toEqual(['./dist/edge.js', './dist/edge.js']);
    }
  });

  it('edge has no WebAssembly inside; the files beside it are what the main entry has inside', () => {
    expect(textOf('index.js')).toContain(portable);
    for (const name of ['edge.js', 'wasm.js']) expect(textOf(name)).not.toContain('0061736d01');
    expect(readFileSync(join(dist, 'portable.wasm'), 'hex')).toBe(portable);
    expect(asNodeSeesIt()).toMatchObject({ builds: ['portable', 'relaxed'], product: [6] });
  });

  it('names the licence of every package whose code the bundler put in, and of no other', () => {
    const inside = JSON.parse(readFileSync(join(root, 'build', 'packagesInDist.json'), 'utf8'));
    const licences = readFileSync(join(root, 'THIRD-PARTY-LICENSES.md'), 'utf8');
    expect([...licences.matchAll(/^## (\S+)$/gm)].map((match) => match[1]).sort()).toEqual(inside);
    expect(inside).toContain('@assemblyscript/loader');
    for (const name of inside) {
      const { license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
      const section = licences.split(`## ${name}\n`)[1].split('\n## ')[0];
      const title = { 'Apache-2.0': 'Apache License', MIT: 'MIT License' }[license as string];
      expect(title, `${name}: ${license}`).toBeDefined();
      expect(section).toContain(title);
    }
  });

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: root, strict: true, pack: 'npm' });
    expect(messages).toEqual([]);
  });

  it('stays within its size limits', () => {
    const sizeLimit = join(root, 'node_modules', '.bin', 'size-limit');
    const printed = execFileSync(sizeLimit, ['--json'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for (const entry of JSON.parse(printed)) expect(entry, entry.name).toMatchObject({ passed: true });
  });

  it('tells newcomers and workflows only of files and scripts that exist', () => {
    const workflows = readdirSync(join(root, '.github', 'workflows')).map((name) => join('.github', 'workflows', name));
    for (const page of ['CONTRIBUTING.md', 'SECURITY.md', ...workflows]) {
      const text = readFileSync(join(root, page), 'utf8');
      const files = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)\)|\b(test\/[\w./]+)/g)].map(
        ([, link, file]) => link ?? file,
      );
      for (const file of files) expect(existsSync(join(root, file)), `${page}: ${file}`).toBe(true);
      for (const [, name] of text.matchAll(/npm run ([\w:]+)/g)) expect(manifest.scripts, page).toHaveProperty([name]);
      expect(text).not.toMatch(/secrets\.|https?:\/\//);
    }
    expect(workflows.length).toBe(2);
    const commands = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').match(/^ {4}\S.*$/gm)!;
    expect(commands.map((command) => command.trim().split(' ')[1])).toEqual(['clone', 'ci', 'vitest']);
  });

  it('names no machine, host or path of its makers', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
    expect(tracked.filter((name) => /^(dist|build|node_modules)\/|\.wasm$/.test(name))).toEqual([]);
  });
});

describe('the tarball', () => {
  let folder: string;
  let packed: { filename: string; files: { path: string }[]; unpackedSize: number };
  const quiet: ExecFileSyncOptionsWithStringEncoding = {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deeplinear-pack-'));
    const options = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    [packed] = JSON.parse(execFileSync('npm', options, quiet));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const names = () => packed.files.map((file) => file.path);

  it('holds every file that an entry names, licences and what hosts show of a package, and nothing else', () => {
    const named = JSON.stringify(manifest.exports).match(/(?<="\.\/)dist\/[^"]+/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((name) => !names().includes(name))).toEqual([]);
    const others = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'THIRD-PARTY-LICENSES.md', 'package.json'];
    expect(
      names()
        .filter((name) => !name.startsWith('dist/'))
        .sort(),
    ).toEqual(others);
  });

  it('has no dead link: those of pages stay within it, those of README.md within the repository, which hosts link it to', () => {
    const linksOf = (page: string) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
        ([, link]) => link,
      );
    const pages = names().filter((name) => name.endsWith('.md'));
    expect(pages.length).toBe(4);
    for (const page of pages.filter((name) => name !== 'README.md'))
      expect(
        linksOf(page).filter((link) => !names().includes(link)),
        page,
      ).toEqual([]);
    const tracked = new Set(execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n'));
    expect(linksOf('README.md').filter((link) => !tracked.has(link))).toEqual([]);
    const publish = readFileSync(join(root, '.github', 'workflows', 'publish.yml'), 'utf8');
    expect(publish).toMatch(/npm pkg set repository\.type=git "repository\.url=/);
  });

  it('resolves with types from every entry (are the types wrong?)', () => {
    const attw = join(root, 'node_modules', '.bin', 'attw');
    // CommonJS gets the ES module: Node from 20.19 takes it by require, and there is one copy of the state and the errors
    const options = ['--profile', 'strict', '--ignore-rules', 'cjs-resolves-to-esm'];
    execFileSync(attw, [join(folder, packed.filename), ...options], quiet);
  });
});
