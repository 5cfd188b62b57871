/** A message of protocol buffers as a list of its fields in their order; what lies inside a field of bytes is the reader's business. */
export interface ProtobufField {
  number: number;
  /** 0: a whole number, as `value`. 2: bytes. */
  wire: number;
  value: number;
  bytes: Uint8Array;
}

/** Reads every field of a message; throws at wire types that ONNX files of ours do not have and at bytes left over. */
export function readProtobuf(bytes: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('a number is cut off');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, wire] = [tag >> 3, tag & 7];
    if (wire !== 0 && wire !== 2) throw new Error(`field ${number} has wire type ${wire}`);
    const value = varint();
    if (wire === 2 && at + value > bytes.length) throw new Error(`field ${number} is cut off`);
    fields.push({ number, wire, value, bytes: wire === 2 ? bytes.subarray(at, at + value) : new Uint8Array(0) });
    if (wire === 2) at += value;
  }
  return fields;
}

type Kind = 'number' | 'text' | 'bytes' | Schema;
/** Names and kinds of the fields that a message may have; a star marks those that may repeat. */
export interface Schema {
  [number: number]: readonly [name: string, kind: Kind];
}

/** A message under its schema: every field it has must be known, of the right wire type, and single unless its name ends in a star. */
export function readMessage(bytes: Uint8Array, schema: Schema): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { number, wire, value, bytes: inside } of readProtobuf(bytes)) {
    if (!schema[number]) throw new Error(`no field ${number} among ${Object.values(schema).map(([name]) => name)}`);
    const [name, kind] = schema[number];
    if ((kind === 'number') !== (wire === 0)) throw new Error(`${name} has wire type ${wire}`);
    const content =
      kind === 'number'
        ? value
        : kind === 'text'
          ? new TextDecoder('utf-8', { fatal: true }).decode(inside)
          : kind === 'bytes'
            ? inside
            : readMessage(inside, kind);
    if (name.endsWith('*')) found[name] = [...((found[name] as unknown[]) ?? []), content];
    else if (name in found) throw new Error(`${name} twice`);
    else found[name] = content;
  }
  return found;
}

const shape: Schema = { 1: ['dim*', { 1: ['dim_value', 'number'], 2: ['dim_param', 'text'] }] };
const valueInfo: Schema = {
  1: ['name', 'text'],
  2: ['type', { 1: ['tensor_type', { 1: ['elem_type', 'number'], 2: ['shape', shape] }] }],
};
const attribute: Schema = { 1: ['name', 'text'], 3: ['i', 'number'], 20: ['type', 'number'] };
const node: Schema = {
  1: ['input*', 'text'],
  2: ['output*', 'text'],
  3: ['name', 'text'],
  4: ['op_type', 'text'],
  5: ['attribute*', attribute],
};
const tensor: Schema = {
  1: ['dims*', 'number'],
  2: ['data_type', 'number'],
  8: ['name', 'text'],
  9: ['raw_data', 'bytes'],
};

/** ModelProto of onnx.proto3, as far as files of nets need it. */
export const onnxSchema: Schema = {
  1: ['ir_version', 'number'],
  2: ['producer_name', 'text'],
  3: ['producer_version', 'text'],
  6: ['doc_string', 'text'],
  7: [
    'graph',
    {
      1: ['node*', node],
      2: ['name', 'text'],
      5: ['initializer*', tensor],
      11: ['input*', valueInfo],
      12: ['output*', valueInfo],
    },
  ],
  8: ['opset_import*', { 1: ['domain', 'text'], 2: ['version', 'number'] }],
  14: ['metadata_props*', { 1: ['key', 'text'], 2: ['value', 'text'] }],
};
