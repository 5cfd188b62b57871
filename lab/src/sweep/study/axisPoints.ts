import * as v from 'valibot';
import type { Plain } from '../cell';
import { type AxisGenerator, generatorsSchema } from './axisSchema';
import { canonicalJson } from './canonicalJson';
import { type Path, type Problem, problemsBy } from './problem';

/** Significant digits of generated values: the same on every machine, whose logarithms may differ in the last bit. */
const DIGITS = 12;

/** Most values of one axis. */
const MOST_POINTS = 1_000_000;

/** The values of one path of an axis: as listed, or generated. */
export function axisPoints(given: Plain, path: Path): { points: readonly Plain[] } | { problem: Problem } {
  const made = Array.isArray(given) ? { points: given as readonly Plain[] } : generated(given, path);
  if ('problem' in made) return made;
  const { points } = made;
  if (points.length === 0) return { problem: { path, text: 'expected at least one value, got none' } };
  if (points.length > MOST_POINTS) {
    return { problem: { path, text: `expected at most ${MOST_POINTS} values, got ${points.length}` } };
  }
  const seen = new Set<string>();
  for (const [i, point] of points.entries()) {
    const text = canonicalJson(point);
    if (seen.has(text)) {
      return {
        problem: {
          path: Array.isArray(given) ? [...path, i] : path,
          text: `expected different values, got ${text} twice`,
        },
      };
    }
    seen.add(text);
  }
  return made;
}

function generated(given: Plain, path: Path): { points: readonly Plain[] } | { problem: Problem } {
  const kind = Object.keys((given as object) ?? {})[0];
  const known = kind !== undefined && Object.hasOwn(kinds, kind) && typeof given === 'object';
  // the schema of the kind that is meant says more than the union of all
  const [problem] = problemsBy(known ? kinds[kind] : generatorsSchema, given);
  if (problem) return { problem: { ...problem, path: [...path, ...problem.path] } };
  return { points: pointsOf(v.parse(generatorsSchema, given)) };
}

const kinds: Record<string, v.GenericSchema> = Object.fromEntries(
  generatorsSchema.options.map((option) => [Object.keys(option.entries)[0], option]),
);

function pointsOf(generator: AxisGenerator): number[] {
  if ('seeds' in generator) {
    const { from, count } = typeof generator.seeds === 'number' ? { from: 1, count: generator.seeds } : generator.seeds;
    return Array.from({ length: Math.min(count, MOST_POINTS + 1) }, (_, k) => from + k);
  }
  if ('range' in generator) {
    const { from, to, step } = generator.range;
    const length = Math.floor((to - from) / step + 1e-9) + 1;
    return Array.from({ length: Math.max(0, Math.min(length, MOST_POINTS + 1)) }, (_, k) => rounded(from + k * step));
  }
  const log = 'log' in generator;
  const { from, to, points, integer } = log ? generator.log : generator.linear;
  return Array.from({ length: points }, (_, k) => {
    const share = k / Math.max(1, points - 1);
    const value =
      k === 0 ? from : k === points - 1 ? to : log ? from * (to / from) ** share : from + (to - from) * share;
    return integer ? Math.round(value) : rounded(value);
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS)) + 0;
}
