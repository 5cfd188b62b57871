import { describe, expect, it } from 'vitest';
import { resolveParameters } from '../../src/experiments/experiment';
import { langevinExperiment } from '../../src/experiments/langevin';
import { drain } from '../../src/longWork';

describe('nets trained with noise and decay', () => {
  it('end at the Langevin equilibrium as they become wide, with two hidden layers too', () => {
    const { parameters, theory, theorySteps, simulate, observe, expected, wrong } = langevinExperiment;
    const settings = { hidden: 2, widths: [32, 64, 128], seeds: 24, steps: 600 };
    const values = resolveParameters(parameters, settings);
    const runs = settings.widths.flatMap((size) =>
      Array.from({ length: settings.seeds }, (_, k) => ({ size, run: simulate(values, size, 1000 + k) })),
    );
    const judge = (law: ReturnType<typeof theory>) => {
      const finding = expected.verdict(
        runs.map(({ size, run }) => observe(law, values)(run, size)),
        values,
      );
      console.log(finding.explain());
      return finding.verdict;
    };
    expect(judge(theory(values))).toBe('agrees');
    for (const law of wrong) expect(judge(drain((law.theorySteps ?? theorySteps)(values))), law.id).toBe('disagrees');
  });
});
