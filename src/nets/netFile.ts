import { ShapeError } from '../errors';
import type { NumberArray, NumberDtype } from '../io/arrayValue';
import { within } from '../io/bytes';
import { decodeSafetensors } from '../io/safetensors';
import type { Matrix } from '../matrix';
import { reject } from '../validate';
import { encodeChecked, refuseDamage } from './fileChecksum';
import { layerName } from './layerName';
import { assertNet, type Net, weightsOf } from './net';
import { ownNet } from './netFromWeights';
import { checkedSpec, type NetOptions } from './netSpec';
import { layerScalings } from './parameterization';

/** What a file says it is, and the version of its layout: metadata `deeplinear`. */
export const fileKinds = { net: 'net/1', run: 'run/1' } as const;

/** A file of named tensors as it was read. */
export type TensorFile = ReturnType<typeof decodeSafetensors>;

/**
 * A net as a safetensors file that keeps every bit: weights W_0 … W_{L−1} and readout as tensors of these names, in the dtype
 * of the net, and its spec as JSON in the metadata, with a checksum. Programs that know nothing of deeplinear read the weights.
 * @throws ValueError for what is no net
 */
export function encodeNet(net: Net): Uint8Array {
  assertNet(net);
  return encodeChecked(layerTensors('', weightsOf(net)), {
    deeplinear: fileKinds.net,
    spec: JSON.stringify(net.spec),
  });
}

/**
 * Reads what `encodeNet` wrote, or the net of a run that `encodeRun` wrote: the same spec and the same bits, so that training
 * goes as with the net that was saved. (Weights from elsewhere: `decodeSafetensors` and `netFromWeights`.)
 * @throws ValueError or ShapeError, naming the part, for what is no such file, or was altered since
 */
export function decodeNet(file: Uint8Array | ArrayBuffer): Net {
  const read = decodeSafetensors(file);
  const net = netOfFile(read, [fileKinds.net, fileKinds.run]);
  refuseDamage(read);
  return net;
}

/** The net of a file that is of one of these kinds. */
export function netOfFile(file: TensorFile, kinds: readonly string[]): Net {
  const kind = textOf(file, 'deeplinear');
  if (!kinds.includes(kind)) {
    reject('metadata.deeplinear', kinds.map((one) => JSON.stringify(one)).join(' or '), kind);
  }
  const given = jsonOf(file, 'spec');
  const spec = within('metadata.spec', () => checkedSpec(given as NetOptions, 'spec'));
  const layers = layerScalings(spec);
  const weights = layers.map(({ fanIn, fanOut }, l): Matrix => {
    const { dtype } = spec;
    const { data } = tensorOf(file, layerName(l, spec.hidden), dtype, [fanOut, fanIn]);
    return { rows: fanOut, cols: fanIn, dtype, data: data as Matrix['data'] };
  });
  return ownNet(spec, weights);
}

/** Matrices of layers under their names. */
export function layerTensors<T>(prefix: string, matrices: readonly T[]): Record<string, T> {
  return Object.fromEntries(matrices.map((one, l) => [`${prefix}${layerName(l, matrices.length - 1)}`, one]));
}

/**
 * A tensor by name.
 * @param shape undefined where a side may be of any length
 * @throws ValueError where there is none of this dtype, ShapeError where it has another shape
 */
export function tensorOf(
  { tensors }: TensorFile,
  name: string,
  dtype: NumberDtype,
  shape: readonly (number | undefined)[],
): NumberArray {
  const tensor = tensors.get(name);
  const named = `tensor ${JSON.stringify(name)}`;
  if (tensor === undefined) reject(named, 'to be in the file', undefined);
  if (tensor.dtype !== dtype) reject(`${named}: dtype`, dtype, tensor.dtype);
  const fits =
    tensor.shape.length === shape.length && shape.every((side, i) => (side ?? tensor.shape[i]) === tensor.shape[i]);
  if (!fits) {
    throw new ShapeError(
      `${named}: expected ${shape.map((side) => side ?? 'any').join('×')}, got ${tensor.shape.join('×') || 'a single number'}`,
    );
  }
  return tensor as NumberArray;
}

/** A text of the metadata. @throws ValueError where there is none. */
export function textOf({ metadata }: TensorFile, name: string): string {
  return metadata.get(name) ?? reject(`metadata.${name}`, 'a text', undefined);
}

/** JSON of the metadata. @throws ValueError for anything else. */
export function jsonOf(file: TensorFile, name: string): unknown {
  const text = textOf(file, name);
  try {
    return JSON.parse(text);
  } catch {
    return reject(`metadata.${name}`, 'JSON', text.length > 200 ? `${text.slice(0, 200)}…` : text);
  }
}
