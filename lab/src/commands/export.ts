import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Dtype } from 'deeplinear';
import { exportNet, netFormats } from '../export/exportNet';
import { exportRuns, runFormats } from '../export/exportRuns';
import { formatOf } from '../export/formatOf';
import { readRuns, runsFile } from '../export/readRuns';
import { fileReason, wholeFile } from '../fileReason';
import { InputError } from '../inputError';
import { count, quote } from '../view/format';

interface ExportOptions {
  format?: string;
  out?: string;
  collapsed?: boolean;
  dtype?: Dtype;
  quiet?: boolean;
}

const formats = [...new Set([...runFormats, ...netFormats])];

const NOTES = `
A report of compare becomes a table of its curves, one row a step:
  csv, parquet, npz (one NumPy array a column): width, seed, step, loss, limitLoss, distance
A net file (of compare --save-nets, or of the library's encodeNet and encodeRun) becomes
  onnx  input x (batch×inputs), output y (batch×outputs); layer by layer, or --collapsed
  npz   NumPy arrays W_0 … readout, or with --collapsed predictor; and spec

Examples:
  $ deeplinear export deeplinear-report --format parquet
  $ deeplinear export deeplinear-report --out curves.csv
  $ deeplinear export deeplinear-report/nets/width-1024-seed-1.safetensors --out net.onnx --dtype float32
  $ deeplinear export net.safetensors --format npz`;

/** `deeplinear export REPORT|NET`. */
export function exportCommand(signal: AbortSignal, onExit: (discard: () => void) => void): Command {
  return new Command('export')
    .summary('curves of a report as CSV, Parquet or NumPy; a net as ONNX or NumPy')
    .description('Writes the curves of a report as a table (CSV, Parquet, NumPy), or a net as ONNX or NumPy arrays.')
    .argument('<source>', "a report's folder (or its run.json), or a net file (.safetensors)")
    .addOption(
      new Option(
        '-f, --format <format>',
        'csv, parquet or npz of a report; onnx or npz of a net (default: by the ending of --out, else csv, onnx)',
      ).choices(formats),
    )
    .addOption(new Option('-o, --out <file>', "the file (default: name of the source with the format's ending, here)"))
    .addOption(new Option('--collapsed', 'of a net: the end-to-end matrix instead of its layers'))
    .addOption(
      new Option('--dtype <dtype>', "of an ONNX file (default: the net's; some runtimes know float32 only)").choices([
        'float64',
        'float32',
      ]),
    )
    .addOption(new Option('-q, --quiet', 'print nothing but errors'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action(async (source: string, options: ExportOptions) => {
      const runs = runsFile(source);
      const say = (text: string) => options.quiet || process.stdout.write(`${text}\n`);
      if (runs !== undefined) {
        const netOnly = Object.entries({ collapsed: options.collapsed, dtype: options.dtype });
        const wrong = netOnly.find(([, value]) => value !== undefined);
        if (wrong) throw new InputError(`--${wrong[0]}: expected a net file, got the report ${quote(source)}`);
        const format = formatOf(runFormats, options, 'a report');
        const out = options.out ?? placeOf(source, format);
        const command = `npx deeplinear export ${basename(resolve(source))} --format ${format}`;
        const written = await exportRuns(readRuns(runs), { format, out, command, signal, onExit });
        say(`${count(written.rows, 'row')} of ${written.columns.join(', ')}\n${written.path}`);
        return;
      }
      // first: what is missing has no formats
      const bytes = bytesOf(source);
      const format = formatOf(netFormats, options, 'a net');
      if (options.dtype !== undefined && format !== 'onnx') {
        throw new InputError(`--dtype: expected the format onnx beside it, got ${format}`);
      }
      const out = options.out ?? placeOf(source, format);
      const { collapsed = false, dtype } = options;
      const { path, net } = exportNet({ path: source, bytes }, { format, out, collapsed, dtype });
      const sizes = [net.spec.inputs, ...net.spec.widths, net.spec.outputs].join('-');
      say(`net ${sizes} in ${dtype ?? net.spec.dtype}${collapsed ? ', collapsed' : ''}\n${path}`);
    });
}

/** In the working folder, under the source's name. */
function placeOf(source: string, format: string): string {
  const name = basename(resolve(source));
  return `${name.replace(/\.(json|safetensors)$/, '')}.${format}`;
}

function bytesOf(path: string): Uint8Array {
  try {
    return wholeFile(path);
  } catch (error) {
    throw new InputError(`expected a report's folder or a net file, got ${quote(path)} (${fileReason(error)})`);
  }
}
