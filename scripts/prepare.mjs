/**
 * Builds everything that is not committed: both WebAssembly modules, the library (dist) and the lab (lab/dist).
 * npm runs `prepare` more than once per install, so it returns at once when the hash of its inputs is unchanged.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byteDelta } from './byteDelta.mjs';
import { functionText, hotKernels, watFile } from './hotKernels.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const stamp = join(root, 'build', 'inputs.sha256');
const outputs = [
  'build/wasm/modules.ts',
  'build/wasm/marks.ts',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/globals.d.ts',
  'dist/edge.js',
  'dist/portable.wasm',
  'dist/relaxed.wasm',
  'lab/dist/cli.js',
  'lab/dist/poolWorker.js',
];

function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

function inputsHash() {
  const hash = createHash('sha256');
  const inputs = [
    'assembly',
    'src',
    'lab/src',
    'lab/package.json',
    'scripts/byteDelta.mjs',
    'scripts/hotKernels.mjs',
    'scripts/pureInitializers.mjs',
    'scripts/quietLoader.mjs',
    'scripts/prepare.mjs',
    'asconfig.json',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsdown.config.ts',
  ];
  const isInput = (file) => !relative(root, file).startsWith(join('assembly', 'wat'));
  for (const file of inputs.flatMap((path) => files(join(root, path))).filter(isInput)) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** The command-line file of an installed package. */
function bin(name, command = name) {
  const manifest = findManifest(name);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
}

function findManifest(name) {
  for (const folder of require.resolve.paths(name)) {
    const manifest = join(folder, name, 'package.json');
    if (existsSync(manifest)) return manifest;
  }
  throw new Error(`prepare: package ${name} is not installed; run npm ci`);
}

function run(script, args, cwd = root) {
  execFileSync(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

function buildWasm() {
  mkdirSync(join(root, 'build', 'wasm'), { recursive: true });
  const asc = bin('assemblyscript', 'asc');
  run(asc, ['assembly/index.ts', '--target', 'portable']);
  run(asc, ['assembly/index.relaxed.ts', '--target', 'relaxed']);
  const builds = ['portable', 'relaxed'].map((name) => {
    const file = join(root, 'build', 'wasm', `${name}.wasm`);
    const compiled = readFileSync(file);
    const mark = `${name} ${createHash('sha256').update(compiled).digest('hex').slice(0, 16)}`;
    const bytes = Buffer.concat([compiled, customSection('deeplinear', mark)]);
    writeFileSync(file, bytes);
    return { name, mark, bytes };
  });
  const [portable, relaxed] = builds.map(({ bytes }) => bytes);
  const inline = (name, bytes, doc) => `/** ${doc} */\nexport const ${name} =\n  '${bytes.toString('hex')}';\n`;
  const text = [
    inline('portable', portable, `The portable build (${portable.length} bytes), hexadecimal.`),
    inline(
      'relaxedDelta',
      byteDelta(portable, relaxed),
      `What makes the relaxed build (${relaxed.length} bytes) of it, hexadecimal.`,
    ),
  ];
  writeFileSync(join(root, 'build', 'wasm', 'modules.ts'), text.join('\n'));
  const marks = builds.map(({ name, mark }) => `  ${name}: '${mark}',\n`).join('');
  writeFileSync(
    join(root, 'build', 'wasm', 'marks.ts'),
    `/** What the custom section \`deeplinear\` of each build says. */\nexport const marks = {\n${marks}};\n`,
  );
}

/** A section that engines carry along and ignore. Everything in it is shorter than 128 bytes, so lengths are one byte. */
function customSection(name, text) {
  return Buffer.concat([Buffer.from([0, name.length + text.length + 1, name.length]), Buffer.from(name + text)]);
}

/** The builds as files, for hosts that compile them themselves, and what an import of one gives there. */
function copyWasm() {
  // a project without the types of browsers has none of these; elsewhere the empty ones are merged with the real ones
  const globals =
    'declare namespace WebAssembly {\n  interface Module {}\n}\ninterface AbortSignal {}\ninterface URL {}\n';
  writeFileSync(join(root, 'dist', 'globals.d.ts'), globals);
  const reference = '/// <reference path="./globals.d.ts" />\n';
  const declaration = 'declare const module: WebAssembly.Module;\nexport default module;\n';
  writeFileSync(join(root, 'dist', 'module.d.ts'), reference + declaration);
  // the bundler keeps no reference in a file that imports nothing
  const urls = join(root, 'dist', 'wasm.d.ts');
  writeFileSync(urls, reference + readFileSync(urls, 'utf8'));
  for (const name of ['portable.wasm', 'relaxed.wasm']) {
    copyFileSync(join(root, 'build', 'wasm', name), join(root, 'dist', name));
  }
}

/** The text of the hot kernels, committed so that review sees what the compiler makes of them. */
function writeHotKernels() {
  for (const build of ['portable', 'relaxed']) {
    const folder = join(root, 'assembly', 'wat', build);
    const wat = readFileSync(join(root, 'build', 'wasm', `${build}.wat`), 'utf8');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { name } of hotKernels) {
      const text = functionText(wat, name);
      if (text === undefined) throw new Error(`prepare: no function ${name} in the ${build} build`);
      writeFileSync(join(folder, watFile(name)), text);
    }
  }
}

const hash = inputsHash();
const current =
  outputs.every((file) => existsSync(join(root, file))) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
if (!current || process.argv.includes('--force')) {
  rmSync(stamp, { force: true });
  buildWasm();
  if (process.argv.includes('--force')) writeHotKernels();
  if (!process.argv.includes('--wasm')) {
    run(bin('tsdown'), ['--log-level', 'warn']);
    copyWasm();
    writeFileSync(stamp, hash);
  }
}
