import { reject } from '../validate';

/** A tensor as the header of a safetensors file says it. */
export interface TensorEntry {
  dtype: string;
  shape: number[];
  /** First byte of its data behind the header, and the one after the last. */
  offsets: [number, number];
}

export interface SafetensorsHeader {
  tensors: Map<string, TensorEntry>;
  metadata: Map<string, string>;
}

export const METADATA = '__metadata__';

/** The header as the official library writes it: JSON without spaces. */
export function headerJson({ tensors, metadata }: SafetensorsHeader): string {
  const text = JSON.stringify;
  const words = [...metadata].map(([key, value]) => `${text(key)}:${text(value)}`);
  return `{${[
    ...(words.length > 0 ? [`"${METADATA}":{${words.join(',')}}`] : []),
    ...[...tensors].map(
      ([name, { dtype, shape, offsets }]) =>
        `${text(name)}:{"dtype":${text(dtype)},"shape":${text(shape)},"data_offsets":${text(offsets)}}`,
    ),
  ].join(',')}}`;
}

/**
 * Reads the JSON of a header, and nothing but what belongs there: JSON.parse would keep the last of two equal names without a word.
 * @throws ValueError with the place.
 */
export function parseSafetensorsHeader(text: string): SafetensorsHeader {
  let at = 0;
  const wrong = (what: string): never => reject('header', `${what} at character ${at}`, text.slice(at, at + 40));
  const space = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at])) at++;
  };
  const take = (letter: string): boolean => {
    space();
    if (text[at] !== letter) return false;
    at++;
    return true;
  };
  const string = (): string => {
    space();
    const start = at;
    if (text[at] !== '"') return wrong('a text in quotes');
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    let value: unknown;
    try {
      value = JSON.parse(text.slice(start, end + 1));
    } catch {
      return wrong('a text in quotes');
    }
    // half a character
    if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) return wrong('a text in quotes');
    at = end + 1;
    return value;
  };
  const whole = (): number => {
    space();
    const start = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') at++;
    const digits = text.slice(start, Math.min(at, start + 17));
    const value = Number(digits);
    if (digits === '' || (digits[0] === '0' && digits.length > 1) || !Number.isSafeInteger(value)) {
      at = start;
      return wrong('a whole number of at most 2^53 − 1');
    }
    return value;
  };
  /** Calls `each` at every element between the brackets. */
  const list = (open: string, close: string, each: () => void) => {
    if (!take(open)) wrong(`"${open}"`);
    if (take(close)) return;
    do each();
    while (take(','));
    if (!take(close)) wrong(`"," or "${close}"`);
  };
  const object = (each: (key: string) => void) => {
    const keys = new Set<string>();
    list('{', '}', () => {
      space();
      const start = at;
      const key = string();
      if (keys.has(key)) {
        at = start;
        wrong('every name once');
      }
      keys.add(key);
      if (!take(':')) wrong('":"');
      each(key);
    });
  };
  const wholes = (): number[] => {
    const values: number[] = [];
    list('[', ']', () => values.push(whole()));
    return values;
  };
  const tensor = (): TensorEntry => {
    const entry: Partial<TensorEntry> = {};
    space();
    const start = at;
    object((key) => {
      if (key === 'dtype') entry.dtype = string();
      else if (key === 'shape') entry.shape = wholes();
      else if (key === 'data_offsets') entry.offsets = wholes() as [number, number];
      else wrong('nothing but dtype, shape and data_offsets');
    });
    const { dtype, shape, offsets } = entry;
    if (dtype === undefined || shape === undefined || offsets?.length !== 2) {
      at = start;
      return wrong('dtype, shape and two data_offsets');
    }
    return { dtype, shape, offsets };
  };
  const header: SafetensorsHeader = { tensors: new Map(), metadata: new Map() };
  object((name) => {
    if (name === METADATA) object((key) => header.metadata.set(key, string()));
    else header.tensors.set(name, tensor());
  });
  space();
  if (at < text.length) wrong('nothing behind the end');
  return header;
}
