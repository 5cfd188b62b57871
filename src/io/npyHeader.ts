import { reject } from '../validate';

/** The dictionary at the beginning of a .npy file. */
export interface NpyHeader {
  descr: string;
  fortranOrder: boolean;
  shape: number[];
}

/** The dictionary as NumPy writes it. */
export function headerText({ descr, fortranOrder, shape }: NpyHeader): string {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': (${tuple}), }`;
}

/**
 * Reads the literal of a Python dictionary with the keys descr, fortran_order and shape, in any order.
 * @throws ValueError for anything else.
 */
export function parseHeader(text: string): NpyHeader {
  const wrong = (what: string): never => reject('header', what, text.length > 200 ? `${text.slice(0, 200)}…` : text);
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(`\\s*(?:${pattern.source})`, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    if (!found) return undefined;
    at = sticky.lastIndex;
    return found[1] ?? found[0].trim();
  };
  const value = (): string | boolean | number[] => {
    const word = take(/True|False/);
    if (word !== undefined) return word === 'True';
    // Long integers of Python 2 end with L.
    const tuple = take(/\(([\s\dL,]*)\)/);
    if (tuple !== undefined) return shapeOf(tuple) ?? wrong('a tuple of whole numbers as shape');
    const quoted = take(/'([^'\\]*)'|"([^"\\]*)"/);
    if (quoted !== undefined) return quoted.replace(/^"|"$/g, '');
    if (take(/\[/) !== undefined) return wrong('a type that is no structure as descr');
    return wrong("a Python dictionary with 'descr', 'fortran_order' and 'shape'");
  };
  const entries = new Map<string, string | boolean | number[]>();
  if (take(/\{/) === undefined) wrong('a Python dictionary');
  while (take(/\}/) === undefined) {
    const key = value();
    if (typeof key !== 'string' || take(/:/) === undefined || entries.has(key)) wrong('a Python dictionary');
    entries.set(key as string, value());
    if (take(/,/) === undefined && !/^\s*\}/.test(text.slice(at)))
      wrong('a comma between the entries of the dictionary');
  }
  if (text.slice(at).trim() !== '') wrong('nothing behind the dictionary');
  const [descr, fortranOrder, shape] = ['descr', 'fortran_order', 'shape'].map((key) => entries.get(key));
  if (entries.size !== 3 || typeof descr !== 'string' || typeof fortranOrder !== 'boolean' || !Array.isArray(shape)) {
    return wrong("the keys 'descr' (text), 'fortran_order' (True or False) and 'shape' (a tuple), and no other");
  }
  return { descr, fortranOrder, shape };
}

/** Of the inside of a tuple; undefined where it is none: (3) is a number, (3,) a tuple. */
function shapeOf(inside: string): number[] | undefined {
  const text = inside.trim();
  if (text === '') return [];
  if (!/^\d+L?\s*,(\s*\d+L?\s*,)*(\s*\d+L?)?$/.test(text)) return undefined;
  const shape = text
    .split(',')
    .map((part) => part.trim().replace('L', ''))
    .filter((part) => part !== '')
    .map(Number);
  return shape.every(Number.isSafeInteger) ? shape : undefined;
}
