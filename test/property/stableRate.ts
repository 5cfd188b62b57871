import { moments, type Net, type TrainOptions } from '../../src/index';
import type { Rows } from '../reference/netTraining';

/** Largest lr·sharpness of a batch; 2 is where rounding errors, and the net, begin to grow. */
const MARGIN = 0.5;

/**
 * `wish`, or what of it is stable with a margin on each of `batches` parts of the samples. Narrow nets of large weights
 * need it: a run that diverges magnifies its rounding errors without bound, and no tolerance can tell them from a wrong step.
 */
export function stableRate(
  net: Net,
  { x, y, layerLr, batches }: { x: Rows; y: Rows; layerLr: TrainOptions['layerLr']; batches: number },
  wish: number,
): number {
  // the mean of the parts' curvatures is that of all samples: none exceeds it more often than there are parts
  const sharpness = batches * net.sharpness(moments(x, y), { layerLr });
  return wish * sharpness > MARGIN ? MARGIN / sharpness : wish;
}
