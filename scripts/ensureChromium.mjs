/** The browser tests need Chromium. Uses the one that is there, else installs Debian's package as root, else says what to do. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser, or undefined. */
export function findChromium() {
  return candidates.find((path) => path && existsSync(path));
}

function install() {
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const arguments_ = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  try {
    execFileSync('apt-get', arguments_, options);
  } catch {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', arguments_, options);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname && !findChromium()) {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (canInstall) {
    console.log('Chromium is missing: installing the Debian package for the browser tests …');
    try {
      install();
    } catch (error) {
      console.error(`installing Chromium failed: ${error.message}`);
    }
  }
  if (!findChromium()) {
    console.error(
      'The browser tests need Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
    process.exit(1);
  }
}
