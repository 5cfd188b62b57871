import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpy, encodeNpz, encodeSafetensors, experiments, matrix } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureCheck } from '../../lab/src/pages/measureCheck';
import { codeBlocks, pages, root, textOf, typedCommands } from '../package/codeBlocks';
import { bin, scratch, writeHouses } from '../package/runCli';
import { exampleFolder, printedBy, promisedBy } from '../package/runExample';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

/** Commands in blocks that are not run here, and why; test/package/docs.test.ts reads all of them for options that exist. */
const notRun: [pattern: RegExp, reason: string][] = [
  [/^(npx )?deeplinear figure /, 'test/long/figures.test.ts draws every figure'],
  [/^npm (ci|install|i)\b|^git |^docker /, 'needs a network'],
  [/^npm (test|run (check|test:long|bench|bench:\w+|fuzz))\b/, 'minutes to hours, and run by hand'],
  [/^npm (pack|publish)\b/, 'test/package/published.test.ts packs'],
  [/^npm run (docs|playground)$/, 'serves until it is stopped'],
  [/^npm run (build|build:\w+|format|docs:\w+)\b/, 'writes into the checkout'],
  [/^npm start$/, 'test/package/cliCompare.test.ts trains on MNIST'],
  [/^(NODE_OPTIONS=\S+ )?npx (vite|esbuild|webpack|jest) /, 'test/long/embed.test.ts types it into a shell'],
  [/^npx vitest /, 'test/long/kernelGuide.test.ts, where the kernel is'],
  [/^(python3?|redis-server) /, 'not a command of this package'],
  [/\b(worker|--queue|redis:)/, 'needs a server; test/package/ runs it with one'],
  [/[A-Z]{2,}\b(?!:)|…|<\w+>/, 'has a name to fill in'],
];

const blocks = pages.flatMap((page) => codeBlocks(page));
const commands = pages
  .flatMap((page) => typedCommands(page))
  .filter(({ isBlock, command }) => isBlock && !notRun.some(([pattern]) => pattern.test(command)));

/** The files that pages take for granted, small. */
function writeSamples(folder: string): void {
  const wave = (rows: number, cols: number) =>
    matrix(
      rows,
      cols,
      Float64Array.from({ length: rows * cols }, (_, i) => Math.sin(1.7 * i) + Math.cos(0.31 * i * i)),
    );
  const [x, y] = [wave(80, 6), wave(80, 2)];
  const images = { shape: [80, 3, 3], data: Uint8Array.from({ length: 720 }, (_, i) => (37 * i + i * i) % 256) };
  const labels = { shape: [80], data: Uint8Array.from({ length: 80 }, (_, i) => i % 4) };
  writeHouses(folder);
  writeFileSync(join(folder, 'table.npy'), encodeNpy(wave(80, 7)));
  writeFileSync(join(folder, 'train.npz'), encodeNpz({ x, y }));
  writeFileSync(join(folder, 'digits.safetensors'), encodeSafetensors({ images, labels }));
  const names = { data: ['cat', 'dog'] };
  const numbers = { x: matrix(2, 3, [1, 2, 3, 4, 5, 6]), y: { data: Int32Array.of(7, 9) } };
  writeFileSync(join(folder, 'arrays.npz'), encodeNpz({ ...numbers, names }));
}

/** widths.sweep of a small study, and widths.npz. */
function writeSweep(folder: string): void {
  const study =
    'name: widths\ndata: { source: synthetic, inputs: 4 }\nnet: { hidden: 2 }\ntrainer: { lr: 0.1, steps: 8 }\n';
  writeFileSync(join(folder, 'widths.yaml'), `${study}axes: [{ net.width: [4, 8] }]\nobservables: [finalLoss, loss]\n`);
  for (const words of ['run widths.yaml', 'export widths.sweep --out widths.npz'])
    execFileSync(process.execPath, [bin, 'sweep', ...words.split(' ')], { cwd: folder, stdio: 'pipe' });
}

/** Modules that a program on its standard input imports; fails where it is no Python. */
const modulesOf = `import ast, sys
nodes = list(ast.walk(ast.parse(sys.stdin.read())))
names = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
names += [n.module for n in nodes if isinstance(n, ast.ImportFrom)]
print(*{name.split('.')[0] for name in names})`;

