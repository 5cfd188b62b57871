/** A model of one product, in ONNX's protobuf. */
import type { Gemm } from '../tasks';

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
const integer = (field: number, value: number) => [...varint(field << 3), ...varint(value)];
const part = (field: number, content: number[]) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field: number, value: string) => part(field, [...Buffer.from(value)]);

/** Field and type numbers are those of onnx.proto. */
const types = { float32: 1, float64: 11 };
const INT = 2;

function valueInfo(field: number, name: string, type: number, dims: number[]): number[] {
  const shape = dims.flatMap((size) => part(1, integer(1, size)));
  return part(field, [...text(1, name), ...part(2, part(1, [...integer(1, type), ...part(2, shape)]))]);
}

/** Inputs a and b, output c. Without transposes a MatMul, with them a Gemm. */
export function onnxModel({ dtype, transposes, m, n, k }: Gemm): Uint8Array {
  const [ta, tb] = [transposes === 'TN', transposes === 'NT'];
  const type = types[dtype];
  const flag = (name: string) => part(5, [...text(1, name), ...integer(3, 1), ...integer(20, INT)]);
  const node = [
    ...text(1, 'a'),
    ...text(1, 'b'),
    ...text(2, 'c'),
    ...text(4, ta || tb ? 'Gemm' : 'MatMul'),
    ...(ta ? flag('transA') : []),
    ...(tb ? flag('transB') : []),
  ];
  const graph = [
    ...part(1, node),
    ...text(2, 'product'),
    ...valueInfo(11, 'a', type, ta ? [k, m] : [m, k]),
    ...valueInfo(11, 'b', type, tb ? [n, k] : [k, n]),
    ...valueInfo(12, 'c', type, [m, n]),
  ];
  return Uint8Array.from([...integer(1, 8), ...part(7, graph), ...part(8, integer(2, 13))]);
}
