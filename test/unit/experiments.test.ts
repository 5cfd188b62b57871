import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moments } from '../../src/data/moments';
import { checkSteps } from '../../src/experiments/check';
import { type Parameter, resolveParameters } from '../../src/experiments/experiment';
import { curveExperiments, experiments } from '../../src/experiments/registry';

describe('experiments', () => {
  it.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
    '%s is complete plain data',
    (_, experiment) => {
      expect(experiment.id).toMatch(/^[a-z-]+$/);
      expect(experiment.paper.url).toMatch(/^https:/);
      expect(experiment.parameters.map((parameter) => parameter.name)).toContain(experiment.axis);
      for (const parameter of experiment.parameters) {
        expect(JSON.parse(JSON.stringify(parameter))).toEqual(parameter);
        expect(parameter.doc.length).toBeGreaterThan(10);
      }
      const values = resolveParameters(experiment.parameters, experiment.powered ?? {});
      expect(values).toMatchObject({ seed: expect.any(Number), seeds: expect.any(Number) });
      expect(existsSync(new URL(`../../docs/${experiment.page}`, import.meta.url))).toBe(true);
      expect(experiment.wrong.length).toBeGreaterThan(0);
    },
  );

  it.each(curveExperiments.map((experiment) => [experiment.id, experiment] as const))(
    '%s runs on its own task: theory, nets, verdict',
    (_, experiment) => {
      const values = resolveParameters(experiment.parameters, { widths: [32, 64, 128, 256], steps: 20 });
      const theory = experiment.theory(values);
      const runs = [32, 64, 128, 256].flatMap((width) =>
        Array.from({ length: 12 }, (_, seed) => experiment.simulate(values, width, seed)),
      );
      for (const { id } of experiment.quantities) {
        const result = experiment.expected.compare(runs.map(experiment.distance(theory, undefined, id)));
        expect(result.rows.length).toBe(4);
        expect(result.verdict, result.explain()).not.toBe('disagrees');
      }
    },
  );

  it('say of data that it is theirs, or that they take none', () => {
    const data = { moments: moments([[1, 2]], [[1]]) };
    expect(() => checkSteps('nngp-posterior', { data })).toThrow(
      'data: expected nothing for nngp-posterior, which takes none',
    );
    expect(() => checkSteps('infinite-width', { data: ['1'] as never })).toThrow(
      'data.moments: expected what moments(x, y)',
    );
    expect(() => checkSteps('infinite-width', { data: 3 as never })).toThrow(
      'data: expected an object with moments, got 3',
    );
  });

  it('ids are unique', () => {
    const ids = experiments.map((experiment) => experiment.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('resolveParameters', () => {
  const parameters: Parameter[] = [
    { name: 'lr', type: 'number', default: 3, least: 0, exclusive: true, doc: 'learning rate' },
    { name: 'widths', type: 'integers', default: [64], least: 1, doc: 'widths' },
    { name: 'dtype', type: 'choice', default: 'float64', choices: ['float64', 'float32'], doc: 'precision' },
    { name: 'scale', type: 'number', doc: 'optional' },
  ];

  it('fills in defaults and reads a number as a list of one', () => {
    expect(resolveParameters(parameters, { widths: 8 })).toEqual({
      lr: 3,
      widths: [8],
      dtype: 'float64',
      scale: undefined,
    });
  });

  it.each([
    [{ lr: 0 }, 'lr: expected a finite number above 0, got 0'],
    [{ lr: Number.NaN }, 'lr: expected a finite number above 0, got NaN'],
    [{ widths: [64, 0] }, 'widths: expected an integer of at least 1, got 0'],
    [{ widths: [] }, 'widths: expected a list of numbers, got []'],
    [{ dtype: 'half' }, 'dtype: expected one of "float64", "float32", got "half"'],
    [{ rate: 1 }, 'parameter: expected one of lr, widths, dtype, scale, got "rate"'],
  ])('refuses %o', (values, message) => {
    expect(() => resolveParameters(parameters, values as never)).toThrow(message);
  });

  it('refuses endless choices', () => {
    const endless = { name: 'a', type: 'choice', choices: new Array(2 ** 32 - 1), doc: '' } as Parameter;
    expect(() => resolveParameters([endless], { a: 'b' })).toThrow(
      'parameters: expected the parameters of an experiment',
    );
  });
});
