import type { Moments, Parameter } from 'deeplinear';

/**
 * An option of a limit. Beside the kinds of an experiment's parameters: 'flag' is true or false, 'json' anything written as JSON
 * (matrices as lists of rows), 'word' a number or a word, 'schedule' a list that becomes a function of the step.
 */
export interface LimitParameter extends Omit<Parameter, 'type' | 'least' | 'exclusive' | 'most' | 'default'> {
  type: Parameter['type'] | 'flag' | 'json' | 'word' | 'schedule';
  /** What the function takes where nothing is given; shown, never passed. */
  default?: string | number | boolean;
  /** The function also takes one number for all entries of the list. */
  single?: boolean;
  /** Given, it replaces these options of the example. */
  instead?: readonly string[];
}

export type LimitInput = Record<string, unknown>;

/** A limit of the library as a command: options, help and checks are made from it. */
export interface LimitEntry {
  /** As it is typed: kebab-case. */
  name: string;
  /** Exports of the library that it shows, the main one first. */
  functions: readonly string[];
  /** One or two sentences: which limit of what. */
  statement: string;
  paper: string;
  /** Below docs/. */
  page: string;
  parameters: readonly LimitParameter[];
  /** Options of the run it starts from that this limit does not describe. */
  refuses?: readonly string[];
  /** Takes second moments of data as `moments`: from --data, or samples `x` and `y` of the input. */
  moments?: boolean;
  /**
   * What runs, in no time, without --input; flags replace single options of it. A function where flags change what fits with
   * them.
   */
  example: LimitInput | ((flags: LimitInput) => LimitInput);
  /** Calls the function: a result, or the generator of one. The input holds the options given and those of the example. */
  run(input: LimitInput): unknown;
  /** The result as plain data where it holds functions. Default: all of it but its functions. */
  plain?(result: never, input: LimitInput): unknown;
}

/** An entry whose function takes `Options` and returns `Result`, or a generator of it. */
export interface LimitDefinition<Options, Result> extends Omit<LimitEntry, 'run' | 'plain'> {
  run(options: Options): Result | Generator<unknown, Result, boolean | undefined>;
  plain?(result: Result, options: Options): unknown;
}

/** The library checks what comes from a file or a flag; types end here. */
export function defineLimit<Options, Result>(definition: LimitDefinition<Options, Result>): LimitEntry {
  return definition as unknown as LimitEntry;
}

/** Options that carry data. */
export interface WithMoments {
  moments?: Moments;
}
