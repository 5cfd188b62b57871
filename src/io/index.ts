export type { NumberArray, NumberDtype, Numbers, NumbersLike } from './arrayValue';
export type { Delimiter } from './csv/csvRecords';
export type { ParseCsvOptions } from './csv/csvTable';
export { type CsvTable, type DecodeCsvOptions, decodeCsv } from './csv/decodeCsv';
export { type CsvCell, type EncodeCsvOptions, encodeCsv } from './csv/encodeCsv';
export { type CsvCells, parseCsv } from './csv/parseCsv';
export {
  decodeNpy,
  type EncodeNpyOptions,
  encodeNpy,
  type NpyArray,
  type NpyArrayLike,
  type NpyDtype,
} from './npy';
export { type DecodeNpzOptions, decodeNpz, type EncodeNpzOptions, encodeNpz } from './npz';
export {
  decodeSafetensors,
  type EncodeSafetensorsOptions,
  encodeSafetensors,
  type Safetensors,
} from './safetensors';
