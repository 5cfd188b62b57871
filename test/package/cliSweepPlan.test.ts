import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, scratch } from './runCli';

const study = `name: widths
data: { source: synthetic, inputs: 8 }
net: { hidden: 2 }
trainer: { steps: 20, lr: 0.5 }
axes:
  - net.width: [8, 16, 32]
  - net.seed: { seeds: 4 }
`;

describe('deeplinear sweep plan', () => {
  const { folder, remove } = scratch();
  beforeAll(() => writeFileSync(join(folder, 'widths.yaml'), study));
  afterAll(remove);

  it('prints cells, axes, time and memory, and what to do next, and leaves nothing behind', () => {
    const { code, stdout, stderr } = runCli(
      folder,
      'sweep',
      'plan',
      'widths.yaml',
      '--calibrate',
      '1',
      '--workers',
      '2',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^widths: 12 cells\n/);
    expect(stdout).toContain('  net.width  3 values: 8, 16, 32\n  net.seed   4 values: 1, 2, 3, 4\n');
    expect(stdout).toMatch(/^Time: about \S+ \S+ on 2 cores \(\S+ \S+ of one core\)\.$/m);
    expect(stdout).toMatch(/^Memory: about \d+ MiB in all/m);
    expect(stdout).toMatch(/Run it with: deeplinear sweep run widths\.yaml\n$/);
    const { code: nothing } = runCli(folder, 'sweep', 'status', 'widths.yaml');
    expect(nothing).toBe(2);
  });

  it('knows what is done already', () => {
    expect(runCli(folder, 'sweep', 'run', 'widths.yaml', '--in-process', '--quiet').code).toBe(0);
    const { stdout } = runCli(folder, 'sweep', 'plan', 'widths.sweep', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ cells: 12, stored: { done: 12, failed: 0 } });
  });

  it.each([
    [
      'the line of what is wrong',
      study.replace('lr: 0.5', 'lr: none'),
      /^deeplinear: wrong\.yaml:4:27: trainer\.lr: expected a positive number, got "none"\n$/,
    ],
    ['what is no study', 'a: [', /^deeplinear: wrong\.yaml:1:\d+: expected YAML: .*\n$/],
  ])('names %s, with exit code 2', (_, text, expected) => {
    writeFileSync(join(folder, 'wrong.yaml'), text);
    const { code, stdout, stderr } = runCli(folder, 'sweep', 'plan', 'wrong.yaml');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
  });
});
