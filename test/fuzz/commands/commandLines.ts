import { strToU8 } from 'fflate';
import { figures } from '../../../lab/src/figures/registry';
import { limits } from '../../../lab/src/limits/registry';
import type * as Library from '../../../src/index';
import { type Entry, type Folder, place, taken } from './folder';
import { runCommand } from './runCommand';

/** Command lines that work, and the files that they read. */
export interface CommandLines {
  lines: string[][];
  files: Folder;
  /** Files that are damaged. */
  damaged?: RegExp;
}

const study = `name: small
data: { source: synthetic, inputs: 3, seed: 1 }
net: { hidden: 1 }
trainer: { steps: 3, lr: 0.1 }
axes:
  - net.width: [2, 3]
  - net.seed: { seeds: 2 }
observables: [finalLoss, loss]
`;

/** By name; each makes what it needs in the working folder. */
export const commandLines: Record<string, (d: typeof Library, root: string) => CommandLines | Promise<CommandLines>> = {
  compare: () => ({
    lines: [
      ['compare', '--widths', '4,8', '--seeds', '1', '--steps', '3', '--out', 'report'],
      [
        'compare',
        '--data',
        'houses.csv',
        '--target',
        'price',
        '--widths',
        '4',
        '--seeds',
        '1',
        '--steps',
        '2',
        '--quiet',
      ],
    ],
    files: new Map([['houses.csv', houses()]]),
  }),
  check: () => ({
    lines: [
      ['check', 'angle-collapse', '--seeds', '4', '--quiet'],
      ['check', 'two-layer', '--seeds', '4', '--json'],
      ['check', 'infinite-width', '--data', 'houses.csv', '--target', 'price', '--steps', '2', '--seeds', '4'],
      ['check', '--list', '--json'],
      ['check', '--only', 'nothing'],
    ],
    files: new Map([['houses.csv', houses()]]),
  }),
  limit: () => ({
    lines: [...limits.map(({ name }) => ['limit', name]), ['limit', '--list', '--json']],
    files: new Map<string, Entry>(),
  }),
  figure: () => ({
    lines: figures.map(({ id, settings: { full, quick } }) => [
      ...['figure', id, '--quick', '--format', 'json', '--out', 'figures', '--quiet'],
      ...Object.entries({ ...full, ...quick }).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ]),
    files: new Map<string, Entry>(),
  }),
  advise: () => ({
    lines: [
      ['advise', '--width', '8', '--hidden', '1', '--steps', '3', '--no-transfer', '--json'],
      ['advise', '--width', '8', '--hidden', '1', '--steps', '3', '--lr', '0.1', '--transfer-hidden', '2'],
    ],
    files: new Map<string, Entry>(),
  }),
  words: () => ({
    lines: [
      ['sweep', 'schema'],
      ['sweep', 'worker', '--queue', 'redis://127.0.0.1:1', '--wait', '1'],
      ['help', 'limit'],
      ['--version'],
      ['figure', '--list'],
      ['export', 'missing'],
      ['sweep', 'plan', 'study.yaml', '--calibrate', '0'],
      ['sweep', 'run', 'study.yaml', '--in-process', '--quiet'],
    ],
    files: new Map([['study.yaml', strToU8(study)]]),
  }),
  export: (d) => ({
    lines: [
      ['export', 'report', '--format', 'csv', '--out', 'curves.csv'],
      ['export', 'report/run.json', '--format', 'parquet', '--quiet'],
      ['export', 'report', '--format', 'npz'],
      ['export', 'net.safetensors', '--format', 'onnx'],
      ['export', 'net.safetensors', '--format', 'npz', '--collapsed'],
    ],
    files: new Map([
      ['report/run.json', strToU8(JSON.stringify(savedRun))],
      ['net.safetensors', d.encodeNet(d.createNet({ inputs: 2, outputs: 1, hidden: 1, width: 3, seed: 1 }))],
    ]),
    damaged: /./,
  }),
  data: (d) => {
    const x = d.randomNormal({ seed: 1, rows: 12, cols: 2 });
    const y = d.randomNormal({ seed: 2, rows: 12, cols: 1 });
    const input = { moments: { sxx: [[2]], syx: [[1]], syy: 1 }, lr: 0.1, hidden: 1, steps: 2 };
    const limit = ['limit', 'infinite-width', '--hidden', '1', '--steps', '2', '--lr', '0.1'];
    return {
      lines: [
        [...limit, '--data', 'houses.csv', '--target', 'price'],
        [...limit, '--data', 'houses.csv', '--target', 'price', '--classes'],
        [...limit, '--data', 'x.npy', '--target', '1'],
        [...limit, '--data', 'xy.npz', '--arrays', 'x,y'],
        [...limit, '--data', 'xy.safetensors'],
        ['limit', 'infinite-width', '--input', 'input.json'],
      ],
      files: new Map<string, Entry>([
        ['houses.csv', houses()],
        ['x.npy', d.encodeNpy(x)],
        ['xy.npz', d.encodeNpz({ x, y })],
        ['xy.safetensors', d.encodeSafetensors({ x, y })],
        ['input.json', strToU8(JSON.stringify(input))],
      ]),
      damaged: /./,
    };
  },
  study: () => ({
    lines: [
      ['sweep', 'plan', 'study.yaml', '--calibrate', '0'],
      ['sweep', 'plan', 'study.json', '--calibrate', '0', '--json'],
    ],
    files: new Map([
      ['study.yaml', strToU8(study)],
      ['study.json', strToU8(JSON.stringify(studyAsJson))],
    ]),
    damaged: /./,
  }),
  sweep: (_, root) =>
    sweepLines(root, [
      ['sweep', 'status', 'study.sweep'],
      ['sweep', 'status', 'study.yaml', '--json'],
      ['sweep', 'report', 'study.sweep', '--quiet'],
      ['sweep', 'export', 'study.sweep', '--format', 'csv'],
      ['sweep', 'export', 'study.sweep', '--format', 'parquet'],
      ['sweep', 'export', 'study.yaml', '--out', 'results.npz'],
      ['sweep', 'plan', 'study.sweep', '--calibrate', '0'],
    ]),
  // the study decides how long it takes and stays as it is
  resume: async (_, root) => ({
    ...(await sweepLines(root, [['sweep', 'resume', 'study.sweep', '--in-process']])),
    damaged: /^study.sweep\/(?!study)/,
  }),
};

