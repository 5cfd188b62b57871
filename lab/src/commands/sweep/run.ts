import type { Command } from 'commander';
import type { SweepTools } from '../sweep';
import { type RunOptions, runOptions } from './runOptions';
import { runSweep } from './runSweep';
import { sweepTarget } from './sweepTarget';

const NOTES = `
A folder that has results of this study already is resumed: what is there is not computed again.
Ctrl-C finishes the cells that run, a second Ctrl-C stops at once; either way, and after a crash, the sweep goes on where it was.
Exit codes: 0, 1 when cells failed, 2 for bad input or a disk that cannot be written, 130 for Ctrl-C.`;

/** `deeplinear sweep run STUDY`. */
export function addRun(sweep: Command, tools: SweepTools): void {
  const command = sweep
    .command('run')
    .description('Computes the cells of a study on all cores.')
    .argument('<study>', 'the study file, YAML or JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action((study: string, options: RunOptions) => runSweep(sweepTarget(study, options.out), options, tools));
  for (const option of runOptions()) command.addOption(option);
}
