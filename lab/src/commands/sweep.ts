import { Command } from 'commander';
import type { OnExit } from './checkOutput';
import { addExport } from './sweep/export';
import { addPlan } from './sweep/plan';
import { addReport } from './sweep/report';
import { addResume } from './sweep/resume';
import { addRun } from './sweep/run';
import { addSchema } from './sweep/schema';
import { addStatus } from './sweep/status';
import { addWorker } from './sweep/worker';

/** What subcommands of `deeplinear sweep` are given; each adds itself. */
export interface SweepTools {
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Called however the process ends, synchronously. */
  onExit: OnExit;
}

const subcommands: ((sweep: Command, tools: SweepTools) => void)[] = [
  addPlan,
  addRun,
  addWorker,
  addStatus,
  addResume,
  addReport,
  addExport,
  addSchema,
];

const EXAMPLES = `
Examples:
  $ deeplinear sweep plan widths.yaml
  $ deeplinear sweep run widths.yaml
  $ deeplinear sweep status widths.sweep
  $ deeplinear sweep resume widths.sweep --workers 4
  $ deeplinear sweep run widths.yaml --queue redis://10.0.0.5
  $ deeplinear sweep worker --queue redis://10.0.0.5
  $ deeplinear sweep report widths.sweep
  $ deeplinear sweep export widths.sweep --format parquet`;

/** `deeplinear sweep …`: studies of many cells. */
export function sweepCommand(tools: SweepTools): Command {
  const sweep = new Command('sweep')
    .summary('run a study: many nets, on all cores, to be stopped and resumed at any moment')
    .description(
      'Runs a study: a file that says which nets to train, along which axes, and what to keep. Results lie in a folder of plain files.',
    )
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  for (const add of subcommands) add(sweep, tools);
  return sweep;
}
