import { type decodeSafetensors, encodeSafetensors } from '../io/safetensors';
import { crc32 } from '../io/zip/crc32';
import { reject } from '../validate';

type Tensors = Parameters<typeof encodeSafetensors>[0];

/** The format has no checksum, and with one bit altered a net is another: metadata `checksum`. */
export function encodeChecked(tensors: Tensors, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const checksum = checksumOf(tensors, new Map(Object.entries(metadata)));
  return encodeSafetensors(tensors, { metadata: { ...metadata, checksum } });
}

/** @throws ValueError for a file that has a checksum, and another content. Files of other programs need not have ours. */
export function refuseDamage({ tensors, metadata }: ReturnType<typeof decodeSafetensors>): void {
  const checksum = metadata.get('checksum');
  if (checksum === undefined) return;
  const found = checksumOf(tensors, metadata);
  if (found !== checksum)
    reject('checksum', `${checksum}, as when the file was written (or none in its metadata)`, found);
}

/** CRC-32 of the file without it, its metadata by name: programs that write the file again may change their order. */
function checksumOf(tensors: Tensors, metadata: ReadonlyMap<string, string>): string {
  const names = [...metadata.keys()].filter((name) => name !== 'checksum').sort();
  const others = new Map(names.map((name) => [name, metadata.get(name)!]));
  return crc32(encodeSafetensors(tensors, { metadata: others }))
    .toString(16)
    .padStart(8, '0');
}
