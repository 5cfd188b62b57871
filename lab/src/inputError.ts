import { visible } from './view/format';

/** Something the person at the keyboard can mend: printed as one line, exit code 2. Control characters are escaped. */
export class InputError extends Error {
  override name = 'InputError';

  constructor(message: string) {
    super(visible(message));
  }
}
