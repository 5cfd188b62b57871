/** Imported before the command line: writing fails as on a disk of `DISK_BYTES`, half-way through a write. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { writeSync } = fs;
let left = Number(process.env.DISK_BYTES);

fs.writeSync = (file, bytes, from, size, position) => {
  left -= size;
  if (left >= 0) return writeSync(file, bytes, from, size, position);
  if (left + size > 1) {
    const half = writeSync(file, bytes, from, (left + size) >> 1, position);
    left = 0;
    return half;
  }
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
};
syncBuiltinESMExports();
