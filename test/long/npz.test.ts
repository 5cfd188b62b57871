import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeNpz, encodeNpz } from '../../src/io/npz';
import { pythonWithNumpy } from '../reference/pythonWithNumpy';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-npz-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('encodeNpz', () => {
  it('goes beyond 65,535 arrays with a 64-bit number of them, which NumPy reads too', () => {
    const arrays = new Map(Array.from({ length: 65_537 }, (_, i) => [String(i), { data: Uint8Array.of(i & 255) }]));
    const bytes = encodeNpz(arrays);
    const read = decodeNpz(bytes);
    expect(read.size).toBe(65_537);
    for (const [name, { data }] of arrays) expect(read.get(name)!.data[0]).toBe(data[0]);
    writeFileSync(join(folder, 'many.npz'), bytes);
    const script = "import numpy as np; z = np.load('many.npz'); print(len(z.files), z['65535'][0], z['65536'][0])";
    const said = execFileSync(pythonWithNumpy(), ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(said.trim()).toBe('65537 255 0');
  });
});
