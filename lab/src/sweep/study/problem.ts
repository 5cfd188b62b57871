import * as v from 'valibot';
import { quote } from '../../view/format';
import { nearest } from './nearest';

export type Path = readonly (string | number)[];

/** Something wrong with a study: where, and what was expected. */
export interface Problem {
  path: Path;
  /** "expected …, got …". */
  text: string;
  /** The key itself is at fault, not its value. */
  key?: boolean;
}

/** `a.b[2].c`. */
export function pathText(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i > 0 ? `.${key}` : key)).join('');
}

/** A value in a message. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return typeof value === 'string' ? quote(value) : text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** "expected one of …, got …", with the nearest where there is one. */
export function unknownName(name: unknown, known: readonly string[]): string {
  const meant = typeof name === 'string' ? nearest(name, known) : undefined;
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `expected one of ${known.join(', ')}, got ${shown(name)}${hint}`;
}

/** What is wrong with `value` by a schema, in words; keys that do not exist first, since what is missing may be under them. */
export function problemsBy(schema: v.GenericSchema, value: unknown): Problem[] {
  const { issues = [] } = v.safeParse(schema, value);
  const problems = issues.map((issue) => problemOf(issue, schema, value));
  return problems.sort((a, b) => Number(b.key ?? false) - Number(a.key ?? false));
}

function problemOf(issue: v.BaseIssue<unknown>, schema: v.GenericSchema, value: unknown): Problem {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const last = path.at(-1);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = Object.keys(entriesAt(schema, value, path.slice(0, -1)));
    return { path, text: noSuchKey(String(last), known), key: true };
  }
  if (/object$/.test(issue.type) && issue.received === 'undefined' && last !== undefined) {
    const entry = entriesAt(schema, value, path.slice(0, -1))[last as string];
    return {
      path,
      text: `expected ${entry ? expectation(v.safeParse(entry, undefined).issues![0]) : 'a value'}, got nothing`,
    };
  }
  const choices = issue.type === 'picklist' || issue.type === 'variant' ? wordsOf(issue.expected) : [];
  if (choices.length > 0) return { path, text: unknownName(issue.input, choices) };
  return { path, text: `expected ${expectation(issue)}, got ${shown(issue.input)}` };
}

/** What is said of a key that does not exist. */
export function noSuchKey(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `expected ${meant === undefined ? `one of ${known.join(', ')}` : meant}, got the key ${quote(name)}`;
}

/** Our own message, or words for the library's. */
function expectation({ message, type, expected }: v.BaseIssue<unknown>): string {
  if (!/^Invalid (type|key|length|value)/.test(message)) return message;
  if (type === 'array' || type === 'min_length') return 'a list';
  if (expected === 'Object' || type === 'strict_object') return 'a mapping';
  return wordsOf(expected).join(', ') || 'another value';
}

/** The words of an expectation such as `("a" | "b")`. */
function wordsOf(expected: string | null): string[] {
  return [...(expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]);
}

interface Inside {
  type: string;
  entries?: Record<string, v.GenericSchema>;
  wrapped?: v.GenericSchema;
  options?: readonly v.GenericSchema[];
  item?: v.GenericSchema;
  key?: string;
}

/** The entries of the object that a schema expects at a path. */
function entriesAt(schema: v.GenericSchema, value: unknown, path: Path): Record<string, v.GenericSchema> {
  const inside = schema as unknown as Inside;
  if (inside.wrapped) return entriesAt(inside.wrapped, value, path);
  if (inside.type === 'variant') {
    const tag = (value as Record<string, unknown>)?.[inside.key!];
    const chosen = inside.options!.find(
      (option) => v.safeParse((option as unknown as Inside).entries![inside.key!], tag).success,
    );
    return chosen ? entriesAt(chosen, value, path) : {};
  }
  if (path.length === 0) return inside.entries ?? {};
  const [key, ...rest] = path;
  const next = inside.item ?? inside.entries?.[key as string];
  return next ? entriesAt(next, (value as Record<string | number, unknown>)?.[key], rest) : {};
}
