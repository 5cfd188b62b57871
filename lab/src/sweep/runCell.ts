import { runtime } from 'deeplinear';
import { InputError } from '../inputError';
import type { CellConfig, CellValues } from './cell';
import type { CellTools } from './cells/cellTools';
import { checkCell } from './cells/checkCell';
import { netCell } from './cells/netCell';
import { completeCheckCell } from './study/completeCheckCell';
import { completeNetCell } from './study/completeNetCell';
import { type Problem, pathText } from './study/problem';

/**
 * Computes one cell on the portable build: the same bits in every process and order. Lets the event loop run about every 20 ms.
 * @throws Interrupted when the signal was aborted; InputError for a configuration whose parts do not fit each other.
 */
export async function runCell(config: CellConfig, tools: CellTools): Promise<CellValues> {
  const { build } = runtime();
  if (build !== 'portable') throw new Error(`sweep: expected the portable build, got ${build}`);
  const refusal = refusalOf(config);
  if (refusal !== undefined) throw new InputError(refusal);
  return 'experiment' in config ? checkCell(config, tools) : netCell(config, tools);
}

/** By the same checks as of a study: cells of axes that do not fit each other come this far. Undefined where there is none. */
export function refusalOf(config: CellConfig): string | undefined {
  const checked = 'experiment' in config ? completeCheckCell(config) : completeNetCell(asWritten(config), knownFile);
  if (!('problems' in checked)) return undefined;
  const [{ path, text }]: Problem[] = checked.problems;
  return path.length > 0 ? `${pathText(path)}: ${text}` : text;

  function knownFile(file: string) {
    return { path: file, sha256: (config.data as { sha256: string }).sha256 };
  }
}

/** A stored configuration as a study writes it: observables with options are objects of one key. */
function asWritten(config: CellConfig): CellConfig {
  const { observables } = config;
  if (!Array.isArray(observables)) return config;
  return {
    ...config,
    observables: observables.map((entry) => {
      const { name, ...options } = entry as { name: string };
      return typeof name !== 'string' || Object.keys(options).length === 0 ? (name ?? entry) : { [name]: options };
    }),
  };
}
