import { strToU8, zipSync } from 'fflate';
import { csvTable } from '../../lab/src/data/csvTable';
import { idx } from '../../lab/src/data/idx';
import { InputError } from '../../lab/src/inputError';
import { parseJson } from '../../lab/src/limits/readInput';
import { recordOfLine, storeLine } from '../../lab/src/sweep/storeLine';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import type * as Library from '../../src/index';

/** A reader of bytes, and files to begin with: good ones, and some made to hurt. */
export interface Reader {
  name: string;
  read(bytes: Uint8Array): unknown;
  files: Uint8Array[];
  /** Errors that it is allowed to throw besides the library's. */
  own: (error: unknown) => boolean;
}

const fromLab = (error: unknown) => error instanceof InputError;
const none = () => false;

/** Every reader of files in the library and the lab. */
export function readers(d: typeof Library): Reader[] {
  const x = d.randomNormal({ seed: 1, rows: 3, cols: 2 });
  const net = d.createNet({ inputs: 2, outputs: 1, hidden: 2, width: 3, seed: 1 });
  const y = d.randomNormal({ seed: 2, rows: 3, cols: 1 });
  const run = d.train(net, { x, y, lr: 0.1, steps: 4, record: { every: 2, quantities: ['predictor'] } });
  const kept = { momentum: 0.5, keepState: true, record: { quantities: ['weights' as const] } };
  const resumable = d.train(net, { x, y, lr: 0.1, steps: 4, ...kept });
  const npy = d.encodeNpy(x);
  const text = (words: string) => strToU8(words);
  return [
    {
      name: 'decodeNpy',
      read: (bytes) => d.decodeNpy(bytes),
      own: none,
      files: [
        npy,
        d.encodeNpy(x, { order: 'F', version: 2, byteOrder: 'big' }),
        d.encodeNpy({ data: ['a', 'bc'] }),
        npyWith("{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740991, 9007199254740991), }"),
        npyWith("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 0), }"),
        npyWith("{'descr': '<U4294967295', 'fortran_order': False, 'shape': (1,), }"),
        npyWith(`{'descr': ${'['.repeat(9000)}`),
        npyWith("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"),
      ],
    },
    {
      name: 'decodeNpz',
      read: (bytes) => d.decodeNpz(bytes),
      own: none,
      files: [
        d.encodeNpz({ x, y }),
        zipSync({ '../../etc/passwd.npy': npy, '/absolute.npy': npy }),
        zipSync({ '__proto__.npy': npy, 'constructor.npy': npy }),
        zipSync({ 'x.npy': new Uint8Array(2 ** 25) }, { level: 9 }),
        zipSync({ 'x.npy': npyWith("{'descr': '|u1', 'fortran_order': False, 'shape': (33554432,), }", 2 ** 25) }),
        zipSync(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`${i}.npy`, npy]))),
      ],
    },
    {
      name: 'decodeSafetensors',
      read: (bytes) => d.decodeSafetensors(bytes),
      own: none,
      files: [
        d.encodeSafetensors({ x, y }),
        tensorsWith('{"__proto__": {"dtype": "F64", "shape": [1], "data_offsets": [0, 8]}}', 8),
        tensorsWith('{"a": {"dtype": "F64", "shape": [9007199254740991, 2], "data_offsets": [0, 8]}}', 8),
        tensorsWith('{"a": {"dtype": "F64", "shape": [1], "data_offsets": [8, 0]}}', 8),
        tensorsWith('{"a": {"dtype": "U8", "shape": [1e300], "data_offsets": [0, 1e300]}}', 8),
        tensorsWith(`{"a": ${'['.repeat(60_000)}`, 0),
        tensorsWith('{"__metadata__": {"__proto__": "x"}}', 0),
      ],
    },
    {
      name: 'decodeNet',
      read: (bytes) => d.decodeNet(bytes),
      own: none,
      files: [d.encodeNet(net), d.encodeSafetensors({ x })],
    },
    {
      name: 'decodeRun',
      read: (bytes) => d.decodeRun(bytes),
      own: none,
      files: [d.encodeRun(run), d.encodeRun(resumable), d.encodeNet(net)],
    },
    {
      name: 'decodeCsv',
      read: (bytes) => d.decodeCsv(bytes),
      own: none,
      files: [
        text('a,b\n1,2\n-3.5e2,4\n'),
        text('a;b\r\n"1";"2"\r\n3;4'),
        text('"'.repeat(4000)),
        text(`a\n${'9'.repeat(5000)}\n`),
        text(','.repeat(50_000)),
        text(`${'\n'.repeat(50_000)}1`),
        Uint8Array.of(0xff, 0xfe, 0, 1, 0x22),
      ],
    },
    {
      name: 'parseCsv',
      read: (bytes) => d.parseCsv(bytes),
      own: none,
      files: [text('a,"b ""c"""\n1,2\n'), text('"a\n')],
    },
    {
      name: 'lab idx',
      read: (bytes) => idx(bytes, 'file'),
      own: fromLab,
      files: [
        Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4),
        Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9),
        Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
      ],
    },
    {
      name: 'lab csvTable',
      read: (bytes) => csvTable(bytes, 'file'),
      own: fromLab,
      files: [text('a,b,class\n1,2,x\n3,4,y\n'), text('a,a\n1,2\n'), text('__proto__,constructor\n1,2\n')],
    },
    {
      name: 'lab input JSON',
      read: (bytes) => parseJson(new TextDecoder().decode(bytes), 'file'),
      own: fromLab,
      files: [
        text('{"moments": {"sxx": {"rows": 1, "cols": 1, "data": [1]}, "syx": [[1]], "syy": 1}, "lr": "Infinity"}'),
        text('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
        text(`{"a": ${'['.repeat(60_000)}${']'.repeat(60_000)}}`),
        text('{"x": {"rows": 1e9, "cols": 1e9, "data": []}}'),
      ],
    },
    {
      name: 'lab study',
      read: (bytes) => parseStudy(new TextDecoder().decode(bytes), 'study.yaml'),
      own: fromLab,
      files: [
        text(
          'name: study\nnet: { inputs: 4, outputs: 1, hidden: 2, width: 8, seed: 1 }\ntrain: { lr: 0.1, steps: 5 }\naxes:\n  - net.width: [8, 16]\n',
        ),
        text('name: check\nexperiment: infinite-width\naxes:\n  - seed: [1, 2]\n'),
        text('__proto__: { polluted: 1 }\nname: x\nconstructor: { prototype: { polluted: 1 } }\n'),
        text(
          `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replace(
            /./g,
            (letter) =>
              `${letter}: &${letter} [${Array(9)
                .fill(`*${String.fromCharCode(letter.charCodeAt(0) - 1)}`)
                .join()}]\n`,
          )}`,
        ),
        text(`name: ${'['.repeat(5000)}`),
        text('name: x\naxes: [{ seed: { from: 1, to: 1e300, count: 1e300 } }]\n'),
      ],
    },
    {
      name: 'lab store line',
      read: (bytes) => recordOfLine(Buffer.from(bytes)),
      own: fromLab,
      files: [new Uint8Array(storeLine({ index: 1, key: 'k', config: {}, result: { loss: 1 } } as never))],
    },
  ];
}

/** A .npy file with any header, and a body of zeros. */
function npyWith(header: string, bytes = 8): Uint8Array {
  const text = strToU8(header);
  const file = new Uint8Array(10 + text.length + bytes);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  file.set(text, 10);
  return file;
}

/** A .safetensors file with any header, and a body of zeros. */
function tensorsWith(header: string, bytes: number): Uint8Array {
  const text = strToU8(header);
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  return file;
}
