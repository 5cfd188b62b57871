import { reject } from '../../validate';

/** Refuses a width or a seed in the options of nets that a check makes of many widths and seeds. */
export function assertWithoutWidth(net: object): void {
  for (const name of ['width', 'seed'] as const) {
    const value = (net as Record<string, unknown>)[name];
    if (value !== undefined) reject(name, `none (the check has ${name}s)`, value);
  }
}
