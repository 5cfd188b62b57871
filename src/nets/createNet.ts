import { assertFits } from '../linalg/resident';
import type { Matrix } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import { fillWeights } from './fillWeights';
import type { Net } from './net';
import { ownNet } from './netFromWeights';
import { type NetOptions, type NetSpec, netSpec } from './netSpec';
import { layerScalings } from './parameterization';
import { netBytes, sizesOf } from './residentNet';

/**
 * A deep linear net at initialization: h_1 = m_0 W_0 x, h_{l+1} = [h_l +] m_l W_l h_l, f = m_L W_L h_L, with Gaussian
 * or orthogonal weights whose variance, multipliers m_l and learning rates follow the parameterization (`net.describe()`
 * prints them).
 * muP: m_0 = 1/√D, m_l = b/√N_l, m_L = 1/(γ0 N_L), entries N(0, s_l²) (Bordelon & Pehlevan 2025, section 2).
 * Same options, same bits; nets of one seed and different widths are independent (`NetOptions.seed`).
 * @throws ValueError or ShapeError for an option outside its range, naming it.
 */
export function createNet(options: NetOptions): Net {
  const spec = fittingSpec(options);
  const weights: Matrix[] = layerScalings(spec).map((layer, l) =>
    withWorkspace((ws) => {
      const drawn = ws.matrix(layer.fanOut, layer.fanIn, spec.dtype);
      fillWeights(drawn, spec.init, spec.seed, l, layer);
      return drawn.copy();
    }),
  );
  return ownNet(spec, weights);
}

/** The net that options describe, and that memory holds it. */
export function fittingSpec(options: NetOptions): NetSpec {
  const spec = netSpec(options);
  assertFits('width', `the weights of ${sizesOf(spec)}`, netBytes(spec));
  return spec;
}