const places = new Map<string, ReturnType<typeof scratch>>();
afterAll(() => {
  for (const place of places.values()) place.remove();
});

/** One folder a page, so that commands find what those before them left; its studies are there as NAME.yaml. */
function folderOf(page: string): string {
  const known = places.get(page);
  if (known) return known.folder;
  const made = scratch();
  places.set(page, made);
  writeSamples(made.folder);
  if (textOf(page).includes('widths.sweep')) writeSweep(made.folder);
  for (const { code, language } of codeBlocks(page)) {
    const name = language === 'yaml' ? /^name: (\S+)/m.exec(code)?.[1] : undefined;
    if (name) writeFileSync(join(made.folder, `${name}.yaml`), code);
  }
  return made.folder;
}

describe('every block of code of the docs', () => {
  let place: ReturnType<typeof exampleFolder>;
  beforeAll(() => {
    place = exampleFolder();
  });
  afterAll(() => place.remove());

  it.each(blocks.filter(({ language }) => language === 'js'))('$name prints what it says', ({ code }) => {
    expect(printedBy(place.folder, code)).toEqual(promisedBy(code));
  });

  it('those in TypeScript have the types that they say', () => {
    // those of the kernel guide are parts of files: test/long/kernelGuide.test.ts puts them there
    const typed = blocks.filter(({ language, page }) => language === 'ts' && page !== 'kernels.md');
    const folder = join(root, 'build', 'docs-types');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    try {
      for (const [i, { code, name }] of typed.entries()) {
        // declarations of modules are no modules themselves
        const end = code.startsWith('declare module') ? '' : 'export {};\n';
        writeFileSync(join(folder, `block${i}.ts`), `// ${name}\n${code}\n${end}`);
      }
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], compilerOptions: { noEmit: true } }),
      );
      if (typed.length === 0) return;
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
      expect(`${status} ${stdout}`).toBe('0 ');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(blocks.filter(({ language }) => language === 'python'))(
    '$name is Python that prints what it says, or its page says what it needs besides NumPy',
    ({ page, code }) => {
      const python = pythonWithNumpy();
      const run = (...words: string[]) =>
        execFileSync(python, words, { cwd: folderOf(page), input: code, encoding: 'utf8' }).trim();
      const others = run('-c', modulesOf)
        .split(' ')
        .filter((name) => name !== 'numpy');
      for (const name of others) expect(textOf(page)).toContain(`(\`pip install ${name}\`)`);
      if (others.length > 0) return;
      const promised = [...code.matchAll(/^print\(.*\) +# (.*)$/gm)].map((match) => match[1]);
      expect(run('-')).toBe(promised.join('\n'));
    },
  );
});

describe('every command of the docs', () => {
  it('there are some, and reasons for the others', () => expect(commands.length).toBeGreaterThan(30));

  it.each(commands)('$name: $command', ({ page, command }) => {
    const words = command.replace(/^npx /, '').split(/\s+/);
    // other tools than the command line are for the checkout itself
    const run =
      words[0] === 'deeplinear'
        ? spawnSync(process.execPath, [bin, ...words.slice(1)], { cwd: folderOf(page), encoding: 'utf8' })
        : spawnSync('npx', ['--no', ...words], { cwd: root, encoding: 'utf8' });
    // a wrong law has to be refused, which the exit code says
    expect(run.status, run.stderr).toBe(command.includes('--wrong') ? 1 : 0);
    expect(run.stdout.trim().length).toBeGreaterThan(0);
    if (!page.startsWith('checks/') || page === 'checks/README.md') return;
    const shown = codeBlocks(page).find(({ language }) => language === 'text')!.code;
    const lastLine = (text: string) =>
      text
        .trim()
        .split('\n')
        .at(-1)!
        .replace(/^.*Again: /, '');
    expect(lastLine(run.stdout)).toBe(lastLine(shown));
  });
});

describe('pages of checks', () => {
  const results = JSON.parse(readFileSync(join(root, 'docs', 'checks', 'results.json'), 'utf8'));

  it.each(experiments.map(({ id }) => ({ id })))('that of $id shows what today’s code finds', async ({ id }) => {
    const experiment = experiments.find((one) => one.id === id)!;
    expect(await measureCheck(experiment), `npm run docs:checks -- ${id}`).toEqual(results[id]);
  });
});
