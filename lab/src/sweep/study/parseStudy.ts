import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { fileReason, wholeFile } from '../../fileReason';
import { count, quote } from '../../view/format';
import type { CellConfig, Plain } from '../cell';
import { mostCells } from '../storeFiles';
import { axisPoints } from './axisPoints';
import { budgetSchema } from './budgetSchema';
import { canonicalJson } from './canonicalJson';
import { cellCount } from './cellsOf';
import { checkCellSchema, completeCheckCell } from './completeCheckCell';
import { completeNetCell, type HashOfFile } from './completeNetCell';
import { netCellSchema } from './netCellSchema';
import { noSuchKey, type Path, type Problem, problemsBy, shown } from './problem';
import { type SourceText, sourceText } from './sourceText';
import type { Study, StudyAxis } from './study';
import { withValues } from './withValues';

/** Keys for whatever anchors stand for, which no study reads. */
const FREE = /^x-/;

export const headSchema = {
  name: v.pipe(
    v.string('a name'),
    v.regex(/^[\w][\w.-]{0,99}$/, 'a name of letters, digits, dots, hyphens and underscores'),
    v.description('names the study and its results'),
  ),
  title: v.optional(v.pipe(v.string('text'), v.description('above reports'))),
  budget: v.optional(budgetSchema, {}),
};

const frameSchema = v.looseObject({ ...headSchema, axes: v.optional(v.array(v.unknown(), 'a list of axes'), []) });

/**
 * A study from the text of its file, YAML or JSON, checked: its form, and every value of every axis in its place.
 * @param path names it in errors; files of data are looked for beside it.
 * @throws InputError with file, line, column and path of the first thing that is wrong.
 */
export function parseStudy(text: string, path: string): Study {
  const source = sourceText(text, path);
  const { value } = source;
  const [frameProblem] = problemsBy(frameSchema, value);
  if (frameProblem) throw source.error(frameProblem);
  const known = [...Object.keys(frameSchema.entries), ...knownParts(value)];
  const strange = Object.keys(value as object).find((key) => !known.includes(key) && !FREE.test(key));
  if (strange !== undefined) throw source.error({ path: [strange], text: noSuchKey(strange, known), key: true });
  const { name, title, budget, axes: givenAxes, ...others } = v.parse(frameSchema, value);
  const parts = Object.fromEntries(Object.entries(others).filter(([key]) => !FREE.test(key)));
  const axes = readAxes(givenAxes as Plain[], source);
  const folder = dirname(resolve(path));
  const hash = hashesBeside(folder);
  const complete = (cell: Plain) =>
    'experiment' in (cell as object) ? completeCheckCell(cell) : completeNetCell(cell, hash);
  const study: Study = {
    name,
    title,
    file: resolve(path),
    text,
    paths: axes.flatMap(({ paths }) => paths),
    axes,
    budget,
    configAt(points) {
      const cell = withValues(parts as Plain, study.paths, points.flat());
      const completed = complete(cell);
      // parts that do not fit each other: whoever computes the cell says so again, and it is recorded as failed
      return 'config' in completed ? completed.config : (cell as CellConfig);
    },
  };
  const cells = cellCount(study);
  if (cells > mostCells) {
    throw source.error({ path: ['axes'], text: `expected at most ${count(mostCells, 'cell')}, got ${count(cells)}` });
  }
  checkValues(study, parts as Plain, complete, source);
  return study;
}

/** Names of the parts of a cell in a study of this kind. */
function knownParts(value: unknown): string[] {
  return Object.keys('experiment' in (value as object) ? checkCellSchema.entries : netCellSchema.entries);
}

