import { storeLine } from '../../../lab/src/sweep/storeLine';
import { mutateBytes } from '../mutateBytes';
import type { Random } from '../random';
import type { Entry, Folder } from './folder';

/** A change of the files that a command reads. */
export interface FolderChange {
  text: string;
  apply(folder: Folder): Folder;
}

const values: unknown[] = [
  ...[
    null,
    true,
    '',
    'x',
    '1',
    '../x',
    '__proto__',
    'NaN',
    -1,
    0,
    0.5,
    1e300,
    2 ** 31,
    2 ** 53,
    99_999_999_999,
    [],
    {},
  ],
  ...[[null], [[1, 2], [3]], { $: 'NaN' }, { $: 'x' }, { rows: 1e9, cols: 1e9, data: [] }, 'x'.repeat(5000)],
];

/** Damage to one file: to its bytes, to what it says, or to what it is. */
export function folderChange(random: Random, folder: Folder, which: RegExp): FolderChange {
  const names = [...folder.keys()].filter((name) => which.test(name));
  const name = random.pick(names);
  const entry = folder.get(name)!;
  const put = (text: string, value: Entry | undefined): FolderChange => ({
    text: `${name} ${text}`,
    apply: (now) => {
      const after = new Map(now);
      if (value === undefined) after.delete(name);
      else after.set(name, value);
      return after;
    },
  });
  const draw = random.next();
  if (!(entry instanceof Uint8Array) || draw < 0.1) {
    const [text, value] = random.pick<[string, Entry | undefined]>([
      ['is gone', undefined],
      ['is a folder', 'folder'],
      ['links to itself', { link: name.split('/').at(-1)! }],
      ['links to nothing', { link: 'nothing' }],
      ['is empty', new Uint8Array(0)],
      ['links to its folder', { link: '.' }],
      ['has no end', { link: '/dev/zero' }],
    ]);
    return put(text, value);
  }
  if (draw < 0.2) {
    const other = random.pick([...folder.keys()]);
    return put(`holds ${other}`, folder.get(other)!);
  }
  if (draw < 0.75 && /\.jsonl?$/.test(name)) {
    const lied = lie(random, name, entry);
    if (lied) return put(...lied);
  }
  const { bytes, text } = mutateBytes(random, [entry]);
  return put(text, bytes);
}

/** Well-formed JSON that says something else; records of a sweep with the right sum. */
function lie(random: Random, name: string, bytes: Uint8Array): [string, Uint8Array] | undefined {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const records = name.endsWith('.jsonl');
  const at = records ? random.below(lines.length - 1) : 0;
  try {
    const whole = JSON.parse(records ? lines[at] : lines.join('\n'));
    const { value, text } = changed(random, records ? whole.record : whole);
    if (!records) return [text, new TextEncoder().encode(JSON.stringify(value))];
    const line = Buffer.from(storeLine(value as never))
      .toString()
      .replace(/\n$/, '');
    return [
      `line ${at + 1}: ${text}`,
      new TextEncoder().encode(lines.map((one, i) => (i === at ? line : one)).join('\n')),
    ];
  } catch {
    return undefined;
  }
}

function changed(random: Random, root: unknown): { value: unknown; text: string } {
  const places: (string | number)[][] = [[]];
  const visit = (value: unknown, at: (string | number)[]) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, entry] of Object.entries(value).slice(0, 30)) {
      places.push([...at, key]);
      visit(entry, [...at, key]);
    }
  };
  visit(root, []);
  const at = random.pick(places);
  const value = random.pick(values);
  const key = at.at(-1);
  const copy = structuredClone({ root });
  const path: (string | number)[] = ['root', ...at];
  const holder = path.slice(0, -1).reduce<unknown>((below, part) => (below as never)[part], copy) as object;
  const last = path.at(-1)!;
  const draw = random.next();
  if (draw < 0.2 && key !== undefined) {
    delete (holder as Record<string, unknown>)[last];
    return { value: copy.root, text: `${at.join('.')} taken away` };
  }
  const inside = (holder as Record<string, unknown>)[last];
  if (draw < 0.3 && typeof inside === 'object' && inside !== null) {
    const name = random.pick(['__proto__', 'constructor', 'toString', 'unknown']);
    Object.defineProperty(inside, name, { value, enumerable: true, configurable: true });
    return { value: copy.root, text: `${at.join('.')} with ${name}: ${JSON.stringify(value).slice(0, 40)}` };
  }
  (holder as Record<string, unknown>)[last] = value;
  return { value: copy.root, text: `${at.join('.')} ← ${JSON.stringify(value).slice(0, 40)}` };
}
