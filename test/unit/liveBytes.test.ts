/* Add a call of a new public function in test/reference/publicCalls.ts; this file runs them all. */
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index';
import { publicCalls } from '../reference/publicCalls';

const { x, y, data, calls } = publicCalls(d);

describe('live bytes', () => {
  it('every public function is called in publicCalls.ts', () => {
    const functions = (entries: object, prefix = ''): string[] =>
      Object.entries(entries).flatMap(([name, value]) => {
        // groups of functions, as `exact`
        const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
        if (members.length > 0 && members.every((member) => typeof member === 'function')) {
          return functions(value, `${prefix}${name}.`);
        }
        return typeof value === 'function' && !/^class\b/.test(String(value)) ? [prefix + name] : [];
      });
    expect(functions(d).sort()).toEqual(Object.keys(calls).sort());
  });

  it.each(Object.keys(calls))('%s gives back every byte', (name) => {
    d.matmul(x, y, { transposeA: true });
    const { liveBytes, openWorkspaces } = d.runtime();
    calls[name]();
    calls[name]();
    expect(d.runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });

  it('experiments give back every byte, also when abandoned', () => {
    const { liveBytes, openWorkspaces } = d.runtime();
    for (const experiment of d.experiments) {
      const values = d.resolveParameters(experiment.parameters, experiment.powered ?? {});
      const [size] = values[experiment.axis] as readonly number[];
      const work = experiment.simulateSteps(values, size, 1);
      work.next();
      work.return(undefined as never);
      experiment.theory(values);
    }
    expect(d.runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });

  it('a callback that throws leaves nothing behind', () => {
    const { liveBytes, openWorkspaces } = d.runtime();
    const onProgress = () => {
      throw new Error('from the callback');
    };
    const shape = { inputs: 3, outputs: 2, hidden: 2, width: 300 };
    const long = { moments: data, lr: 0.01, steps: 3000, onProgress };
    expect(() => d.infiniteWidth({ ...long, hidden: 2, steps: 300 })).toThrow('from the callback');
    expect(() => d.train(d.createNet({ ...shape, seed: 1 }), long)).toThrow('from the callback');
    expect(() => d.trainEnsemble(shape, { ...long, seeds: 3 })).toThrow('from the callback');
    expect(d.runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });

  it('a leak would be seen', () => {
    const { liveBytes } = d.runtime();
    const ws = d.workspace();
    ws.matrix(1, 1);
    expect(d.runtime().liveBytes).toBeGreaterThan(liveBytes);
    ws.dispose();
  });
});
