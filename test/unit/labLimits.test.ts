import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from 'deeplinear';
import { afterAll, describe, expect, it } from 'vitest';
import { computeLimit, limitCommand } from '../../lab/src/commands/limit';
import { flagOf } from '../../lab/src/commands/parameterOptions';
import type { LimitEntry } from '../../lab/src/limits/limitEntry';
import { limitInput } from '../../lab/src/limits/limitOptions';
import { limits } from '../../lab/src/limits/registry';
import { jsonText } from '../../lab/src/report/jsonText';
import { limitText } from '../../lab/src/view/limitText';

const root = join(import.meta.dirname, '..', '..');
const [experiment] = library.curveExperiments;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'deeplinear-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Options that are data, its sizes, or functions. */
const notFlags = ['moments', 'error', 'inputs', 'outputs', 'onProgress', 'signal'];

const entryOf = (name: string) => limits.find((entry) => entry.name === name)!;
const compute = async (entry: LimitEntry, flags = {}, asked = {}) =>
  (await computeLimit(entry, flags, asked, experiment, signal)).result;

/** Functions that the library exports from the files of limits, members of objects as `object.member`. */
function exportedLimits(): string[] {
  const list = (part: string) => readFileSync(join(root, 'src', part, 'index.ts'), 'utf8');
  const files = [
    ...list('limits').matchAll(/export \{([^}]*)\} from '\.\/\w+'/g),
    ...list('checks').matchAll(/export \{([^}]*)\} from '\.\/(?:learningRateTransfer|kernelMovement)'/g),
  ];
  const spaces = [...list('limits').matchAll(/export \* as (\w+) from '\.\/\w+'/g)].map((match) => match[1]);
  const names = [...spaces, ...files.flatMap(([, list]) => list.split(',').map((name) => name.trim()))];
  return names
    .filter((name) => name !== '' && !name.startsWith('type ') && !name.endsWith('Steps'))
    .flatMap((name) => {
      const value = (library as Record<string, unknown>)[name];
      return typeof value === 'object' ? Object.keys(value!).map((member) => `${name}.${member}`) : [name];
    })
    .filter((name) => !name.endsWith('Steps'));
}

