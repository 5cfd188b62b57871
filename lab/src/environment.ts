import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';
import type { Environment } from './run/result';

/** Version of the library, as its package says. */
export function libraryVersion(): string {
  const path = createRequire(import.meta.url).resolve('deeplinear/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** What the numbers were made with. No host name, no user name, no path. */
export function environment(build: string): Environment {
  const processors = cpus();
  return {
    deeplinear: libraryVersion(),
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    cpu: processors[0]?.model.trim() || 'unknown processor',
    cores: processors.length,
    build,
  };
}
