import { fillHaar } from '../random/fillHaar';
import { fillNormal } from '../random/fillNormal';
import type { WorkspaceMatrix } from '../wasm/workspace';
import { drawStream } from './drawStream';
import type { NetSpec } from './netSpec';
import { type LayerScaling, singularValue } from './parameterization';

/**
 * Draws the initial weights of layer l. Gaussian: independent entries. Orthogonal: uniform among the matrices with
 * orthonormal columns (rows, where there are fewer), with every singular value d·√max(fanIn, fanOut), d the layer's
 * deviation. The entries have the variance d² of Gaussian ones, so that multipliers and rates stay those of the
 * parameterization; layers into at least as many neurons keep the proportions of all lengths and angles, at any depth
 * (dynamical isometry: Saxe et al. 2014; Pennington et al. 2017).
 */
export function fillWeights(
  target: WorkspaceMatrix,
  init: NetSpec['init'],
  seed: number,
  l: number,
  layer: LayerScaling,
): void {
  const draws = { seed, stream: drawStream(l, layer) };
  if (init === 'gaussian') fillNormal(target, { ...draws, scale: layer.deviation });
  else fillHaar(target, { ...draws, scale: singularValue(layer) });
}
