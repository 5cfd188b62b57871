import { DeepLinearError, type Dtype, decodeNet, encodeNpz, encodeOnnx, type Net } from 'deeplinear';
import { InputError } from '../inputError';
import { exportFile } from '../sweep/export/exportFile';

export const netFormats = ['onnx', 'npz'] as const;
export type NetFormat = (typeof netFormats)[number];

/**
 * Writes a net of a safetensors file as ONNX or as NumPy arrays W_0 … readout (collapsed: predictor) and spec.
 * @throws InputError for a file that holds none, a dtype that does not hold its numbers, or a place that cannot be written.
 */
export function exportNet(
  source: { path: string; bytes: Uint8Array },
  { format, out, collapsed, dtype }: { format: NetFormat; out: string; collapsed: boolean; dtype?: Dtype },
): { path: string; net: Net } {
  const net = explained(`${source.path} is no net file`, () => decodeNet(source.bytes));
  const bytes =
    format === 'onnx' ? explained('--dtype', () => encodeOnnx(net, { collapsed, dtype })) : npz(net, collapsed);
  const file = exportFile(out, format);
  try {
    file.write(bytes);
    file.publish();
  } finally {
    file.discard();
  }
  return { path: file.path, net };
}

function npz(net: Net, collapsed: boolean): Uint8Array {
  const names = net.weights().map((weight, l) => [l === net.spec.hidden ? 'readout' : `W_${l}`, weight] as const);
  const matrices = collapsed ? { predictor: net.predictor() } : Object.fromEntries(names);
  return encodeNpz({ ...matrices, spec: { data: [JSON.stringify(net.spec)], shape: [], dtype: 'string' } });
}

/** What the library says of a file is the file's fault. */
function explained<T>(about: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DeepLinearError) throw new InputError(`${about}: ${error.message}`);
    throw error;
  }
}
