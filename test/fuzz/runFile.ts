import type * as Library from '../../src/index';
import { mutateBytes } from './mutateBytes';
import { randomOf } from './random';
import type { Reader } from './readers';
import type { Finding } from './runCase';
import { takeAsked } from './smallMachine';

/** Bytes of arrays that a reader may ask for, and as many for each byte of the file: what decompresses may grow. */
const ASKED = { once: 2 ** 26, each: 64 };
const LONGEST = 4000;

/** Reads a damaged file; undefined when it was read or refused as promised. The first cases are the files as they are. */
export function runFile(
  d: typeof Library,
  reader: Reader,
  number: number,
  { key, note }: { key: string; note?: (changes: string) => void },
): Finding | undefined {
  const { name, files } = reader;
  const asIs = { bytes: files[number], text: `file ${number} as it is` };
  const { bytes, text } = number < files.length ? asIs : mutateBytes(randomOf(key, name, number), files);
  note?.(text);
  const found = (wrong: string, error?: unknown): Finding => ({
    target: `file: ${name}`,
    number,
    changes: [text],
    wrong,
    stack: (error as Error | undefined)?.stack,
  });
  takeAsked();
  const { liveBytes, openWorkspaces } = d.runtime();
  try {
    reader.read(bytes);
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof d.DeepLinearError || reader.own(error))) return found(`untyped: ${error}`, error);
    if (!/: /.test(message)) return found(`unnamed: ${message}`, error);
    if (message.length > LONGEST) return found(`endless: a message of ${message.length} characters`, error);
  }
  const asked = takeAsked();
  if (asked > ASKED.once + ASKED.each * bytes.length)
    return found(`asked for ${asked} bytes of a file of ${bytes.length}`);
  const now = d.runtime();
  if (now.liveBytes !== liveBytes || now.openWorkspaces !== openWorkspaces) return found('left memory allocated');
  return undefined;
}
