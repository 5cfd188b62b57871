import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const examples = readdirSync(join(root, 'examples')).filter((name) => /\.(ts|mjs)$/.test(name));

describe('examples', () => {
  it('there are some', () => expect(examples.length).toBeGreaterThan(0));

  it.each(examples)('%s runs and prints something', (name) => {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const printed = execFileSync(process.execPath, [tsx, join(root, 'examples', name)], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(printed.trim().length).toBeGreaterThan(20);
    expect(printed).not.toMatch(/NaN|undefined/);
  });
});
