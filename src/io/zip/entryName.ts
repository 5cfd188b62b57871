import { reject } from '../../validate';

/**
 * Checks the name of an archive's entry: a path below the folder it is unpacked to, on every system. Colons are names' own, as in
 * dense/kernel:0, but for that of a drive.
 * @throws ValueError for names that lead elsewhere or that systems read differently.
 */
export function entryName(argument: string, name: string): string {
  const parts = name.split('/');
  const wrong =
    name === '' ||
    /[\\\p{Cc}]|^[a-z]:/iu.test(name) ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  return wrong ? reject(argument, 'a relative path without "..", "\\" and a drive', name.slice(0, 200)) : name;
}
