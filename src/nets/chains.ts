import { multiply } from '../linalg/multiply';
import type { Matrix } from '../matrix';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { type Net, weightsOf } from './net';
import { type LayerScaling, layerScalings } from './parameterization';

/** A net's weights in WebAssembly memory, widened to float64, for observing it. */
export interface WideNet {
  net: Net;
  layers: LayerScaling[];
  weights: WorkspaceMatrix[];
}

export function widen(ws: Workspace, net: Net): WideNet {
  return {
    net,
    layers: layerScalings(net.spec),
    weights: weightsOf(net).map((w) => ws.matrix(w.rows, w.cols, 'float64', w.data)),
  };
}

/** h_0 = x, h_1 … h_L (P×N_l each): the hidden features of the samples in the rows of x. */
export function forwardChain(ws: Workspace, { net, layers, weights }: WideNet, x: Matrix): WorkspaceMatrix[] {
  const chain = [ws.matrix(x.rows, x.cols, 'float64', x.data)];
  for (let l = 0; l < net.spec.hidden; l++) chain.push(imageThrough(ws, layers[l], weights[l], chain[l]));
  return chain;
}

/** q_0 = Beta, q_1 … q_L (C×N_l each): the gradients ∂f/∂h_l of a linear net, the same for all inputs. */
export function backwardChain(ws: Workspace, { net, layers, weights }: WideNet): WorkspaceMatrix[] {
  const { hidden, outputs } = net.spec;
  const identity = ws.matrix(outputs, outputs);
  for (let c = 0; c < outputs; c++) identity.data[c * outputs + c] = 1;
  const chain = [identity];
  for (let l = hidden; l >= 0; l--) chain.unshift(fieldThrough(ws, layers[l], weights[l], chain[0]));
  return chain;
}

/** [h +] m h Wᵀ. */
export function imageThrough(ws: Workspace, layer: LayerScaling, w: WorkspaceMatrix, h: WorkspaceMatrix) {
  const out = ws.matrix(h.rows, w.rows);
  if (layer.skip) out.set(h);
  multiply(out, h, w, { transposeB: true, alpha: layer.multiplier, beta: layer.skip ? 1 : 0 });
  return out;
}

/** [q +] m q W. */
export function fieldThrough(ws: Workspace, layer: LayerScaling, w: WorkspaceMatrix, q: WorkspaceMatrix) {
  const out = ws.matrix(q.rows, w.cols);
  if (layer.skip) out.set(q);
  multiply(out, q, w, { alpha: layer.multiplier, beta: layer.skip ? 1 : 0 });
  return out;
}
