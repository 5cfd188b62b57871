import type { CheckedMoments } from '../data/checkedMoments';
import type { RunFields } from '../nets/descriptor';
import { packField, padded, rowStride } from '../nets/field';
import type { Workspace } from '../wasm/workspace';

/** Where a trainer gets its error moments from. */
export interface Source {
  /** Most steps that one call may take. */
  readonly most: number;
  /** Floating-point operations of one error moment. */
  readonly work: number;
  /** Prepares steps first … first + count − 1 and says where they are. */
  stage(first: number, count: number): RunFields;
}

/** Full batch: the data are their moments. */
export function momentSource(ws: Workspace, moments: CheckedMoments): Source {
  const { sxx, syx, syy } = placeMoments(ws, moments);
  const stride = rowStride(moments.sxx.rows, 'float64');
  const work = 2 * moments.syx.data.length * moments.sxx.rows;
  return { most: Number.MAX_SAFE_INTEGER, work, stage: () => ({ sxx, syx, syy, batchRows: 0, stride }) };
}

/** Moments of held-out data, for the test curve. */
export function testFields(ws: Workspace, moments: CheckedMoments): RunFields {
  const { sxx, syx, syy } = placeMoments(ws, moments);
  return { testSxx: sxx, testSyx: syx, testSyy: syy };
}

function placeMoments(ws: Workspace, { sxx, syx, syy }: CheckedMoments): { sxx: number; syx: number; syy: number } {
  const inputs = sxx.rows;
  const size = padded(inputs, 'float64');
  const square = ws.matrix(size, rowStride(inputs, 'float64'));
  square.block(0, 0, inputs, inputs).set(sxx);
  const cross = ws.matrix(1, syx.rows * size);
  packField(cross.data, syx);
  return { sxx: square.pointer, syx: cross.pointer, syy };
}
