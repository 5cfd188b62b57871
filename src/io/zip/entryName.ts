import { reject } from '../../validate';

/**
 * Checks the name of an archive's entry: a path below the folder it is unpacked to, on every system.
 * @throws ValueError for names that lead elsewhere or that systems read differently.
 */
export function entryName(argument: string, name: string): string {
  const parts = name.split('/');
  const wrong =
    name === '' || /[\\:\p{Cc}]/u.test(name) || parts.some((part) => part === '' || part === '.' || part === '..');
  return wrong ? reject(argument, 'a relative path without "..", ":" and "\\"', name.slice(0, 200)) : name;
}
