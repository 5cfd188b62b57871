import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aloneGate } from '../../lab/src/sweep/queue/aloneGate';
import { priorityOfWork } from '../../lab/src/sweep/queue/cellPriority';
import { queuePackages } from '../../lab/src/sweep/queue/queuePackages';
import { within } from '../../lab/src/sweep/queue/within';

describe('the packages of a queue', () => {
  it('are named with the command that installs them when they are missing', async () => {
    const missing = (name: string) =>
      Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });
    for (const lacking of ['bullmq', 'ioredis']) {
      const load = async (name: string) => {
        if (name === lacking) throw missing(name);
        return {};
      };
      await expect(queuePackages(load)).rejects.toThrow(
        `--queue: needs the packages bullmq and ioredis; ${lacking} is not installed. Install both: npm install bullmq@6 ioredis@6`,
      );
    }
  });

  it('that are there and broken are not called missing', async () => {
    await expect(queuePackages(() => Promise.reject(new SyntaxError('Unexpected token')))).rejects.toThrow(SyntaxError);
  });

  it('are the ones that the lab names as its peers', async () => {
    const { default: manifest } = await import('../../lab/package.json', { with: { type: 'json' } });
    expect(manifest.peerDependencies).toMatchObject({
      bullmq: expect.stringMatching(/^\^6\./),
      ioredis: expect.stringMatching(/^\^6\./),
    });
  });
});

describe('aloneGate', () => {
  it('lets nothing run beside what is alone, and all the rest together', async () => {
    const gate = aloneGate();
    const seen: string[] = [];
    let running = 0;
    const work = (name: string) => async () => {
      running++;
      seen.push(`${name} with ${running - 1}`);
      await sleep(10);
      running--;
      return name;
    };
    const all = [
      gate.beside(work('a')),
      gate.beside(work('b')),
      gate.alone(work('c')),
      gate.beside(work('d')),
      gate.beside(work('e')),
    ];
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(seen).toEqual(['a with 0', 'b with 1', 'c with 0', 'd with 0', 'e with 1']);
  });

  it('goes on after work that throws', async () => {
    const gate = aloneGate();
    await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.beside(async () => 1)).toBe(1);
  });
});

describe('priorityOfWork', () => {
  it('puts more work first, within what BullMQ takes', () => {
    const works = [0, 1, 2, 1000, 1010, 1e9, 1e12, 1e18, Number.POSITIVE_INFINITY];
    const priorities = works.map(priorityOfWork);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities.slice(1)).size).toBe(works.length - 1);
    for (const priority of [...priorities, priorityOfWork(Number.NaN)]) {
      expect(Number.isInteger(priority) && priority >= 1 && priority < 2 ** 21).toBe(true);
    }
  });
});

describe('within', () => {
  it('ends a wait for what never comes', async () => {
    await expect(within(0.02, new Promise(() => {}))).rejects.toThrow('no answer within 0.02 s');
    expect(await within(1, Promise.resolve(3))).toBe(3);
    await expect(within(1, Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });
});
