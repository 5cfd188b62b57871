import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { InputError } from '../../inputError';
import type { Plain } from '../cell';
import { type Path, type Problem, pathText, shown } from './problem';

/** Aliases that a file may use in all, each of them counted as often as it is repeated. */
const MOST_ALIASES = 1000;

/** A file of YAML or JSON, and where in it each value stands. */
export interface SourceText {
  value: Plain;
  /** The problem as an error of this file: `study.yaml:12:7: net.width: expected …`. */
  error({ path, text, key }: Problem): InputError;
}

/** @throws InputError with line and column of what is not YAML, or not JSON in a file of that name. */
export function sourceText(text: string, name: string): SourceText {
  const lines = new LineCounter();
  const json = /\.json$/i.test(name);
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: !json,
    schema: json ? 'json' : 'core',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong) throw new InputError(`${at(wrong.pos[0])}: expected ${json ? 'JSON' : 'YAML'}: ${wrong.message}`);
  const anchors = new Map<string, unknown>();
  visit(document, (_, node, path) => {
    if (!isAlias(node)) {
      if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
      return;
    }
    const { source, range } = node;
    // such a value has no end
    if ((path as readonly unknown[]).includes(anchors.get(source))) {
      throw new InputError(`${at(range![0])}: expected an alias of something else, got *${source} within &${source}`);
    }
  });
  let value: Plain;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES }) as Plain;
  } catch (error) {
    throw new InputError(
      `${name}: expected at most ${MOST_ALIASES} repetitions by aliases: ${(error as Error).message}`,
    );
  }
  const source: SourceText = {
    value,
    error: ({ path, text: what, key }) =>
      new InputError(`${at(offsetOf(path, key))}: ${path.length > 0 ? `${pathText(path)}: ` : ''}${what}`),
  };
  const strange = strangeValue(value, []);
  if (strange) throw source.error(strange);
  return source;

  /** Where a value begins; where there is none, the nearest thing around it. */
  function offsetOf(path: Path, key = false): number {
    let node: unknown = document.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const [depth, name] of path.entries()) {
      const collection = resolved(node);
      if (!isCollection(collection)) return offset;
      const pair = isMap(collection) ? pairOf(collection, name) : undefined;
      if (isMap(collection) && !pair) return offset;
      const next = pair ? pair.value : collection.get(name, true);
      const start = (part: unknown) => (isNode(part) ? part.range?.[0] : undefined);
      const last = depth === path.length - 1;
      offset = (last && key ? start(pair?.key) : start(next)) ?? start(pair?.key) ?? offset;
      node = next;
    }
    return offset;
  }

  /** Also one that was merged in. */
  function pairOf(map: YAMLMap, name: string | number): Pair | undefined {
    const own = map.items.find((item) => plainKey(item.key) === name);
    if (own) return own;
    const merged = map.items.filter((item) => plainKey(item.key) === '<<').map((item) => resolved(item.value));
    const maps = merged.flatMap((node) => (isSeq(node) ? node.items.map(resolved) : [node])).filter(isMap);
    for (const other of maps) {
      const pair = pairOf(other, name);
      if (pair) return pair;
    }
    return undefined;
  }

  function resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
  }
}

function plainKey(key: unknown): unknown {
  const value = isNode(key) ? (key as Node & { value?: unknown }).value : key;
  // merge keys are symbols with a description
  return typeof value === 'symbol' ? value.description : value;
}

const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** What JSON cannot hold, and names that are no names. */
function strangeValue(value: unknown, path: Path): Problem | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path, text: `expected a finite number, got ${value}` };
  }
  if (value === null || typeof value !== 'object') {
    return ['string', 'number', 'boolean'].includes(typeof value) || value === null
      ? undefined
      : { path, text: `expected plain data, got ${typeof value}` };
  }
  for (const [key, entry] of Object.entries(value)) {
    const inside = [...path, Array.isArray(value) ? Number(key) : key];
    if (FORBIDDEN.includes(key)) return { path: inside, text: `expected another name, got ${shown(key)}`, key: true };
    const found = strangeValue(entry, inside);
    if (found) return found;
  }
  return undefined;
}
