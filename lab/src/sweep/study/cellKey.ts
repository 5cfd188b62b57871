import { createHash } from 'node:crypto';
import type { CellConfig, Plain } from '../cell';
import { canonicalJson } from './canonicalJson';
import { codeVersion } from './codeVersion';

/**
 * Address of a cell's result: SHA-256, in hex, of the canonical JSON of its configuration and the version of the code. A file of
 * data counts by its content, not by where it lies.
 */
export function cellKey(config: CellConfig, code = codeVersion()): string {
  const data = config.data as { readonly [key: string]: Plain } | undefined;
  const placeless = data?.sha256 === undefined ? config : { ...config, data: without(data, 'file') };
  return createHash('sha256')
    .update(canonicalJson({ code, config: placeless }))
    .digest('hex');
}

function without(record: { readonly [key: string]: Plain }, name: string): Plain {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
