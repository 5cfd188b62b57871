import type { Cell, Plain } from '../cell';
import { canonicalJson } from './canonicalJson';
import { cellKey } from './cellKey';
import { codeVersion } from './codeVersion';
import type { Study } from './study';

/** Number of cells: the product of the lengths of the axes, 1 without axes. */
export function cellCount({ axes }: Study): number {
  return axes.reduce((product, { points }) => product * points.length, 1);
}

/** The cell at a place of the study's order. */
export function cellAt(study: Study, index: number, code = codeVersion()): Cell {
  let rest = index;
  const chosen: (readonly Plain[])[] = [];
  for (const { points } of [...study.axes].reverse()) {
    chosen.unshift(points[rest % points.length]);
    rest = Math.floor(rest / points.length);
  }
  const config = study.configAt(chosen);
  const values = chosen.flat();
  return {
    index,
    key: cellKey(config, code),
    axes: Object.fromEntries(study.paths.map((path, i) => [path, label(values[i])])),
    config,
  };
}

/** All cells, one after the other: the last axis moves fastest. Nothing of them is kept. */
export function* cellsOf(study: Study): Generator<Cell, void, undefined> {
  const code = codeVersion();
  const count = cellCount(study);
  for (let index = 0; index < count; index++) yield cellAt(study, index, code);
}

/** A value of an axis as tables and plots take it: numbers and words as they are, anything else as JSON. */
function label(value: Plain): number | string {
  return typeof value === 'number' || typeof value === 'string' ? value : canonicalJson(value);
}
