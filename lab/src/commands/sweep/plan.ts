import { type Command, Option } from 'commander';
import { InputError } from '../../inputError';
import { jsonText } from '../../report/jsonText';
import { readStudy } from '../../sweep/study/readStudy';
import type { SweepTools } from '../sweep';
import { storedStudy, sweepTarget } from './sweepTarget';

interface PlanOptions {
  out?: string;
  workers?: number;
  calibrate: number;
  json?: boolean;
}

/** `deeplinear sweep plan STUDY`. */
export function addPlan(sweep: Command, { signal }: SweepTools): void {
  sweep
    .command('plan')
    .description(
      'Checks a study without running it: how many cells along which axes, about how long on all cores and how much memory, and what is done already.',
    )
    .argument('<study>', 'the study file, YAML or JSON, or the folder of its results')
    .addOption(
      new Option('-o, --out <folder>', 'folder of the results (default: name of the study file, ending in .sweep)'),
    )
    .addOption(new Option('--workers <number>', 'cores to plan for (default: all)').argParser(Number))
    .addOption(
      new Option('--calibrate <seconds>', 'most time for trying some cells; 0: no estimate')
        .argParser(Number)
        .default(5),
    )
    .addOption(new Option('--json', 'print the plan as JSON'))
    .helpOption('-h, --help', 'show this help')
    .action(async (path: string, { out, workers, calibrate, json }: PlanOptions) => {
      if (!(calibrate >= 0 && calibrate <= 3600)) {
        throw new InputError(`--calibrate: expected seconds from 0 to 3600, got ${calibrate}`);
      }
      if (workers !== undefined && (!Number.isInteger(workers) || workers < 1)) {
        throw new InputError(`--workers: expected an integer of at least 1, got ${workers}`);
      }
      const target = sweepTarget(path, out);
      const study = await readStudy(target.study, storedStudy(target.folder));
      const { sweepPlan } = await import('../../sweep/plan/sweepPlan');
      const { planData, planText } = await import('../../sweep/plan/planText');
      const plan = await sweepPlan({ study, folder: target.folder, workers, seconds: calibrate, signal });
      process.stdout.write(json ? jsonText(planData(plan)) : planText(plan, target.study));
    });
}
