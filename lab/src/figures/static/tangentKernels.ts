import { upTo } from '../simulations';
import { mixtureNet } from './mixtureNets';

/** Outputs, and orthogonal inputs, of a net. */
const SIDE = 4;
const inputs = upTo(SIDE).map((u) => upTo(SIDE).map((v) => (u === v ? Math.sqrt(SIDE) : 0)));

/** Θ over its exact mean L + 1 of a random linear net, for all its outputs at inputs with x·x = D: several say more than one. */
export function tangentKernels(hidden: number, width: number, seed: number): number[] {
  const { data, cols } = mixtureNet(hidden, width, seed, { inputs: SIDE, outputs: SIDE }).ntk(inputs);
  return upTo(cols).map((k) => data[k * (cols + 1)] / (hidden + 1));
}
