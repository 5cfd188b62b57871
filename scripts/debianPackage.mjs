import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a Debian package that tests need, where that is possible; says so. */
export function installDebian(name, purpose) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`${name} is missing: installing the Debian package for ${purpose} …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const arguments_ = ['install', '-y', '-qq', '--no-install-recommends', name];
  try {
    try {
      execFileSync('apt-get', arguments_, options);
    } catch {
      execFileSync('apt-get', ['update', '-qq'], options);
      execFileSync('apt-get', arguments_, options);
    }
  } catch (error) {
    console.error(`installing ${name} failed: ${error.message}`);
  }
}
