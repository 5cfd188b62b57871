import { spawnSync } from 'node:child_process';

let found: string | undefined;

/**
 * A Python that has NumPy: `PYTHON` of the environment, else the distribution's.
 * @throws where neither has it, with what to install.
 */
export function pythonWithNumpy(): string {
  found ??= [process.env.PYTHON, '/usr/bin/python3', 'python3'].find(
    (python) => python && spawnSync(python, ['-c', 'import numpy']).status === 0,
  );
  if (found) return found;
  throw new Error('no Python with NumPy: install it (Debian: apt-get install python3-numpy), or name one in PYTHON');
}
