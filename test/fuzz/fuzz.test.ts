import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deeplinearProgram } from '../../lab/src/program';
import * as d from '../../src/index';
import { publicCalls } from '../reference/publicCalls';
import { commandNames } from './commands/names';
import { drive } from './drive';
import { readers } from './readers';
import { findingText, table } from './table';

/** Cases of a target that costs nothing; in all there are LEAST and more. */
const CASES = 720;
const LEAST = 100_000;
const KEY = 'npm test';

describe('hostile input', () => {
  it(`${LEAST} cases of all public functions and readers of files: a result without NaN or a typed error that names the argument`, async () => {
    const driven = await drive({ cases: CASES, key: KEY });
    const cases = [...driven.targets.values()].reduce((sum, target) => sum + target.cases, 0);
    const seconds = [...driven.targets.values()].reduce((sum, target) => sum + target.seconds, 0);
    console.log(
      `${table(driven)}\n${cases} cases of ${driven.targets.size} targets in ${seconds.toFixed(0)} s of processors`,
    );
    expect(driven.findings.map((finding) => findingText(finding, KEY))).toEqual([]);
    const roots = new Set([...driven.targets.keys()].map((path) => path.split('(')[0]));
    const expected = [
      ...Object.keys(publicCalls(d).calls),
      ...readers(d).map(({ name }) => `file: ${name.replace(/\(.*/, '')}`),
      ...commandNames,
    ];
    expect(expected.filter((name) => !roots.has(name))).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(LEAST);
  }, 480_000);

  it('every reader of the package is among the readers', () => {
    const decoders = Object.keys(d).filter((name) => /^(decode|parse)[A-Z]/.test(name));
    const read = readers(d).map(({ name }) => name);
    expect(decoders.filter((name) => !read.includes(name))).toEqual([]);
  });

  it('every command of the command line is among the command lines', () => {
    const lines = readFileSync(join(import.meta.dirname, 'commands', 'commandLines.ts'), 'utf8');
    const { commands } = deeplinearProgram(new AbortController().signal, () => {});
    const paths = commands.flatMap((one) => {
      const several = one.name() === 'sweep' ? one.commands : [];
      return several.length > 0 ? several.map((below) => [one.name(), below.name()]) : [[one.name()]];
    });
    const beginning = (path: string[]) => `[${path.map((word) => `'${word}'`).join(', ')},`;
    expect(paths.length).toBeGreaterThan(12);
    expect(paths.map(beginning).filter((text) => !lines.replaceAll("'],", "',]").includes(text))).toEqual([]);
  });
});
