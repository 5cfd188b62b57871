/** Who is measured: installs the packages, bundles the workers, starts the processes. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { peakFile, repeatFile } from '../peak';
import { Contestant } from './contestant';

const here = import.meta.dirname;
/** Inside the folder of the peers, so that workers find the packages. */
const built = join(here, 'build');

/** Peers stay out of the normal install: they come on the first use, from their own lock file. */
export function installPeers(): void {
  const stamp = join(here, 'node_modules', '.package-lock.json');
  const versions = (file: string) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version?: string }> };
    return Object.entries(packages).flatMap(([path, { version }]) => (path ? [`${path} ${version}`] : []));
  };
  const wanted = versions(join(here, 'package-lock.json'));
  if (existsSync(stamp)) {
    const there = new Set(versions(stamp));
    if (wanted.every((line) => there.has(line))) return;
  }
  console.log('Installing the peers (about 220 MB, once) …');
  const options = ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', options, { stdio: 'inherit', cwd: here });
}

const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { dependencies: object };
const peers = Object.keys(dependencies);

const workers = ['ours', 'tfjs', 'jax', 'ort', 'mlMatrix', 'plainJs', 'onnxModel'];

/** Plain JavaScript, so that no loader stands between a peer and the engine. */
export async function bundleWorkers(names = workers): Promise<void> {
  await build({
    entry: Object.fromEntries(names.map((name) => [name, join(here, 'workers', `${name}.ts`)])),
    outDir: built,
    format: 'esm',
    external: peers,
    platform: 'node',
    config: false,
    dts: false,
    logLevel: 'error',
  });
}

interface Start {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
}

/** The Node that runs the contestants. */
export interface Engine {
  binary: string;
  version: string;
  v8: string;
}

export function engineOf(binary: string): Engine {
  const script = 'JSON.stringify([process.versions.node, process.versions.v8])';
  const [version, v8] = JSON.parse(execFileSync(binary, ['-p', script], { encoding: 'utf8' })) as string[];
  return { binary, version, v8 };
}

/** Node 20 has relaxed SIMD behind a flag; later versions know no such flag. */
const relaxedFlags = ({ version }: Engine): string[] =>
  version.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : [];

/** One thread, and the kernels the library chooses by itself. */
export function pythonEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  return {
    ...env,
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

/** python3 with numpy and torch: PYTHON, or the system's. */
export const pythonPath = (): string => process.env.PYTHON ?? '/usr/bin/python3';

function python(name: string, args = [name]): Start {
  return { name, command: pythonPath(), args: [join(here, 'worker.py'), ...args], env: pythonEnvironment() };
}

function starts(engine: Engine): Start[] {
  const node = (name: string, file: string, args: string[] = [], flags: string[] = []): Start => ({
    name,
    command: engine.binary,
    args: [...flags, join(built, `${file}.mjs`), ...args],
  });
  return [
    node('portable', 'ours', ['portable', peakFile('portable'), repeatFile()]),
    node('relaxed', 'ours', ['relaxed', peakFile('relaxed'), repeatFile()], relaxedFlags(engine)),
    node('tfjs', 'tfjs'),
    node('tfjs flags', 'tfjs', ['flags']),
    node('jax-js', 'jax'),
    node('onnxruntime-web', 'ort'),
    node('ml-matrix', 'mlMatrix'),
    node('plain JS', 'plainJs'),
    python('numpy'),
    python('torch'),
    python('torch autograd', ['torch', 'autograd']),
  ];
}

export interface Present {
  contestants: Contestant[];
  versions: Record<string, string>;
  /** Name → why it is not here. */
  absent: Record<string, string>;
}

/** Starts everyone (or those named), one after the other so that nobody starts slowly for the noise of others. */
export async function startContestants(engine: Engine, names?: readonly string[]): Promise<Present> {
  const present: Present = { contestants: [], versions: {}, absent: {} };
  for (const { name, command, args, env } of starts(engine)) {
    if (names && !names.includes(name)) continue;
    const contestant = new Contestant(name, command, args, env);
    try {
      present.versions[name] = await contestant.ready();
      present.contestants.push(contestant);
    } catch (error) {
      present.absent[name] = (error as Error).message;
      contestant.stop();
    }
  }
  return present;
}
