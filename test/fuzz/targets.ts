import type * as Library from '../../src/index';
import { commandNames } from './commands/names';
import { type Reader, readers } from './readers';
import { Recorder, type Seed } from './recorded';
import { type CallTarget, type Finding, runCase } from './runCase';
import { runFile } from './runFile';

/** Functions that have a generator with the same arguments (those two may leave one out). */
const withSteps = (d: object, name: string) => `${name}Steps` in d && !/^(ntk|nngp)Kernel$/.test(name);

/** What cases are made for. */
export interface Target {
  path: string;
  run(
    number: number,
    options: { key: string; note?: (changes: string) => void },
  ): Finding | undefined | Promise<Finding | undefined>;
  /** Gives back what the cases needed. */
  close?(): void;
}

/** Public functions and the methods of their results, found by running publicCalls. */
export class Targets {
  private readonly recorder: Recorder;
  private readonly readers: Reader[];

  constructor(private readonly d: typeof Library) {
    this.recorder = new Recorder(d);
    this.readers = readers(d);
  }

  /** Public functions, readers of files, and commands. */
  get names(): string[] {
    return [...this.recorder.names, ...this.readers.map(({ name }) => `file: ${name}`), ...commandNames];
  }

  /** Targets of one name. */
  async of(name: string): Promise<Target[]> {
    if (commandNames.includes(name)) {
      // all of the lab
      const { CommandTarget } = await import('./commands/runCommandCase');
      const target = new CommandTarget(this.d, name.replace('command: ', ''));
      return [{ path: name, run: (number, options) => target.run(number, options), close: () => target.close() }];
    }
    const reader = this.readers.find((one) => `file: ${one.name}` === name);
    if (reader) return [{ path: name, run: (number, options) => runFile(this.d, reader, number, options) }];
    return this.callsOf(name).map((target) => ({
      path: target.path,
      run: (number, options) => {
        try {
          return runCase(this.d, target, number, options);
        } finally {
          this.recorder.close();
        }
      },
    }));
  }

  private callsOf(name: string): CallTarget[] {
    const recorded = this.recorder.record(name);
    return [...recorded].map(([path, seeds]) => {
      const few = path === name && withSteps(this.d, name) ? seeds.map((seed) => this.stoppable(name, seed)) : seeds;
      // the name of the function that a `…Steps` belongs to stands for it in messages
      const head = path.split(/[.()[\]]/).flatMap((part) => (part === '' ? [] : [part, part.replace(/Steps$/, '')]));
      const options = optionsOf(this.d, few);
      const names = [...head, ...seeds.flatMap(({ fn }) => parameters(fn)), ...options, ...(otherNames[path] ?? [])];
      return { path, seeds: few, names, options };
    });
  }

  /** The same call as a generator, so that a case whose work is huge and valid can be left. */
  private stoppable(name: string, seed: Seed): Seed {
    return { ...seed, fn: (this.d as unknown as Record<string, Seed['fn']>)[`${name}Steps`] };
  }
}

/** What messages of a function may begin with besides its parameters and options. */
const otherNames: Record<string, string[]> = {
  adviseSteps: ['moments'],
  andersonDarling: ['cdf'],
  check: ['parameter', 'width'],
  checkSteps: ['parameter', 'width'],
  coordinateCheck: ['createNet'],
  coordinateCheckSteps: ['createNet'],
  decodeCsv: ['line'],
  decodeSafetensors: ['header'],
  'gpPosterior().covariance': ['x'],
  parseCsv: ['line'],
  'propagation().trajectory': ['weightVariance'],
  decodeNet: ['bytes', 'header', 'data', 'net'],
  decodeRun: ['bytes', 'header', 'data', 'run'],
  empiricalNtk: ['net'],
  'infiniteDepth().errorKernel': ['place'],
  'infiniteDepth().featureKernel': ['place'],
  'infiniteDepth().gradientKernel': ['place'],
  ksTest: ['cdf'],
  kernelMovement: ['createNet', 'values'],
  maxZ: ['band'],
  mmd: ['data'],
  nngpKernel: ['x2'],
  ntkKernel: ['x2'],
  'ntkPredictor()': ['t'],
  'powerLawLoss().exponentBetween': ['from', 'to'],
  resolveParameters: [
    'parameter',
    'widths',
    'lr',
    'hidden',
    'steps',
    'seeds',
    'seed',
    'dtype',
    'gamma0',
    'layerLr',
    'initialScales',
  ],
  compareDistances: ['runs'],
  compare: ['runs'],
  decodeNpy: ['bytes', 'version', 'header', 'data', 'descr', 'shape'],
  'distanceToLimit()': ['runs'],
  encodeNpy: ['shape', 'data'],
  matmulChain: ['matrix'],
  qr: ['r'],
  'workspace().bytes': ['arena'],
  'workspace().matrix': ['arena'],
};

/** Names of a function's parameters, read off its text; the bundler numbers those that other files have too. */
function parameters(fn: (...args: never[]) => unknown): string[] {
  const [, list = ''] = /^[^(]*\(([^{]*?)\)\s*(?:\{|=>)/s.exec(String(fn)) ?? /^[^(]*\(([^)]*)/s.exec(String(fn)) ?? [];
  return (list.match(/[A-Za-z_$][\w$]*/g) ?? []).flatMap((name) => [
    name,
    name.replace(/\d+$/, ''),
    name.replace(/\d$/, ''),
  ]);
}

/** Options that a function says it knows when it is given one that it does not. */
function optionsOf(d: typeof Library, seeds: readonly Seed[]): string[] {
  const known = new Set<string>();
  for (const { fn, args, receiver } of seeds) {
    args.forEach((arg, i) => {
      if (typeof arg !== 'object' || arg === null || Object.getPrototypeOf(arg) !== Object.prototype || 'data' in arg)
        return;
      try {
        const result = fn.apply(
          receiver(),
          args.map((given, j) => (i === j ? { ...arg, noSuchOption: 1 } : given)),
        );
        if (Object.prototype.toString.call(result) === '[object Generator]') (result as Generator).return(undefined);
      } catch (error) {
        if (!(error instanceof d.DeepLinearError)) return;
        const [, list = ''] = /expected options among (.*), got/.exec(error.message) ?? [];
        for (const name of list.split(', ')) if (name !== '') known.add(name);
      }
    });
  }
  return [...known];
}
