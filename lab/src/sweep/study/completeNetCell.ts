import * as v from 'valibot';
import type { CellConfig, Plain } from '../cell';
import { sorted } from './canonicalJson';
import { crossChecks } from './crossChecks';
import { netCellSchema } from './netCellSchema';
import { type Problem, problemsBy } from './problem';

/** SHA-256 of a file of data, in hex. */
export type HashOfFile = (file: string) => { path: string; sha256: string } | { failure: string };

/** The configuration of a cell with a net: checked, with every default filled in and files named by what is in them. */
export function completeNetCell(parts: Plain, hash: HashOfFile): { config: CellConfig } | { problems: Problem[] } {
  const parsed = v.safeParse(netCellSchema, parts);
  if (!parsed.success) return { problems: problemsBy(netCellSchema, parts) };
  const cell = parsed.output;
  const problems = crossChecks(cell);
  if (problems.length > 0) return { problems };
  const { data, net, observables } = cell;
  const config = {
    ...cell,
    net: net.parameterization === 'muP' ? { ...net, gamma0: net.gamma0 ?? 1 } : net,
    observables: observables.map((entry) => {
      if (typeof entry === 'string') return { name: entry };
      const [name] = Object.keys(entry);
      return { name, ...(entry[name] as object) };
    }),
  };
  if (!('file' in data)) return { config: sorted(config as unknown as Plain) as CellConfig };
  const hashed = hash(data.file);
  if ('failure' in hashed) return { problems: [{ path: ['data', 'file'], text: hashed.failure }] };
  const { path, sha256 } = hashed;
  if (data.sha256 !== undefined && data.sha256 !== sha256) {
    return { problems: [{ path: ['data', 'sha256'], text: `expected ${sha256}, got ${data.sha256}` }] };
  }
  return { config: sorted({ ...config, data: { ...data, file: path, sha256 } } as unknown as Plain) as CellConfig };
}
