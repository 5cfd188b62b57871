import type { Moments } from '../data/moments';
import { ShapeError } from '../errors';
import { asMatrix, type Matrix } from '../matrix';
import { nonNegative, reject } from '../validate';

/** Checks that moments belong to a net of these sizes and are finite. */
export function netMoments(
  name: string,
  moments: Moments,
  { inputs, outputs }: { inputs: number; outputs: number },
): Moments {
  if (typeof moments !== 'object' || moments === null) reject(name, 'what moments(x, y) returns', moments);
  const { sxx, syx, syy } = moments;
  checkSize(`${name}.sxx`, asMatrix(sxx, `${name}.sxx`), inputs, inputs, 'inputs×inputs');
  checkSize(`${name}.syx`, asMatrix(syx, `${name}.syx`), outputs, inputs, 'outputs×inputs');
  checkSymmetric(`${name}.sxx`, sxx);
  nonNegative(`${name}.syy`, syy);
  return moments;
}

function checkSize(name: string, m: Matrix, rows: number, cols: number, what: string): void {
  if (m.rows !== rows || m.cols !== cols) {
    throw new ShapeError(`${name}: expected ${rows}×${cols} (${what} of the net), got ${m.rows}×${m.cols}`);
  }
  const { data } = m;
  let zero = 0;
  for (let i = 0; i < data.length; i++) zero += data[i] - data[i];
  if (zero === 0) return;
  const bad = data.findIndex((entry) => !Number.isFinite(entry));
  reject(`${name}[${Math.floor(bad / cols)}][${bad % cols}]`, 'a finite number', data[bad]);
}

/** A square of this size is compared with its mirror image at once, so that both stay in the cache. */
const TILE = 16;

/** A covariance is symmetric; rounding of the last digits is forgiven. */
function checkSymmetric(name: string, { rows, data }: Matrix): void {
  let largest = 0;
  for (let i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(data[i * rows + i]));
  for (let top = 0; top < rows; top += TILE) {
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < Math.min(top + TILE, rows); i++) {
        for (let j = left; j < Math.min(left + TILE, i); j++) {
          const mirrored = data[j * rows + i];
          if (Math.abs(data[i * rows + j] - mirrored) > 1e-9 * largest) {
            reject(`${name}[${i}][${j}]`, `the same as entry [${j}][${i}], ${mirrored}`, data[i * rows + j]);
          }
        }
      }
    }
  }
}
