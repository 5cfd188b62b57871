export { decodeNpy, type EncodeNpyOptions, encodeNpy, type NpyArray, type NpyDtype } from './npy';