async function sweepLines(root: string, lines: string[][]): Promise<CommandLines> {
  place(new Map([['study.yaml', strToU8(study)]]), root);
  const { exitCode, stderr } = await runCommand(['sweep', 'run', 'study.yaml', '--in-process', '--quiet'], 60_000);
  if (exitCode !== 0) throw new Error(`the sweep to be damaged did not run: ${stderr}`);
  const files = taken(root);
  const hints: [string, unknown][] = [
    ['suspects.json', { a: { deaths: 1, alone: 1 } }],
    ['running.json', ['a']],
    ['progress.json', { done: 1, failed: 0, cells: 4, rate: 2, left: 1 }],
    ['lock', { process: 2 ** 22, started: '1', host: 'elsewhere' }],
  ];
  for (const [name, content] of hints) files.set(`study.sweep/${name}`, strToU8(JSON.stringify(content)));
  // a lock of another machine holds for ever
  files.delete('study.sweep/lock');
  return { lines, files, damaged: /^study/ };
}

function houses(): Uint8Array {
  const lines = Array.from({ length: 12 }, (_, i) => `${Math.sin(i)},${Math.cos(2 * i)},${Math.sin(3 * i + 1)}`);
  return strToU8(`size,rooms,price\n${lines.join('\n')}\n`);
}

const savedRun = {
  format: 'deeplinear-compare/1',
  command: 'npx deeplinear compare',
  experiment: { axis: 'widths' },
  dtype: 'float64',
  environment: { deeplinear: '0.1.0' },
  theory: { loss: [1, 0.5, 0.25] },
  runs: [4, 8].map((size) => ({ size, seed: 1, loss: [1, 0.6, 0.3], distance: [0, 0.1, null] })),
};

const studyAsJson = {
  name: 'small',
  data: { source: 'synthetic', inputs: 3, seed: 1 },
  net: { hidden: 1 },
  trainer: { steps: 3, lr: 0.1 },
  axes: [{ 'net.width': [2, 3] }, { 'net.seed': { seeds: 2 } }],
  observables: ['finalLoss', { loss: { points: 2 } }],
};
