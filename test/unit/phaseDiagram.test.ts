import { expect, it } from 'vitest';
import { phaseDiagram } from '../../src/limits/phaseDiagram';
import { propagation } from '../../src/limits/propagation';

it('phaseDiagram is propagation on a grid with the edge that separates its phases', () => {
  const weightVariances = [0.5, 1.2, 2, 3];
  const biasVariances = [0.01, 0.05, 0.3];
  const found = phaseDiagram({ activation: 'erf', weightVariances, biasVariances });
  expect(found.edge.map((point) => point.biasVariance)).toEqual(biasVariances);
  biasVariances.forEach((biasVariance, i) => {
    weightVariances.forEach((weightVariance, j) => {
      const { qStar, cStar, chi1, xiQ, xiC } = propagation({ activation: 'erf', weightVariance, biasVariance });
      const at = i * weightVariances.length + j;
      const entries = [found.qStar, found.cStar, found.chi1, found.xiQ, found.xiC].map(({ data }) => data[at]);
      expect(entries).toEqual([qStar, cStar, chi1, xiQ, xiC]);
      expect(weightVariance > found.edge[i].weightVariance).toBe(chi1 > 1);
    });
  });
});

it('phaseDiagram refuses wrong axes by name', () => {
  const good = { activation: 'erf', weightVariances: [1], biasVariances: [0] } as const;
  expect(() => phaseDiagram({ ...good, weightVariances: [1, 0] })).toThrow('weightVariances[1]: expected a positive');
  expect(() => phaseDiagram({ ...good, biasVariances: [] })).toThrow('biasVariances: expected an array of numbers');
});
