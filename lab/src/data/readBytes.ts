import { readFileSync } from 'node:fs';
import { InputError } from '../inputError';

/** The bytes of a file of data. @throws InputError with the reason where there are none. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'no permission',
      ERR_FS_FILE_TOO_LARGE: 'it has more than 2 GiB',
    };
    throw new InputError(
      `--data: expected 'mnist' or a readable file of samples, got ${JSON.stringify(path)} (${reasons[code ?? ''] ?? code})`,
    );
  }
}
