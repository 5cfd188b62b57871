import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkValues } from '../../lab/src/sweep/observables/checkValues';
import { observables } from '../../lab/src/sweep/observables/registry';
import { cellAt, cellCount } from '../../lab/src/sweep/study/cellsOf';
import { dataSchema } from '../../lab/src/sweep/study/dataSchema';
import { jsonSchema } from '../../lab/src/sweep/study/jsonSchema';
import { limitSchema } from '../../lab/src/sweep/study/limitSchema';
import { netSchema } from '../../lab/src/sweep/study/netSchema';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import { readStudy } from '../../lab/src/sweep/study/readStudy';
import { trainerSchema } from '../../lab/src/sweep/study/trainerSchema';
import { jsonSchemaErrors } from './jsonSchemaErrors';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'examples', 'studies');
const examples = readdirSync(folder);
const schema = jsonSchema();
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the JSON Schema of studies', () => {
  it('is the published one (deeplinear sweep schema > lab/study.schema.json)', () => {
    const published = readFileSync(join(root, 'lab', 'study.schema.json'), 'utf8');
    expect(published === `${JSON.stringify(schema, undefined, 1)}\n`).toBe(true);
  });

  it.each(examples)('takes %s', (name) => {
    expect(jsonSchemaErrors(schema, parse(textOf(name), { merge: true }))).toEqual([]);
  });

  const base = {
    name: 'x',
    data: { source: 'synthetic', inputs: 8 },
    net: { hidden: 2, width: 16 },
    trainer: { steps: 3, lr: 1 },
  };
  const check = { name: 'x', experiment: 'infinite-width' };

  it.each([
    ['a value out of its range', { ...base, net: { hidden: 2, width: -3 } }],
    ['an unknown key', { ...base, net: { hidden: 2, widht: 3 } }],
    ['an unknown part', { ...base, axis: [] }],
    ['an unknown source of data', { ...base, data: { source: 'nothing' } }],
    ['a key of another kind of limit', { ...base, limit: { kind: 'infiniteWidth', draws: 3 } }],
    ['an unknown observable', { ...base, observables: ['finalLos'] }],
    ['a study without a name', { ...base, name: undefined }],
    ['an axis of no kind', { ...base, axes: [{ 'net.width': { logarithmic: 3 } }] }],
    ['an axis without values', { ...base, axes: [{ 'net.width': [] }] }],
    ['a parameter of another experiment', { ...check, parameters: { lambda0: 3 } }],
    ['a parameter out of its range', { ...check, parameters: { hidden: 0 } }],
    ['a net beside a check', { ...check, net: { hidden: 1, width: 2 } }],
    ['an unknown experiment', { ...check, experiment: 'infinite-widht' }],
    ['an unknown wrong law', { ...check, wrong: 'nothing' }],
  ])('refuses %s, as the reader does', (_, study) => {
    const plain = JSON.parse(JSON.stringify(study));
    expect(jsonSchemaErrors(schema, plain).length).toBeGreaterThan(0);
    expect(() => parseStudy(JSON.stringify(plain), 'study.json')).toThrow(/^study\.json:1:\d+: /);
  });

  it.each([
    [
      'everything that a net can have',
      {
        ...base,
        title: 't',
        net: { hidden: 2, width: [3, 4], initialScales: [1, 1, 0], init: 'orthogonal', dtype: 'float32' },
      },
    ],
    [
      'values that only axes give',
      { ...base, net: { hidden: 2 }, axes: [{ 'net.width': [8, [4, 8]] }, { 'net.seed': { seeds: 2 } }] },
    ],
    [
      'curves with times',
      { ...base, observables: ['finalLoss', { loss: { every: 2 } }, { testLoss: { at: [0, 3] } }] },
    ],
    ['what anchors stand for', { ...base, 'x-shared': { anything: [1] } }],
    ['a check', { ...check, parameters: { widths: [16, 32], seeds: 4 }, observables: ['value', 'rows'] }],
  ])('takes %s, as the reader does', (_, study) => {
    expect(jsonSchemaErrors(schema, study)).toEqual([]);
    expect(cellCount(parseStudy(JSON.stringify(study), 'study.json'))).toBeGreaterThan(0);
  });
});

describe('the page on study files', () => {
  it('has every observable in the words of the code, and every key of every part', () => {
    const page = readFileSync(join(root, 'docs', 'studies.md'), 'utf8');
    for (const { name, doc } of [...observables, ...checkValues]) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\`.* \\| `, 'm'));
      expect(page).toContain(doc);
    }
    const parts = [netSchema, trainerSchema].map((part) => Object.keys(part.entries));
    const variants = [dataSchema, limitSchema].map((part) =>
      part.options.flatMap((option) => Object.keys(option.entries)),
    );
    for (const key of [...parts, ...variants].flat()) expect(page).toMatch(new RegExp(`\`[^\`]*\\b${key}\\b`));
    expect(examples.filter((name) => !page.includes(`examples/studies/${name}`))).toEqual([]);
  });
});

describe('the example studies', () => {
  it.each([
    ['learning-rates.yaml', 50],
    ['distance-to-limit.yaml', 1000],
    ['overfitting-peak.yaml', 54],
    ['checks-by-depth.yaml', 3],
  ])('%s has %i cells', async (name, cells) => {
    const study = await readStudy(join(folder, name));
    expect(cellCount(study)).toBe(cells);
    expect(cellAt(study, cells - 1).index).toBe(cells - 1);
    expect(textOf(name)).toContain(`name: ${name.replace('.yaml', '')}`);
    expect(examples).toContain(name);
  });
});
