/** Something the person at the keyboard can mend: printed as one line, exit code 2. */
export class InputError extends Error {
  override name = 'InputError';
}
