import { existsSync } from 'node:fs';
import { ValueError } from 'deeplinear';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '../../lab/src/failure';
import { fileReason, wholeFile } from '../../lab/src/fileReason';
import { InputError } from '../../lab/src/inputError';
import { deeplinearProgram } from '../../lab/src/program';
import { Interrupted } from '../../lab/src/run/drive';

describe('how the command line ends', () => {
  it('bad input is one line, however long or broken the message, and exit code 2', () => {
    expect(failure(new ValueError('x: expected\n  a number'))).toEqual({
      exitCode: 2,
      text: 'deeplinear: x: expected a number\n',
    });
    const { text } = failure(new InputError('a'.repeat(1e6)));
    expect(text.length).toBeLessThan(2100);
    expect(text).toMatch(/^deeplinear: a+…\n$/);
  });

  it('the library names parameters, the line flags', () => {
    expect(failure(new ValueError('gamma0: expected more')).text).toBe('deeplinear: --gamma0: expected more\n');
  });

  it('Ctrl-C is exit code 130, what nobody expected 1 with its stack', () => {
    expect(failure(new Interrupted('interrupted'))).toEqual({
      exitCode: 130,
      text: 'interrupted; nothing was written\n',
    });
    expect(failure(new TypeError('x'))).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/^TypeError: x\n {4}at/),
    });
  });

  it('help is no failure, a word too many is', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const thrownBy = (...words: string[]) =>
      deeplinearProgram(new AbortController().signal, () => {})
        .parseAsync(words, { from: 'user' })
        .catch(failure);
    expect(await thrownBy('--help')).toEqual({ exitCode: 0, text: '' });
    expect(await thrownBy('limit', 'nothing')).toMatchObject({ exitCode: 2 });
    expect(await thrownBy('compare', '--seed')).toMatchObject({
      exitCode: 2,
      text: expect.stringMatching(/argument missing\n$/),
    });
    expect(await thrownBy('limit', 'joint-limit', '--colour')).toMatchObject({
      text: "deeplinear: unknown option '--colour' (--help says what there is)\n",
    });
    expect(await thrownBy('compare', '--width', '64')).toMatchObject({
      text: expect.stringMatching(/\(Did you mean --widths\?\)\n$/),
    });
    write.mockRestore();
  });

  it('reasons of the system are said in words', () => {
    expect(fileReason({ code: 'ELOOP' })).toBe('a link that leads to itself');
    expect(fileReason({ code: 'ESTRANGE' })).toBe('ESTRANGE');
    expect(fileReason(new Error('why'))).toBe('why');
  });

  it.runIf(existsSync('/dev/zero'))('a device, which may have no end, is not read', () => {
    for (const device of ['/dev/zero', '/dev/null']) {
      const thrown = (): unknown => {
        try {
          return wholeFile(device);
        } catch (error) {
          return error;
        }
      };
      expect(fileReason(thrown())).toBe('it is a device');
    }
  });
});
