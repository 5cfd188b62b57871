import type { Command } from 'commander';
import type { SweepTools } from '../sweep';
import { type RunOptions, runOptions } from './runOptions';
import { runSweep } from './runSweep';
import { startedFolder, sweepTarget } from './sweepTarget';

/** `deeplinear sweep resume STUDY|FOLDER`: `run` on a sweep that was begun. */
export function addResume(sweep: Command, tools: SweepTools): void {
  const command = sweep
    .command('resume')
    .description('Goes on with a sweep: computes the cells that have no result yet.')
    .argument('<sweep>', 'the folder of the sweep, or the study file')
    .helpOption('-h, --help', 'show this help')
    .action((path: string, options: RunOptions) => {
      startedFolder(path, options.out);
      return runSweep(sweepTarget(path, options.out), options, tools);
    });
  for (const option of runOptions()) command.addOption(option);
}
