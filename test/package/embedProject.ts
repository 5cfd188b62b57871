import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What embedProgram.js returns in a host. */
export interface Embedded {
  bits: { limit: string; losses: string; weights: string[]; normals: string; file: string };
  verdict: string;
  errors: { message?: string; typed?: boolean }[];
  shared: boolean;
  runtime: { build: string; liveBytes: number; openWorkspaces: number; wasmBytes: number };
}

/** A stranger's project: the packed package installed from its tarball, without a network, and the program beside it. */
export interface EmbedProject {
  folder: string;
  /** Unpacked, as it was installed. */
  installed: string;
  write(path: string, text: string): string;
  /** Runs a file of the project; @throws Error with its output when it fails. */
  run(file: string, binary?: string): { result: Embedded; stderr: string };
  remove(): void;
}

export function embedProject(): EmbedProject {
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-embed-'));
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  const write = (path: string, text: string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  write('package.json', '{ "name": "stranger", "private": true, "type": "module" }\n');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', '--loglevel', 'error', `./${filename}`);
  copyFileSync(join(import.meta.dirname, 'embedProgram.js'), join(folder, 'embedProgram.js'));
  return {
    folder,
    installed: join(folder, 'node_modules', 'deeplinear'),
    write,
    run(file, binary = process.execPath) {
      const { status, stdout, stderr } = spawnSync(binary, [file], { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${binary} ${file} ended with code ${status}: ${stdout}${stderr}`);
      return { result: JSON.parse(stdout), stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Imports of every entry, for a program in an ES module. */
export const imports = `
import * as all from 'deeplinear';
import * as limits from 'deeplinear/limits';
import * as checks from 'deeplinear/checks';
import * as io from 'deeplinear/io';
import { embedProgram } from './embedProgram.js';
`;

export const programs = {
  esm: `${imports}console.log(JSON.stringify(embedProgram({ all, limits, checks, io })));\n`,
  cjs: `
const all = require('deeplinear');
const [limits, checks, io] = ['limits', 'checks', 'io'].map((part) => require('deeplinear/' + part));
import('deeplinear').then(async (imported) => {
  const { embedProgram } = await import('./embedProgram.js');
  const result = embedProgram({ all, limits, checks, io });
  console.log(JSON.stringify({ ...result, shared: result.shared && imported.train === all.train }));
});
`,
};
