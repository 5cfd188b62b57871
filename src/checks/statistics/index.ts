/** Small-sample statistics behind the verdicts. */
export type { Estimate } from './estimate';
export { type LineFit, lineFit } from './lineFit';
export { mean } from './mean';
export { pooledRms, type Rms } from './pooledRms';
export { type ScalingFit, scalingFit } from './scalingFit';
export { studentCdf } from './studentCdf';
export { studentQuantile } from './studentQuantile';
export { variance } from './variance';
