import { kinds, type NumberDtype } from './arrayValue';

/** Floating point numbers of two bytes: they become float32, which holds every one of them exactly. */
export type Half = 'float16' | 'bfloat16';

/** @param bytes of this machine's order */
export function halvesToFloat32(bytes: Uint8Array<ArrayBuffer>, half: Half): Float32Array {
  const codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const bits = Uint32Array.from(codes, half === 'bfloat16' ? (code) => code << 16 : singleBits);
  return new Float32Array(bits.buffer);
}

/** Bits of the float32 that equals a float16 of sign 1, exponent 5 and fraction 10 bits (IEEE 754-2008). */
function singleBits(code: number): number {
  const sign = (code & 0x8000) << 16;
  const exponent = (code >> 10) & 0x1f;
  const fraction = code & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // below the smallest normal float16, and normal in float32
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** Bytes of an entry as a file holds it. */
export function sizeOf(dtype: NumberDtype | Half): number {
  return dtype === 'float16' || dtype === 'bfloat16' ? 2 : kinds[dtype].BYTES_PER_ELEMENT;
}