function readAxes(given: Plain[], { error }: SourceText): StudyAxis[] {
  const seen = new Set<string>();
  return given.map((axis, i) => {
    const path: Path = ['axes', i];
    if (typeof axis !== 'object' || axis === null || Array.isArray(axis) || Object.keys(axis).length === 0) {
      throw error({ path, text: `expected a mapping such as { net.width: [32, 64] }, got ${shown(axis)}` });
    }
    const columns = Object.entries(axis as { [key: string]: Plain }).map(([name, values]) => {
      const here = [...path, name];
      if (!/^[A-Za-z]\w*(\.\w+)*$/.test(name)) {
        throw error({ path: here, text: `expected a path such as net.width, got ${quote(name)}`, key: true });
      }
      if (/(^|\.)(__proto__|constructor|prototype)(\.|$)/.test(name)) {
        throw error({ path: here, text: `expected another name, got ${quote(name)}`, key: true });
      }
      const clash = [...seen].find(
        (other) => other === name || other.startsWith(`${name}.`) || name.startsWith(`${other}.`),
      );
      if (clash !== undefined) {
        throw error({ path: here, text: `expected every path in one axis, got ${clash} and ${name}`, key: true });
      }
      seen.add(name);
      const made = axisPoints(values, here);
      if ('problem' in made) throw error(made.problem);
      return { name, points: made.points };
    });
    const [{ name: first, points }] = columns;
    const other = columns.find((column) => column.points.length !== points.length);
    if (other) {
      throw error({
        path: [...path, other.name],
        text: `expected ${points.length} values as ${first}, with which it moves, got ${other.points.length}`,
      });
    }
    return {
      paths: columns.map((column) => column.name),
      points: points.map((_, k) => columns.map((column) => column.points[k])),
    };
  });
}

/** Puts every value of every axis in its place, beside the first values of the other axes. */
function checkValues(
  { axes, paths }: Study,
  parts: Plain,
  complete: (cell: Plain) => { config: CellConfig } | { problems: Problem[] },
  { error }: SourceText,
): void {
  const first = axes.map(({ points }) => points[0]);
  /** What the first values of all axes make. */
  let base = '';
  for (const [a, { points }] of axes.length > 0 ? axes.entries() : [[0, { points: [[]] }] as const]) {
    const ends = isCount(points) ? [0, points.length - 1] : undefined;
    const seen = new Map(a > 0 ? [[base, points[0]]] : []);
    for (const [k, point] of points.entries()) {
      if ((k === 0 && a > 0) || (ends && !ends.includes(k))) continue;
      const chosen = first.map((own, other) => (other === a ? point : own));
      const completed = complete(withValues(parts, paths, chosen.flat()));
      if ('config' in completed) {
        const same = meaning(completed.config);
        const twin = seen.get(same);
        if (twin) throw error(twice(twin, point, ['axes', a, axes[a].paths[0], k]));
        seen.set(same, point);
        if (a === 0 && k === 0) base = same;
        continue;
      }
      throw error(placed(completed.problems[0], axes, (axis) => (axis === a ? k : 0)));
    }
  }
}

/** The same text for cells with the same net: one width for all layers, or a list of it. */
function meaning(config: CellConfig): string {
  const { width } = (config.net ?? {}) as { width?: Plain };
  if (!Array.isArray(width) || width.some((one) => one !== width[0])) return canonicalJson(config);
  return canonicalJson({ ...config, net: { ...(config.net as object), width: width[0] } });
}

function twice(one: readonly Plain[], other: readonly Plain[], path: Path): Problem {
  return { path, text: `expected different cells, got ${other.map(shown)}, the same as ${one.map(shown)}` };
}

/** Seeds and the like: what holds of the first and the last holds of those between. */
function isCount(points: StudyAxis['points']): boolean {
  return points.every((point, k) =>
    point.every((value, i) => Number.isSafeInteger(value) && (k === 0 || value === (points[k - 1][i] as number) + 1)),
  );
}

/** A problem with a value that an axis put there, at the axis. */
function placed(problem: Problem, axes: readonly StudyAxis[], chosen: (axis: number) => number): Problem {
  const dotted = problem.path.join('.');
  for (const [a, { paths }] of axes.entries()) {
    const path = paths.find((one) => dotted === one || dotted.startsWith(`${one}.`) || one.startsWith(`${dotted}.`));
    if (path === undefined) continue;
    if (problem.key && dotted !== path && !dotted.startsWith(`${path}.`)) continue;
    if (problem.key && dotted === path) return { ...problem, path: ['axes', a, path] };
    return { path: ['axes', a, path, chosen(a)], text: problem.text };
  }
  return problem;
}

/** Hashes of files, each read once. Paths are taken from the study's folder. */
function hashesBeside(folder: string): HashOfFile {
  const known = new Map<string, ReturnType<HashOfFile>>();
  return (file) => {
    const path = resolve(folder, file);
    const found = known.get(path) ?? hashed(path, file);
    known.set(path, found);
    return found;
  };
}

function hashed(path: string, file: string): ReturnType<HashOfFile> {
  try {
    return { path, sha256: createHash('sha256').update(wholeFile(path)).digest('hex') };
  } catch (error) {
    return { failure: `expected a readable file, got ${quote(file)} (${fileReason(error)})` };
  }
}
