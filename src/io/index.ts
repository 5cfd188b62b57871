export type { NumberArray, NumberDtype, Numbers, NumbersLike } from './arrayValue';
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
