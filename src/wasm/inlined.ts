import { portable, relaxedDelta } from '../../build/wasm/modules';
import { applyDelta } from './applyDelta';

/** The bytes of a build, from the text inside this package. Its twin `notInlined` takes its place in `deeplinear/edge`. */
export function inlinedBytes(build: 'portable' | 'relaxed'): Uint8Array<ArrayBuffer> | undefined {
  const bytes = decode(portable);
  return build === 'relaxed' ? applyDelta(bytes, decode(relaxedDelta)) : bytes;
}

/**
 * Hexadecimal text to bytes. A byte is two characters, so that gzip finds in the text what repeats in the bytes: the
 * compressed package is 8 kB smaller than with base64, whose characters straddle bytes.
 */
function decode(hex: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as { fromHex?: (text: string) => Uint8Array<ArrayBuffer> };
  if (native.fromHex) return native.fromHex(hex);
  const node = (globalThis as { Buffer?: { from(text: string, encoding: string): Uint8Array<ArrayBuffer> } }).Buffer;
  if (node) return node.from(hex, 'hex');
  const digit = (i: number) => {
    const code = hex.charCodeAt(i);
    return (code & 15) + 9 * (code >> 6);
  };
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => 16 * digit(2 * i) + digit(2 * i + 1));
}
