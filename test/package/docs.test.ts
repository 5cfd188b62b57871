import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { experiments } from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captionText } from '../../lab/src/figures/captionText';
import { figureValues } from '../../lab/src/figures/figureValues';
import { figures } from '../../lab/src/figures/registry';
import { checkFiles } from '../../lab/src/pages/checkFiles';
import { commandOf } from '../../lab/src/pages/measureCheck';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import { contents } from '../../site/contents';
import { codeBlocks, pages, root, textOf, typedCommands } from './codeBlocks';
import { commandProblem } from './commandProblem';
import { exampleFolder, printedBy, printedTogether, promisedBy } from './runExample';

/** Run in the long tests only: checks simulate hundreds of nets each, and these pages are many. */
const isLong = (page: string) => page.startsWith('checks/');
const blocks = pages.flatMap((page) => codeBlocks(page));
/** A line that ends as statements do, or begins as those of JavaScript or Python do. */
const isCode = (text: string) =>
  /[;{]$|^\s*(import|export|const|def|@\w+|from \S+ import)\b|^\s*[\w.]+ = [\w.]+\(.*\)/m.test(text);
const isCommand = (text: string) =>
  /^\s*(\$|(\w+=\S+ )*(npx|npm|node|deeplinear|git|docker|pip3?|python3?|cp|mkdir|curl|export|redis-\w+) )/m.test(text);
const examples = blocks.filter(({ language, page }) => language === 'js' && !isLong(page));

describe('docs', () => {
  let place: ReturnType<typeof exampleFolder>;
  let printed: Map<string, string[] | undefined>;
  beforeAll(() => {
    place = exampleFolder();
    const codes = examples.map(({ code }) => code);
    const lines = printedTogether(place.folder, codes);
    printed = new Map(codes.map((code, i) => [code, lines[i]]));
  }, 240_000);
  afterAll(() => place.remove());

  it('there are examples', () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples)('the example of $name prints what the comments beside and below say', ({ code }) => {
    const promised = promisedBy(code);
    // one that has to be the first to compute, or tells of memory, has a process of its own
    if (printed.get(code)?.join('\n') === promised.join('\n')) return;
    expect(printedBy(place.folder, code)).toEqual(promised);
  });

  it('blocks of code are in languages that some test understands', () => {
    // here: js of pages that are no checks, yaml, options of commands; test/long/docs.test.ts: js, ts, sh, python;
    // test/long/embed.test.ts: those of embedding.md in their hosts; test/unit/references.test.ts: bibtex
    const known = ['', 'js', 'ts', 'yaml', 'sh', 'text', 'python', 'bibtex', 'html'];
    expect(blocks.filter(({ language }) => !known.includes(language)).map(({ name }) => name)).toEqual([]);
    const pagesOf = (one: string) => blocks.filter(({ language }) => language === one).map(({ page }) => page);
    expect([pagesOf('html'), pagesOf('bibtex')]).toEqual([['embedding.md'], ['references.md']]);
  });

  it('what no test runs is no code and no command', () => {
    // pages of checks are made, and compared with what makes them; what is indented is formulas, and commands, which are read
    const unread = blocks.filter(
      ({ language, page }) => ['text', ''].includes(language) && !page.startsWith('checks/'),
    );
    const faulty = unread.filter(({ language, code }) => isCode(code) || (language === 'text' && isCommand(code)));
    expect(faulty.map(({ name }) => name)).toEqual([]);
    for (const { language, code } of blocks) if (language === 'js') expect(isCode(code), code).toBe(true);
    for (const line of ['npx vite build', '$ ls', 'CI=1 npm test', 'pip install numpy', 'cp a b'])
      expect(isCommand(`first\n${line}\n`), line).toBe(true);
    for (const line of ['import numpy as np', "w = load_file('net')", '@inline', 'asumF64: Norm;', 'it(1, () => {'])
      expect(isCode(`first\n  ${line}\n`), line).toBe(true);
  });

  it.each(blocks.filter(({ language }) => language === 'sh'))('the shell can read $name', ({ code }) => {
    expect(spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('the mistakes of studies.md are told in these words', () => {
    const [{ code }] = blocks.filter(({ page, language }) => page === 'studies.md' && language === 'text');
    // one mistake ends the reading
    const study = (key: string, rate: number) => `name: study
data: { source: synthetic, inputs: 4 }
net: { hidden: 2, ${key}: 8 }
trainer: { steps: 4 }
axes:
  - trainer.lr: [0.1, 0.5, ${rate}]
`;
    const [first, second] = code.trim().split('\n');
    expect(() => parseStudy(study('widht', 1), 'study.yaml')).toThrow(first);
    expect(() => parseStudy(study('width', -1), 'study.yaml')).toThrow(second);
    expect(() => parseStudy(study('width', 1), 'study.yaml')).not.toThrow();
  });

  it('commands on pages have options that exist, scripts that exist and files that exist', () => {
    const commands = pages.flatMap((page) => typedCommands(page));
    commands.push(...typedCommands('../README.md', readFileSync(join(root, 'README.md'), 'utf8')));
    expect(commands.length).toBeGreaterThan(150);
    const problems = commands.map(({ command, name, isBlock }) => ({
      name,
      isBlock,
      problem: commandProblem(command),
    }));
    // within a sentence a command may be named without its arguments
    const real = problems.filter(
      ({ problem, isBlock }) => problem && (isBlock || !problem.includes('missing required')),
    );
    expect(real).toEqual([]);
  });

  it('the reader of commands refuses what the command line would refuse', () => {
    expect(commandProblem('npx deeplinear check catapult --no-such 3')).toContain('--no-such');
    expect(commandProblem('npx deeplinear check catapult --seeds 3')).toBeUndefined();
    expect(commandProblem('npm run no-such-script')).toContain('no-such-script');
    expect(commandProblem('npx tsx bench/nothing.ts')).toContain('bench/nothing.ts');
  });

  it.each(blocks.filter(({ language }) => language === 'yaml'))('the study of $name is one', ({ page, code }) => {
    const base = {
      name: 'part',
      data: '{ source: synthetic, inputs: 4 }',
      net: '{ hidden: 2, width: 8 }',
      trainer: '{ steps: 4 }',
    };
    const missing = Object.entries(base).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(code));
    const isCheck = /^check:/m.test(code);
    const whole = isCheck ? code : `${code}${missing.map(([key, value]) => `${key}: ${value}\n`).join('')}`;
    expect(() => parseStudy(whole, join(root, 'docs', page))).not.toThrow();
  });

  it('every page is in the table of contents exactly once, and nothing else', () => {
    const listed = contents().flatMap(({ pages: of }) => of.map(({ file }) => file));
    // the table itself is the first page
    expect(listed.sort()).toEqual(pages.filter((page) => page !== 'README.md'));
    const titles = contents().flatMap(({ pages: of }) => of.map(({ title }) => title));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('the pages of checks are those of the registry, of its parameters of today', () => {
    const read = (name: string) => readFileSync(join(root, 'docs', 'checks', name), 'utf8');
    const results = JSON.parse(read('results.json'));
    expect(Object.keys(results)).toEqual(experiments.map(({ id }) => id));
    for (const experiment of experiments) {
      const { printed, runs } = results[experiment.id];
      expect(printed.split('\n').at(-1)).toBe(`Again: ${commandOf(experiment)}`);
      expect(runs[0].verdict).toBe('agrees');
      const refused = experiment.wrong.map(({ id }) => ({ options: `--wrong ${id}`, verdict: 'disagrees' }));
      expect(runs.slice(-refused.length)).toMatchObject(refused);
    }
    const files = checkFiles(experiments, results);
    expect(readdirSync(join(root, 'docs', 'checks')).sort()).toEqual([...Object.keys(files), 'results.json'].sort());
    for (const [name, text] of Object.entries(files)) expect(read(name), `npm run docs:checks -- --pages`).toBe(text);
  });

  it('the gallery shows every figure of the registry with its paper and the settings of today, and all pictures are its', () => {
    const sections = textOf('gallery.md')
      .split(/^<!-- figure /m)
      .slice(1);
    expect(sections.map((section) => section.split(' ')[0])).toEqual(figures.map(({ id }) => id));
    for (const [i, figure] of figures.entries()) {
      const quick = { quick: true };
      const caption = captionText(figure, '', figureValues(figure, quick), quick, experiments);
      const section = sections[i].replaceAll('\\', '');
      expect(section).toContain(`## ${figure.title}\n`);
      expect(section).toContain(`(figures/${figure.id}.svg)`);
      expect(section).toContain(`\n<!-- ${caption.paper}. Settings: ${caption.settings}. -->\n`);
      expect(section).toContain(`\n    ${caption.command}\n`);
    }
    const drawn = readdirSync(join(root, 'docs', 'figures'));
    expect(drawn.sort()).toEqual(figures.map(({ id }) => `${id}.svg`).sort());
  });

  it('a check shows the figure of its own law where there is one', () => {
    const shown = (id: string) => /figures\/([\w-]+)\.svg/.exec(textOf(join('checks', `${id}.md`)))?.[1];
    const own = { nngp: 'nngp-output-law', 'exact-solutions': 'end-to-end', 'lazy-limit': 'linearized-training' };
    for (const { id } of experiments) {
      if (id in own) expect(shown(id)).toBe(own[id as keyof typeof own]);
      else if (figures.some((figure) => figure.id === id)) expect(shown(id)).toBe(id);
    }
  });

  it('pages show figures with the very command that made them', () => {
    for (const page of pages.filter((name) => name !== 'gallery.md')) {
      const shown = [...textOf(page).matchAll(/figures\/([\w-]+)\.svg/g)].map((match) => match[1]);
      for (const id of shown) expect(textOf(page)).toContain(`npx deeplinear figure ${id} --quick`);
    }
  });

  it('the index of limits links to every page of a limit', () => {
    const index = textOf(join('limits', 'README.md'));
    const limits = readdirSync(join(root, 'docs', 'limits')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(limits.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });

  it.each(pages)('%s links only to files that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]);
    for (const link of links) expect(existsSync(join(root, 'docs', dirname(page), link)), link).toBe(true);
  });
});
