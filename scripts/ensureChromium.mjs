/** The browser tests need Chromium. Uses the one that is there, else installs Debian's package as root, else says what to do. */
import { existsSync } from 'node:fs';
import { installDebian } from './debianPackage.mjs';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser, or undefined. */
export function findChromium() {
  return candidates.find((path) => path && existsSync(path));
}

if (process.argv[1] === new URL(import.meta.url).pathname && !findChromium()) {
  installDebian('chromium', 'the browser tests');
  if (!findChromium()) {
    console.error(
      'The browser tests need Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
    process.exit(1);
  }
}
