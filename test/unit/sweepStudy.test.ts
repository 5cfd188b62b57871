import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell, Plain } from '../../lab/src/sweep/cell';
import { canonicalJson } from '../../lab/src/sweep/study/canonicalJson';
import { cellKey } from '../../lab/src/sweep/study/cellKey';
import { cellAt, cellCount, cellsOf } from '../../lab/src/sweep/study/cellsOf';
import { nearest } from '../../lab/src/sweep/study/nearest';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import { readStudy } from '../../lab/src/sweep/study/readStudy';

const base = `name: test
data: { source: synthetic, inputs: 8 }
net: { hidden: 2, width: 16 }
trainer: { steps: 10, lr: 0.5 }
`;
const read = (text: string, name = 'study.yaml') => parseStudy(text, name);
const withAxes = (...axes: string[]) => read(`${base}axes:\n${axes.map((axis) => `  - ${axis}\n`).join('')}`);
const cells = (text: string) => [...cellsOf(read(text))];
const message = (text: string, name?: string): string => {
  try {
    read(text, name);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('errors of study files', () => {
  it.each([
    [
      'a value',
      base.replace('width: 16', 'width: -3'),
      'study.yaml:3:26: net.width: expected a positive integer, got -3',
    ],
    [
      'an entry of a list',
      base.replace('width: 16', 'width: [8, -3]'),
      'study.yaml:3:30: net.width[1]: expected a positive integer, got -3',
    ],
    [
      'a number that is no integer',
      base.replace('hidden: 2', 'hidden: 2.5'),
      'study.yaml:3:16: net.hidden: expected a positive integer, got 2.5',
    ],
    [
      'an unknown key, with the nearest',
      base.replace('width:', 'widht:'),
      'study.yaml:3:19: net.widht: expected width, got the key "widht"',
    ],
    ['an unknown part', `${base}axis: []\n`, 'study.yaml:5:1: axis: expected axes, got the key "axis"'],
    [
      'a missing value',
      base.replace(', width: 16', ''),
      'study.yaml:3:6: net.width: expected a positive integer, or a list of them, got nothing',
    ],
    ['a missing part', base.replace(/^trainer.*\n/m, ''), 'study.yaml:1:1: trainer: expected a mapping, got nothing'],
    [
      'an unknown word',
      base.replace('synthetic', 'sythetic'),
      'study.yaml:2:17: data.source: expected one of synthetic, mnist, csv, arrays, got "sythetic" (did you mean synthetic?)',
    ],
    [
      'a key of another variant',
      base.replace('inputs: 8', 'inputs: 8, target: y'),
      /^study\.yaml:2:39: data\.target: expected one of source, inputs, .*, got the key "target"$/,
    ],
    [
      'no learning rate',
      base.replace(', lr: 0.5', ''),
      'study.yaml:4:10: trainer.lr: expected a learning rate, or a schedule, got nothing',
    ],
    [
      'gamma0 where it is fixed',
      base.replace('width: 16', 'width: 16, parameterization: ntk, gamma0: 2'),
      /^study\.yaml:3:61: net\.gamma0: expected none with parameterization ntk/,
    ],
    [
      'as many widths as layers',
      base.replace('width: 16', 'width: [8, 8, 8]'),
      'study.yaml:3:26: net.width: expected 2 widths, one per hidden layer, got [8,8,8]',
    ],
    [
      'a value of an axis, where it stands',
      `${base}axes:\n  - trainer.lr: [0.1, 0.2, -1]\n`,
      'study.yaml:6:28: axes[0].trainer.lr[2]: expected a positive number, got -1',
    ],
    [
      'a score of data that have none',
      `${base}observables: [testScore]\n`,
      'study.yaml:5:15: observables[0]: expected data of mnist, csv or arrays for testScore, got synthetic',
    ],
    [
      'the same net twice on an axis',
      `${base}axes:\n  - net.seed: [1, 2]\n  - net.width: [8, 16, [8, 8]]\n`,
      'study.yaml:7:24: axes[1].net.width[2]: expected different cells, got [8,8], the same as 8',
    ],
    [
      'an axis to nowhere',
      `${base}axes:\n  - net.wdith: [1, 2]\n`,
      'study.yaml:6:5: axes[0].net.wdith: expected width, got the key "wdith"',
    ],
    [
      'a generator of an axis',
      `${base}axes:\n  - trainer.lr: { log: { from: 0, to: 1, points: 3 } }\n`,
      'study.yaml:6:32: axes[0].trainer.lr.log.from: expected a positive number, got 0',
    ],
    [
      'axes of different lengths that move together',
      `${base}axes:\n  - net.width: [1, 2]\n    data.inputs: [1, 2, 3]\n`,
      'study.yaml:7:18: axes[0].data.inputs: expected 2 values as net.width, with which it moves, got 3',
    ],
    [
      'a value twice',
      `${base}axes:\n  - net.width: [8, 16, 8]\n`,
      'study.yaml:6:24: axes[0].net.width[2]: expected different values, got 8 twice',
    ],
    [
      'a path twice',
      `${base}axes:\n  - net.width: [8]\n  - net.width: [9]\n`,
      'study.yaml:7:5: axes[1].net.width: expected every path in one axis, got net.width and net.width',
    ],
    [
      'a path inside another',
      `${base}axes:\n  - net: [{ hidden: 1, width: 2 }]\n  - net.width: [9]\n`,
      /axes\[1\]\.net\.width: expected every path in one axis/,
    ],
    [
      'a limit that is not there',
      `${base}observables: [finalLoss, limitDistance]\n`,
      'study.yaml:5:26: observables[1]: expected a limit in the study for limitDistance, got none',
    ],
    [
      'an unknown observable',
      `${base}observables: [finalLos]\n`,
      /^study\.yaml:5:15: observables\[0\]: expected the name of an observable .*, got "finalLos"/,
    ],
    ['what YAML cannot read', `${base}axes: [1, 2\nname2: 3`, /^study\.yaml:6:1: expected YAML: /],
    ['a key twice', `${base}name: again\n`, /^study\.yaml:5:1: expected YAML: Map keys must be unique/],
    ['a tag', `${base}title: !!js/function x\n`, /^study\.yaml:5:8: expected YAML: Unresolved tag/],
    [
      'a number that JSON cannot hold',
      base.replace('lr: 0.5', 'lr: .inf'),
      'study.yaml:4:27: trainer.lr: expected a finite number, got Infinity',
    ],
    [
      'a name that is no name',
      `${base}__proto__: { a: 1 }\n`,
      'study.yaml:5:1: __proto__: expected another name, got "__proto__"',
    ],
    [
      'a path through a prototype',
      `${base}axes:\n  - net.__proto__.a: [1]\n`,
      /^study\.yaml:6:5: axes\[0\]\.net\.__proto__\.a: expected another name/,
    ],
    [
      'too many cells',
      `${base}axes:\n  - net.seed: { seeds: 10000 }\n  - data.seed: { seeds: 10000 }\n`,
      'study.yaml:6:3: axes: expected at most 10,000,000 cells, got 100,000,000',
    ],
  ])('name file, line, column and path of %s', (_, text, expected) => {
    if (typeof expected === 'string') expect(message(text)).toBe(expected);
    else expect(message(text)).toMatch(expected);
  });

  it('are found through anchors and merges, at the place where the value is written', () => {
    const text = base
      .replace('net: { hidden: 2,', 'net: { <<: *shared,')
      .replace('name: test', 'name: test\nx-shared: &shared { hidden: -2, init: gaussian }');
    expect(message(text)).toBe('study.yaml:2:29: net.hidden: expected a positive integer, got -2');
    const whole = base
      .replace(/net: .*/, 'net: *shared')
      .replace('name: test', 'name: test\nx-shared: &shared { hidden: 2, width: 0 }');
    expect(message(whole)).toBe('study.yaml:2:39: net.width: expected a positive integer, got 0');
    expect(cells(text.replace('-2', '1'))[0].config).toMatchObject({ net: { hidden: 1, width: 16, init: 'gaussian' } });
  });

  it('refuse a step of a curve beyond those of the trainer, with the value of an axis as well', () => {
    const at = `${base}observables: [finalLoss, loss: { at: [0, 10, 11] }]\n`;
    expect(message(at)).toBe(
      'study.yaml:5:46: observables[1].loss.at[2]: expected a step up to trainer.steps, 10, got 11',
    );
    expect(message(at.replace('11', '10'))).toBe('no error');
    expect(message(`${at.replace('11', '10')}axes:\n  - trainer.steps: [10, 9]\n`)).toBe(
      'study.yaml:5:42: observables[1].loss.at[1]: expected a step up to trainer.steps, 9, got 10',
    );
  });

  it('stop aliases that grow beyond measure', () => {
    const rows = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'])
      rows.push(`${to}: &${to} [${new Array(9).fill(`*${from}`).join(', ')}]`);
    expect(message(`${rows.join('\n')}\n`)).toMatch(/^study\.yaml: expected at most 1000 repetitions by aliases/);
  });

  it.each([
    ['in a mapping', 'x-a: &a\n  b: *a\n', 'study.yaml:6:6: expected an alias of something else, got *a within &a'],
    ['in a list', 'axes: &x [[*x]]\n', 'study.yaml:5:12: expected an alias of something else, got *x within &x'],
    ['merged', 'x-a: &a { <<: *a }\n', 'study.yaml:5:15: expected an alias of something else, got *a within &a'],
  ])('refuse an alias of what it stands in: %s', (_, text, expected) => {
    expect(message(`${base}${text}`)).toBe(expected);
  });

  it('take an anchor that is given again by its last place', () => {
    const again = base.replace('width: 16', 'width: *w').replace('name: test', 'name: test\nx-a: [&w 4, &w 8, *w]');
    expect(cells(again)[0].config).toMatchObject({ net: { width: 8 } });
  });

  it('leave the prototype of objects alone', () => {
    message(`${base}__proto__: { polluted: 1 }\n`);
    message(`${base}axes:\n  - constructor.prototype.polluted: [1]\n`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('of JSON files are those of JSON', () => {
    const json =
      '{\n\t"name": "test",\n\t"data": { "source": "synthetic", "inputs": 8 },\n\t"net": { "hidden": 2, "width": 16 },\n\t"trainer": { "steps": 10, "lr": true }\n}';
    expect(message(json, 'study.json')).toBe('study.json:5:34: trainer.lr: expected a positive number, got true');
    expect(message(json.replace('true', 'tru'), 'study.json')).toMatch(/^study\.json:5:34: expected JSON/);
    expect(cellCount(read(json.replace('true', '1'), 'study.json'))).toBe(1);
  });

  it('say that there is no file', async () => {
    await expect(readStudy('/nowhere/study.yaml')).rejects.toThrow(
      'expected a study file, got "/nowhere/study.yaml" (there is no such file)',
    );
  });

  it('suggest the nearest name, and none that is far', () => {
    expect(nearest('widht', ['width', 'hidden'])).toBe('width');
    expect(nearest('seed', ['width', 'hidden'])).toBeUndefined();
  });
});

describe('axes', () => {
  const pointsOf = (axis: string) => withAxes(axis).axes[0].points.map(([value]) => value);

  it.each([
    ['trainer.lr: [0.5, 0.1]', [0.5, 0.1]],
    ['trainer.lr: { log: { from: 0.01, to: 100, points: 5 } }', [0.01, 0.1, 1, 10, 100]],
    ['net.width: { log: { from: 16, to: 1024, points: 7 } }', [16, 32, 64, 128, 256, 512, 1024]],
    ['net.width: { log: { from: 10, to: 100, points: 3, integer: true } }', [10, 32, 100]],
    ['trainer.lr: { linear: { from: 0.1, to: 0.4, points: 4 } }', [0.1, 0.2, 0.3, 0.4]],
    ['trainer.lr: { linear: { from: 0.4, to: 0.1, points: 2 } }', [0.4, 0.1]],
    ['net.hidden: { range: { from: 1, to: 4 } }', [1, 2, 3, 4]],
    ['trainer.lr: { range: { from: 0.1, to: 0.7, step: 0.2 } }', [0.1, 0.3, 0.5, 0.7]],
    ['net.seed: { seeds: 3 }', [1, 2, 3]],
    ['net.seed: { seeds: { from: 7, count: 2 } }', [7, 8]],
    ['net.residual: [false, { beta0: 1 }]', [false, { beta0: 1 }]],
  ] as [string, Plain[]][])('%s', (axis, expected) => {
    expect(pointsOf(axis)).toEqual(expected);
  });

  it('combine in all ways, the last one fastest; those in one entry move together', () => {
    const study = withAxes(
      'net.width: [16, 32]',
      '{ data.inputs: [4, 8], data.seed: { seeds: 2 } }',
      'trainer.lr: { log: { from: 0.1, to: 10, points: 3 } }',
    );
    expect(cellCount(study)).toBe(12);
    const all = [...cellsOf(study)];
    expect(all.map(({ axes }) => Object.values(axes))).toEqual(
      [16, 32].flatMap((width) =>
        [
          [4, 1],
          [8, 2],
        ].flatMap((pair) => [0.1, 1, 10].map((lr) => [width, ...pair, lr])),
      ),
    );
    expect(all[4].axes).toEqual({ 'net.width': 16, 'data.inputs': 8, 'data.seed': 2, 'trainer.lr': 1 });
    expect(all[4].config).toMatchObject({ net: { width: 16 }, data: { inputs: 8, seed: 2 }, trainer: { lr: 1 } });
    expect(all.map(({ index }) => index)).toEqual([...all.keys()]);
    expect(cellAt(study, 7)).toEqual(all[7]);
  });

  it('give values that are no numbers or words as JSON', () => {
    const [plain, residual] = cells(`${base}axes:\n  - net.residual: [false, { beta0: 1 }]\n`);
    expect([plain, residual].map(({ axes }) => axes['net.residual'])).toEqual(['false', '{"beta0":1}']);
    expect(residual.config).toMatchObject({ net: { residual: { beta0: 1 } } });
  });

  it('may give what is missing elsewhere, and whole parts', () => {
    const all = cells(
      `${base.replace(', width: 16', '')}axes:\n  - net.width: [4, [8, 16]]\n  - limit: [{ kind: infiniteWidth }, { kind: lazyLimit, start: net }]\n`,
    );
    expect(all.map(({ config }) => (config.limit as { kind: string }).kind)).toEqual([
      'infiniteWidth',
      'lazyLimit',
      'infiniteWidth',
      'lazyLimit',
    ]);
  });

  it('make cells one by one: a study of 10^7 cells begins at once', () => {
    const study = withAxes('net.seed: { seeds: 10000 }', 'data.seed: { seeds: 1000 }');
    expect(cellCount(study)).toBe(10_000_000);
    expect(cellAt(study, 9_999_999).axes).toEqual({ 'net.seed': 10_000, 'data.seed': 1000 });
  });

  it('whose values do not fit each other still have a configuration, which can be reported', () => {
    const all = cells(`${base}axes:\n  - net.hidden: [2, 3]\n  - net.width: [16, [8, 8]]\n`);
    expect(all[3].config).toMatchObject({ net: { hidden: 3, width: [8, 8] } });
    expect(new Set(all.map(({ key }) => key)).size).toBe(4);
  });
});

describe('keys of cells', () => {
  const [cell] = cells(base);
  const keyOf = (text: string) => cells(text)[0].key;

  it('do not depend on the order of keys, on layout or on what is written out as a default', () => {
    const other = `name: other\ntrainer:\n  lr: 0.5\n  steps: 10\n  momentum: 0\nnet: { width: 16, hidden: 2, gamma0: 1 }\ndata: { inputs: 8, source: synthetic, seed: 1 }\nbudget: { seconds: 5 }\n`;
    expect(keyOf(other)).toBe(cell.key);
    expect(
      keyOf(
        JSON.stringify({
          name: 'j',
          data: { source: 'synthetic', inputs: 8 },
          net: { hidden: 2, width: 16 },
          trainer: { steps: 10, lr: 0.5 },
        }),
      ),
    ).toBe(cell.key);
  });

  it('are hashes of the configuration and the version of the code', () => {
    expect(cell.key).toMatch(/^[0-9a-f]{64}$/);
    expect(cellKey(cell.config, 'other code')).not.toBe(cell.key);
  });

  it('change with any value of the configuration', () => {
    const keys = new Set([cell.key]);
    let changes = 0;
    for (const [path, value] of leaves(cell.config as Plain, [])) {
      const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : !value;
      keys.add(cellKey(changed(cell.config as Plain, path, other as Plain) as Cell['config']));
      changes++;
    }
    expect(changes).toBeGreaterThan(20);
    expect(keys.size).toBe(changes + 1);
  });

  it('are the same for the same JSON and differ for different JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(JSON.parse(canonicalJson(a as Plain))).toEqual(JSON.parse(JSON.stringify(a)));
        expect(canonicalJson(shuffled(a as Plain))).toBe(canonicalJson(a as Plain));
        const same = canonicalJson(a as Plain) === canonicalJson(b as Plain);
        expect(same).toBe(JSON.stringify(sortedEntries(a as Plain)) === JSON.stringify(sortedEntries(b as Plain)));
      }),
      { numRuns: 300, examples: [[JSON.parse('{"__proto__":[],"a":1}'), { a: 1 }]] },
    );
  });

  it('are all different in a grid of any axes', () => {
    const widths = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 4 });
    const lrs = fc.uniqueArray(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(widths, lrs, fc.integer({ min: 1, max: 4 }), (width, lr, seeds) => {
        const study = withAxes(
          `net.width: ${JSON.stringify(width)}`,
          `trainer.lr: ${JSON.stringify(lr)}`,
          `net.seed: { seeds: ${seeds} }`,
        );
        const all = [...cellsOf(study)];
        expect(all.length).toBe(width.length * lr.length * seeds);
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
        expect(new Set(all.map(({ axes }) => canonicalJson(axes))).size).toBe(all.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('files of data', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deeplinear-study-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const study = (file: string, more = '') =>
    base.replace('source: synthetic, inputs: 8', `source: csv, file: ${file}, target: y${more}`);

  it('count by their content, wherever they lie', () => {
    writeFileSync(join(folder, 'a.csv'), 'x,y\n1,2\n3,4\n');
    writeFileSync(join(folder, 'b.csv'), 'x,y\n1,2\n3,4\n');
    const keyOf = (text: string) => cellAt(parseStudy(text, join(folder, 'study.yaml')), 0).key;
    const before = keyOf(study('a.csv'));
    expect(keyOf(study('b.csv'))).toBe(before);
    writeFileSync(join(folder, 'b.csv'), 'x,y\n1,2\n3,5\n');
    expect(keyOf(study('b.csv'))).not.toBe(before);
  });

  it('that are not there are named', () => {
    expect(message(study('missing.csv'), join(folder, 'study.yaml'))).toMatch(
      /study\.yaml:2:28: data\.file: expected a readable file, got "missing\.csv" \(there is no such file\)$/,
    );
  });

  it('are compared with a hash that is given', () => {
    const text = study('a.csv', `, sha256: '${'0'.repeat(64)}'`);
    expect(message(text, join(folder, 'study.yaml'))).toMatch(/data\.sha256: expected [0-9a-f]{64}, got 0{64}$/);
  });
});

describe('studies of checks', () => {
  const check = 'name: check\nexperiment: infinite-width\n';

  it('fill in the parameters of the smallest check that gives a verdict', () => {
    const [{ config }] = cells(`${check}parameters: { hidden: 3 }\n`);
    expect(config).toMatchObject({
      experiment: 'infinite-width',
      parameters: { hidden: 3, seeds: 128 },
      observables: ['value', 'interval', 'verdict'],
    });
  });

  it.each([
    [
      'experiment: infinite-widht',
      /study\.yaml:2:13: experiment: expected one of .*, got "infinite-widht" \(did you mean infinite-width\?\)/,
    ],
    [
      'experiment: infinite-width\nparameters: { hiden: 3 }',
      'study.yaml:3:15: parameters.hiden: expected hidden, got the key "hiden"',
    ],
    [
      'experiment: infinite-width\nparameters: { hidden: 0 }',
      'study.yaml:3:23: parameters.hidden: expected an integer of at least 1, got 0',
    ],
    [
      'experiment: infinite-width\naxes:\n  - parameters.lr: [1, -1]',
      /study\.yaml:4:24: axes\[0\]\.parameters\.lr\[1\]: expected a finite number above 0, got -1/,
    ],
    ['experiment: infinite-width\nwrong: nothing', /study\.yaml:3:8: wrong: expected one of /],
    [
      'experiment: infinite-width\nnet: { width: 3 }',
      /study\.yaml:3:1: net: expected one of name, title, .*, got the key "net"/,
    ],
  ])('name what is wrong: %s', (text, expected) => {
    const found = message(`name: check\n${text}\n`);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatch(expected);
  });
});

type Leaf = [path: (string | number)[], value: Plain];

function leaves(value: Plain, path: (string | number)[]): Leaf[] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, entry]) =>
    leaves(entry as Plain, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function changed(value: Plain, [key, ...rest]: (string | number)[], to: Plain): Plain {
  if (key === undefined) return to;
  const copy = structuredClone(value) as { [key: string]: Plain };
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

/** The same data with the keys of objects in the opposite order. */
function shuffled(value: Plain): Plain {
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry as Plain));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, shuffled(entry as Plain)]),
  );
}

function sortedEntries(value: Plain): unknown {
  if (Array.isArray(value)) return ['list', value.map((entry) => sortedEntries(entry as Plain))];
  if (value === null || typeof value !== 'object') return value;
  return [
    'map',
    Object.entries(value)
      .map(([key, entry]) => [key, sortedEntries(entry as Plain)])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
  ];
}
