import type { Command } from 'commander';

/** `deeplinear sweep schema`. */
export function addSchema(sweep: Command): void {
  sweep
    .command('schema')
    .description('Prints the JSON Schema of study files, by which editors complete and check them.')
    .helpOption('-h, --help', 'show this help')
    .action(async () => {
      const { jsonSchema } = await import('../../sweep/study/jsonSchema');
      process.stdout.write(`${JSON.stringify(jsonSchema(), undefined, 1)}\n`);
    });
}
