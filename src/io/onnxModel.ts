import type { Dtype, Matrix } from '../matrix';
import { bytesOfNumbers, type Numbers } from './arrayValue';
import { hostIsLittle, swapBytes } from './bytes';
import { type Message, message, messageBytes } from './protobuf';

/** A node: an operator of ONNX applied to values by name. Attributes are whole numbers. */
export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  output: string;
  attributes?: Readonly<Record<string, number>>;
}

/** A computation on rows of x that gives rows of y, any number of them at once. */
export interface OnnxGraph {
  name: string;
  dtype: Dtype;
  /** Columns of x and of y. */
  inputs: number;
  outputs: number;
  nodes: readonly OnnxNode[];
  /** Matrices, and single numbers, by the names that nodes have for them; all of the graph's dtype. */
  constants: ReadonlyMap<string, Matrix | number>;
  /** Beside the graph: text under names. */
  metadata: Readonly<Record<string, string>>;
  doc: string;
  producer: { name: string; version: string };
}

/** IR version 8 and operator set 13: read by every runtime since 2021, with all that a matrix product needs. */
const IR_VERSION = 8;
const OPERATOR_SET = 13;
/** TensorProto.DataType. */
const dataTypes: Record<Dtype, number> = { float32: 1, float64: 11 };
/** AttributeProto.AttributeType.INT. */
const INT = 2;

/**
 * The bytes of an ONNX file: a ModelProto of onnx.proto3, with field numbers from there.
 * @throws ValueError, in the name of `what`, for a file of 2 GiB and more.
 */
export function onnxModel(what: string, graph: OnnxGraph): Uint8Array {
  const { dtype, inputs, outputs, nodes, constants, metadata, doc, producer } = graph;
  const batch = 'batch';
  const graphProto = message(
    [1, nodes.map(nodeProto)],
    [2, graph.name],
    [5, [...constants].map(([name, value]) => tensorProto(name, value, dtype))],
    [11, valueInfo('x', dtype, [batch, inputs])],
    [12, valueInfo('y', dtype, [batch, outputs])],
  );
  const model = message(
    [1, IR_VERSION],
    [2, producer.name],
    [3, producer.version],
    [6, doc],
    [7, graphProto],
    [8, message([1, ''], [2, OPERATOR_SET])],
    [14, Object.entries(metadata).map(([key, value]) => message([1, key], [2, value]))],
  );
  return messageBytes(what, model);
}

function nodeProto({ operator, inputs, output, attributes = {} }: OnnxNode): Message {
  return message(
    [1, inputs],
    [2, output],
    [3, output],
    [4, operator],
    [5, Object.entries(attributes).map(([name, value]) => message([1, name], [3, value], [20, INT]))],
  );
}

/** Entries as raw little-endian bytes, which for the nets' own numbers are no copies. */
function tensorProto(name: string, value: Matrix | number, dtype: Dtype): Message {
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  const single = typeof value === 'number';
  const entries = single ? Kind.of(value) : value.data;
  return message(
    [1, single ? [] : [value.rows, value.cols]],
    [2, dataTypes[dtype]],
    [8, name],
    [9, littleBytes(entries)],
  );
}

function littleBytes(entries: Numbers): Uint8Array {
  if (hostIsLittle) return new Uint8Array(entries.buffer as ArrayBuffer, entries.byteOffset, entries.byteLength);
  const swapped = bytesOfNumbers(entries);
  swapBytes(swapped, entries.BYTES_PER_ELEMENT);
  return swapped;
}

function valueInfo(name: string, dtype: Dtype, shape: readonly (number | string)[]): Message {
  const dims = shape.map((side) => message(typeof side === 'number' ? [1, side] : [2, side]));
  const tensor = message([1, dataTypes[dtype]], [2, message([1, dims])]);
  return message([1, name], [2, message([1, tensor])]);
}
