/** Imported before the command line: writing fails as on a disk with room for `DISK_BYTES` more, half-way through a write. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { fstatSync, writeSync } = fs;
let left = Number(process.env.DISK_BYTES);

fs.writeSync = (file, ...rest) => {
  const [content, from, size, position] = typeof rest[0] === 'string' ? whole(rest) : rest;
  const before = fstatSync(file).size;
  const growth = Math.max(0, (position ?? before) + size - before);
  if (growth > left) {
    if (left < 2) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const half = left >> 1;
    left = 0;
    return writeSync(file, content, from, half, position);
  }
  left -= growth;
  return writeSync(file, content, from, size, position);
};
syncBuiltinESMExports();

function whole([text, position]) {
  const bytes = Buffer.from(text);
  return [bytes, 0, bytes.length, position];
}
