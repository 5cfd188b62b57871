import { Command } from 'commander';
import { curveExperiments, experiments } from 'deeplinear';
import { adviseCommand } from './commands/advise';
import { checkCommand } from './commands/check';
import type { OnExit } from './commands/checkOutput';
import { compareCommand } from './commands/compare';
import { exportCommand } from './commands/export';
import { figureCommand } from './commands/figure';
import { limitCommand } from './commands/limit';
import { sweepCommand } from './commands/sweep';
import { libraryVersion } from './environment';
import { limits } from './limits/registry';

/** All of the command line; nothing is read or run yet. Bad words throw CommanderError. */
export function deeplinearProgram(signal: AbortSignal, onExit: OnExit): Command {
  const [experiment] = curveExperiments;
  const program = new Command('deeplinear')
    .description('Deep linear networks and their large-width limits, from the command line.')
    .version(libraryVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .enablePositionalOptions()
    .addCommand(compareCommand(experiment, signal, onExit))
    .addCommand(checkCommand(experiments, signal, onExit))
    .addCommand(limitCommand(limits, experiment, signal))
    .addCommand(figureCommand(experiments, signal))
    .addCommand(exportCommand(signal, onExit))
    .addCommand(sweepCommand({ signal, onExit }))
    .addCommand(adviseCommand(experiment, signal));
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  return program;
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
