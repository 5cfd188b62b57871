import { chromium } from 'playwright-core';
// @ts-expect-error: a plain script without types
import { findChromium } from '../../scripts/ensureChromium.mjs';

/** The system's Chromium, without a screen and without talking to anybody. */
export function launchChromium(more: readonly string[] = []) {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
