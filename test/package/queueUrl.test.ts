import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lab/src/inputError';
import { passwordVariable, queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { redacted } from '../../lab/src/sweep/queue/redacted';

/** Words that appear nowhere else in a message. */
const secretWord = fc
  .string({ unit: 'grapheme', minLength: 6, maxLength: 24 })
  .filter((word) => word.trim() === word && !/^[a-z0-9 ]*$/.test(word) && !word.includes('***'));
const hosts = fc.constantFrom('redis', '10.0.0.5', '[::1]', 'queue.example.org');

describe('queueUrl', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }, 'redis://localhost'],
    ['redis://10.0.0.5:7000/3', { host: '10.0.0.5', port: 7000, db: 3 }, 'redis://10.0.0.5:7000/3'],
    ['redis://[::1]:7000', { host: '::1', port: 7000, db: 0 }, 'redis://[::1]:7000'],
    [
      'rediss://queue.example.org',
      { host: 'queue.example.org', port: 6379, db: 0, tls: { servername: 'queue.example.org' } },
      'rediss://queue.example.org',
    ],
    ['rediss://10.0.0.5', { host: '10.0.0.5', port: 6379, db: 0, tls: {} }, 'rediss://10.0.0.5'],
    ['unix:///run/redis.sock', { path: '/run/redis.sock', db: 0 }, 'unix:///run/redis.sock'],
    ['unix:///run/redis.sock?db=2', { path: '/run/redis.sock', db: 2 }, 'unix:///run/redis.sock?db=2'],
    ['redis://lab:p%40ss@h', { host: 'h', port: 6379, db: 0, username: 'lab', password: 'p@ss' }, 'redis://h'],
  ])('%s', (text, options, shown) => {
    expect(queueUrl(text, {})).toMatchObject({ options, shown });
    expect(Object.keys(queueUrl(text, {}).options).sort()).toEqual(Object.keys(options).sort());
  });

  it('takes the password from the environment where the URL has none', () => {
    expect(queueUrl('redis://lab@h', { [passwordVariable]: 'x y' }).options.password).toBe('x y');
    expect(queueUrl('redis://lab:own@h', { [passwordVariable]: 'x y' }).options.password).toBe('own');
  });

  it('gives user and password to the driver as they are, and shows neither', () => {
    fc.assert(
      fc.property(secretWord, secretWord, hosts, (user, password, host) => {
        const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
        const { options, shown, secrets } = queueUrl(`redis://${account}@${host}:7000/1`, {});
        expect(options).toMatchObject({ username: user, password });
        expect(shown).toBe(`redis://${host}:7000/1`);
        expect(secrets).toContain(password);
      }),
    );
  });

  it('refuses what is no URL of a queue, without a word of it that may be a password', () => {
    const breaks = [
      (account: string) => `http://${account}@host`,
      (account: string) => `redis://${account}@host/x1`,
      (account: string) => `redis://${account}@host:99999`,
      (account: string) => `redis://${account}@`,
      (account: string) => `redis://${account}@host?tls=1`,
      (account: string) => `redis://${account}@host#1`,
      (account: string) => `${account}@host`,
      (account: string) => `unix://${account}@host`,
      (account: string) => `redis://%${account}@host`,
    ];
    fc.assert(
      fc.property(secretWord, fc.constantFrom(...breaks), fc.boolean(), (password, broken, encoded) => {
        const text = broken(`lab:${encoded ? encodeURIComponent(password) : password}`);
        try {
          queueUrl(text, {});
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          for (const word of [password, encodeURIComponent(password)])
            expect((error as Error).message).not.toContain(word);
        }
      }),
    );
    for (const broken of breaks)
      expect(() => queueUrl(broken('lab:secret'), {})).toThrow(/^--queue: .*; expected redis:/);
  });
});

describe('redacted', () => {
  it('leaves nothing of a credential in any text, raw, encoded or in a URL', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(secretWord, hosts, fc.array(text), fc.boolean(), (password, host, around, encoded) => {
        const url = `redis://lab:${encodeURIComponent(password)}@${host}:7000`;
        const { secrets } = queueUrl(url, {});
        const shown = encoded ? url : password;
        const result = redacted(around.join(` ${shown} `) + shown, secrets);
        expect(result).not.toContain(password);
        expect(result).not.toContain(encodeURIComponent(password));
      }),
    );
  });

  it('takes accounts out of URLs that nobody told it of, and leaves the rest as it is', () => {
    expect(redacted('connect rediss://u:p@ss@h:1/2 failed')).toBe('connect rediss://***@h:1/2 failed');
    expect(redacted('mail a@b.c, see http://h/x@y')).toBe('mail a@b.c, see http://h/x@y');
    expect(redacted('no secret: cell 3', ['', 'word'])).toBe('no secret: cell 3');
  });
});
