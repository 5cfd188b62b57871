import type * as Library from '../../src/index';
import { fieldsWithNaN, judge, keysOf, type Outcome } from './judge';
import { type Mutation, mutated, mutations } from './mutate';
import { randomOf } from './random';
import type { Seed } from './recorded';
import { takeAsked } from './smallMachine';

/** What a case runs: a way to call, and calls that are known to work. */
export interface CallTarget {
  path: string;
  seeds: readonly Seed[];
  /** Names that messages may begin with. */
  names: readonly string[];
  /** Options that the function knows. */
  options: readonly string[];
}

export interface Finding {
  target: string;
  number: number;
  /** What was done to the arguments. */
  changes: string[];
  wrong: string;
  stack?: string;
}

/** Milliseconds that a case that can be stopped may go on. */
const PATIENCE = 60;
/** A call that is refused may have asked for this many bytes of arrays, and as many for each byte of its arguments. */
const REFUSED_BYTES = 2 ** 24;

/** Calls a function with arguments changed at random; undefined when it did what is promised. */
export function runCase(
  d: typeof Library,
  target: CallTarget,
  number: number,
  { key, note }: { key: string; note?: (changes: string) => void },
): Finding | undefined {
  const random = randomOf(key, target.path, number);
  const seed = random.pick(target.seeds);
  const changes = mutations(random, seed.args, target.options);
  note?.(inWords(changes).join('; '));
  const wrong = verdict(d, target, seed, changes);
  if (wrong === undefined) return undefined;
  const fewest = reduced(changes, (few) => verdict(d, target, seed, few) !== undefined);
  return { target: target.path, number, changes: inWords(fewest), ...(verdict(d, target, seed, fewest) ?? wrong) };
}

function inWords(changes: readonly Mutation[]): string[] {
  return changes.map(({ at, text }) => `${at.join('.')} ← ${text}`);
}

/** Fields of a result that the documentation of a function says can be NaN. */
const documentedNaN: Record<string, string[]> = { trainEnsemble: ['standardError'] };

const baselines = new WeakMap<Seed, ReadonlySet<string>>();

/** Fields that are NaN where nothing is changed: a statistic without enough data, say. */
function baselineOf(seed: Seed): ReadonlySet<string> {
  const known = baselines.get(seed);
  if (known) return known;
  const outcome = call(() => seed.fn.apply(seed.receiver(), [...seed.args]));
  const fields = 'value' in outcome ? fieldsWithNaN(outcome.value) : new Set<string>();
  baselines.set(seed, fields);
  return fields;
}

const seedKeys = new WeakMap<Seed, string[]>();

function keysOfSeed(seed: Seed): string[] {
  let keys = seedKeys.get(seed);
  if (!keys) {
    keys = keysOf(seed.args);
    seedKeys.set(seed, keys);
  }
  return keys;
}

/** The fewest of the changes that still fail. */
function reduced(changes: readonly Mutation[], fails: (few: readonly Mutation[]) => boolean): readonly Mutation[] {
  for (let i = 0; changes.length > 1 && i < changes.length; i++) {
    const fewer = changes.filter((_, j) => j !== i);
    if (fails(fewer)) return reduced(fewer, fails);
  }
  return changes;
}

function verdict(
  d: typeof Library,
  { path, names }: CallTarget,
  seed: Seed,
  changes: readonly Mutation[],
): { wrong: string; stack?: string } | undefined {
  const args = mutated(seed.args, changes);
  const receiver = seed.receiver();
  const { liveBytes, openWorkspaces } = d.runtime();
  takeAsked();
  const outcome = call(() => seed.fn.apply(receiver, args));
  const asked = takeAsked();
  // places in sources take longer to look up than most cases: only where something is wrong
  const found = (wrong: string) => ({ wrong, stack: stackOf(outcome) });
  const wrong = judge(outcome, {
    args,
    names: path.startsWith('decode') || path.startsWith('parse') ? undefined : [...names, ...keysOfSeed(seed)],
    strange: changes.some(({ strange }) => strange),
    baseline: new Set([...baselineOf(seed), ...(documentedNaN[path.replace(/Steps$/, '')] ?? [])]),
    isTyped: (error) => error instanceof d.DeepLinearError,
  });
  if (wrong !== undefined) return found(wrong);
  const refused = 'error' in outcome && !(outcome.error instanceof d.NumericalError);
  if (asked > REFUSED_BYTES && refused) return found(`asked for ${asked} bytes before it refused`);
  if (path.startsWith('workspace')) return undefined;
  const now = d.runtime();
  if (now.openWorkspaces !== openWorkspaces)
    return found(`left ${now.openWorkspaces - openWorkspaces} workspaces open`);
  if (now.liveBytes !== liveBytes) return found(`left ${now.liveBytes - liveBytes} bytes allocated`);
  return undefined;
}

function stackOf(outcome: Outcome): string | undefined {
  return 'error' in outcome && outcome.error instanceof Error ? outcome.error.stack : undefined;
}

/** Calls; a generator is driven for a while, then left; a workspace is closed. */
function call(run: () => unknown): Outcome {
  try {
    const value = run();
    if (typeof value !== 'object' || value === null) return { value };
    if (Object.prototype.toString.call(value) === '[object Generator]') return { value: driven(value as Generator) };
    if (typeof (value as { dispose?: unknown }).dispose === 'function') (value as { dispose(): void }).dispose();
    return { value };
  } catch (error) {
    return { error };
  }
}

function driven(work: Generator): unknown {
  const end = performance.now() + PATIENCE;
  try {
    let turn = work.next();
    while (!turn.done && performance.now() < end) turn = work.next();
    return turn.done ? turn.value : undefined;
  } finally {
    work.return(undefined);
  }
}
