import { Option } from 'commander';
import { queueOption, waitOption } from './queueOptions';

export interface RunOptions {
  out?: string;
  workers?: number;
  inProcess?: boolean;
  retryFailed?: boolean;
  update?: boolean;
  json?: boolean;
  quiet?: boolean;
  queue?: string;
  wait: number;
  dataLimit: number;
}

/** Options of `sweep run` and `sweep resume`. */
export function runOptions(): Option[] {
  return [
    new Option('-o, --out <folder>', 'folder of the results (default: name of the study file, ending in .sweep)'),
    new Option('-w, --workers <n>', 'threads (default: one a core); no result depends on it').argParser(Number),
    new Option('--in-process', 'no threads: cells one after the other in this process').conflicts('workers'),
    new Option('--retry-failed', 'compute the cells again that failed before'),
    new Option(
      '--update',
      'the study was changed: keep the results of the cells that are still in it, drop the others',
    ),
    queueOption('where the workers are: cells go to them through Redis or Valkey').conflicts(['workers', 'inProcess']),
    waitOption('with --queue: most seconds without any worker, or without the server'),
    new Option('--data-limit <MiB>', 'with --queue: the largest data set that is sent to workers that lack it')
      .argParser(Number)
      .default(1024),
    new Option('--json', 'print events, one JSON object a line'),
    new Option('-q, --quiet', 'no progress'),
  ];
}
