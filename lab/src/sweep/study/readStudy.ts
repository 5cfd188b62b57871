import { fileReason, wholeFile } from '../../fileReason';
import { InputError } from '../../inputError';
import { quote } from '../../view/format';
import type { Study } from './study';

/**
 * Reads and checks a study file, YAML or JSON.
 * @param kept its text where the file is gone.
 * @throws InputError with file, line, column and path of what is wrong.
 */
export async function readStudy(path: string, kept?: string): Promise<Study> {
  let text: string;
  try {
    text = wholeFile(path).toString('utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || kept === undefined)
      throw new InputError(`expected a study file, got ${quote(path)} (${fileReason(error)})`);
    text = kept;
  }
  // schemas and the reader of YAML take a while to load, and no other command needs them
  const { parseStudy } = await import('./parseStudy');
  return parseStudy(text, path);
}
