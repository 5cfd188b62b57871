import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The committed entry of the command line. */
export const bin = join(import.meta.dirname, '..', '..', 'lab', 'bin', 'deeplinear.js');

/** Runs `deeplinear …` to its end in `cwd`. */
export function runCli(cwd: string, ...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** The same for tests that run side by side: nobody waits for it but who asked. */
export async function cliEnded(cwd: string, ...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** An empty folder of its own; `remove` deletes it. */
export function scratch(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A regression table of 60 samples in `folder`: price = 2·size − rooms, and a smooth disturbance. */
export function writeHouses(folder: string): void {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const size = Math.sin(1.7 * i) + 0.3 * Math.cos(3.1 * i);
    const rooms = Math.cos(0.9 * i);
    return [size, rooms, 2 * size - rooms + 0.1 * Math.sin(5.3 * i)].map((value) => value.toFixed(4)).join(',');
  });
  writeFileSync(join(folder, 'houses.csv'), `size,rooms,price\n${lines.join('\n')}\n`);
}