describe('deeplinear limit', () => {
  it('knows every limit that the library exports', () => {
    const shown = limits.flatMap(({ functions }) => functions);
    expect(exportedLimits().filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('gives every entry its own name', () => {
    expect(new Set(limits.map(({ name }) => name)).size).toBe(limits.length);
  });

  describe.each(limits.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
    const { parameters, functions, page, statement, example, refuses = [] } = entry;

    it('says in its help what it is and what can be set', () => {
      const command = limitCommand(limits, experiment, signal).commands.find((one) => one.name() === name)!;
      const help = command.helpInformation();
      expect(help).toContain(functions[0]);
      for (const option of parameters) expect(help).toContain(`${flagOf(option.name)} `);
      expect(statement).toMatch(/^[A-Z].*\.$/);
    });

    it('has its page and its row in the index of the docs', () => {
      expect(existsSync(join(root, 'docs', page))).toBe(true);
      const index = readFileSync(join(root, 'docs', 'limits', 'README.md'), 'utf8');
      const link = page.startsWith('limits/') ? page.slice('limits/'.length) : `../${page}`;
      expect(index).toContain(`| [${name}](${link}) | \`${functions[0]}\` | ${statement} |`);
    });

    it('computes its example; JSON holds every number, the summary is text', async () => {
      const result = await compute(entry);
      const text = jsonText(result);
      expect(JSON.parse(text)).toEqual(result);
      expect(text).not.toContain('null');
      expect(text).toMatch(/\d/);
      const shown = limitText(result);
      expect(shown).not.toMatch(/undefined|NaN|\[object/);
      expect(shown.split('\n').length).toBeLessThan(120);
    });

    it('computes the same from a file with the options of its example', async () => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(typeof example === 'function' ? example({}) : example));
      expect(await compute(entry, {}, { input: file })).toEqual(await compute(entry));
    });

    it('has a flag for every option that its function knows', async () => {
      const input = { ...limitInput(entry, {}), moments: undefined, nonsense: 1 };
      const file = join(folder, `${name}-nonsense.json`);
      writeFileSync(file, JSON.stringify(input));
      const message = await compute(entry, {}, { input: file }).then(
        () => 'nothing was refused',
        (error) => String(error.message),
      );
      const [, list] = /expected options among ([\w, ]+), got "nonsense"/.exec(message) ?? [];
      expect(list, message).toBeDefined();
      const known = [...parameters.map((option) => option.name), ...notFlags, ...refuses];
      expect(list.split(', ').filter((option) => !known.includes(option))).toEqual([]);
    });
  });

  it('shows what is asked for at given times by time, and other lists by index', async () => {
    const times = [0.25, 4];
    const entry = entryOf('two-layer-flow');
    const { result, times: asked } = await computeLimit(entry, { times }, {}, experiment, signal);
    const [head, , ...rows] = limitText(result, asked).split('\n');
    expect(head).toMatch(/^ *time +f +kernel +loss$/);
    expect(rows.map((row) => Number.parseFloat(row))).toEqual(times);
    expect(limitText({ loss: [3, 2, 1] }, times)).toMatch(/^index +loss\n/);
    const each = [{ rows: 1, cols: 1, data: [7] }, [1, 2]];
    expect(limitText(each, times)).toMatch(/^ *time +t = 4\n[^t]*t = 0.25000 +7$/);
  });

  it('lets flags win over the file, and a schedule replace the one learning rate', async () => {
    const file = join(folder, 'steps.json');
    writeFileSync(file, JSON.stringify({ hidden: 1, lr: 1, steps: 5 }));
    const flags = { steps: 3, schedule: [1, 1, 1] };
    const result = (await compute(entryOf('infinite-width'), flags, { input: file })) as { loss: number[] };
    const { moments } = experiment.ownData();
    const expected = library.infiniteWidth({ moments, hidden: 1, lr: 1, steps: 3 });
    expect(result.loss).toEqual(Array.from(expected.loss));
  });

  it('takes samples instead of moments', async () => {
    const file = join(folder, 'samples.json');
    const x = [
      [1, 0],
      [0, 2],
      [1, 1],
    ];
    const y = [[1], [0], [2]];
    const training = { hidden: 2, lr: 0.1, steps: 4 };
    writeFileSync(file, JSON.stringify({ ...training, x, y }));
    const result = (await compute(entryOf('infinite-width'), {}, { input: file })) as { loss: number[] };
    const { loss } = library.infiniteWidth({ ...training, moments: library.moments(x, y) });
    expect(result.loss).toEqual(Array.from(loss));
  });

  it('names the flag of a wrong value, or the file where it is written there', async () => {
    const joint = entryOf('joint-limit');
    await expect(compute(joint, { lrHat: -1 })).rejects.toThrow('--lr-hat: expected a positive finite number, got -1');
    const file = join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ ...limitInput(joint, {}), lrHat: -1 }));
    await expect(compute(joint, {}, { input: file })).rejects.toThrow(`${file}: lrHat: expected a positive`);
    writeFileSync(file, '{ "hidden": ');
    await expect(compute(joint, {}, { input: file })).rejects.toThrow(`${file}: expected JSON, got`);
    writeFileSync(file, '[1, 2]');
    await expect(compute(joint, {}, { input: file })).rejects.toThrow(`${file}: expected an object of options`);
    await expect(compute(joint, {}, { input: join(folder, 'none.json') })).rejects.toThrow('there is no such file');
  });

  it('prints a run that diverged, and names times and points that it cannot print', async () => {
    const diverged = await compute(entryOf('infinite-width'), { gamma0: 1e7 });
    expect(diverged).toMatchObject({ diverged: { step: 4 }, kernelTimes: [0, 2] });
    for (const [name, option, value, message] of [
      ['infinite-width', 'kernelTimes', 3, '--kernel-times: expected steps from 0 to 60, got 3'],
      ['infinite-depth', 'kernelTimes', [11], '--kernel-times: expected steps from 0 to 10, got [11]'],
      ['weight-law', 'times', 'all', '--times: expected steps from 0 to 40, got "all"'],
      ['weight-law', 'points', 1e7, '--points: expected an integer from 1 to 10000, got 10000000'],
    ] as const) {
      await expect(compute(entryOf(name), { [option]: value })).rejects.toThrow(message);
    }
  });

  it('reads numbers beyond the finite and JSON from flags', () => {
    const program = limitCommand(limits, experiment, signal);
    const command = program.commands.find((one) => one.name() === 'joint-limit')!;
    command.action(() => {});
    const spectrum = '[{"eigenvalue": 2, "fraction": 1, "target": 1}]';
    const flags = ['--hidden', 'Infinity', '--residual', 'true', '--spectrum', spectrum, '--layer-lr', '2'];
    program.parse(['joint-limit', ...flags], { from: 'user' });
    expect(command.opts()).toEqual({
      hidden: Number.POSITIVE_INFINITY,
      residual: true,
      spectrum: JSON.parse(spectrum),
      layerLr: 2,
    });
  });
});
