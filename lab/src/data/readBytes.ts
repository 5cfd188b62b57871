import { fileReason, wholeFile } from '../fileReason';
import { InputError } from '../inputError';

/** The bytes of a file of data. @throws InputError with the reason where there are none. */
export function readBytes(path: string): Uint8Array {
  try {
    return wholeFile(path);
  } catch (error) {
    throw new InputError(
      `--data: expected 'mnist' or a readable file of samples, got ${JSON.stringify(path)} (${fileReason(error)})`,
    );
  }
}
