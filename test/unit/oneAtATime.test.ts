import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { oneAtATime } from '../../site/oneAtATime';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-one-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('oneAtATime', () => {
  it('lets a second build wait for the first, also where the first fails, and says for whom it waits', async () => {
    const order: string[] = [];
    const said: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      order.push(`${name} begins`);
      await setTimeout(50);
      order.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
    const first = oneAtATime(folder, work('first', true));
    const second = oneAtATime(folder, work('second', false), (words) => said.push(words));
    await expect(first).rejects.toThrow('first');
    expect(await second).toBe('second');
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(said).toEqual([`process ${process.pid} builds the site in this checkout: waiting for it`]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not wait for a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(folder, 'lock'), `${JSON.stringify({ process: pid, host: hostname() })}\n`);
    expect(await oneAtATime(folder, async () => 'done')).toBe('done');
  });
});
