import { type Activation, edgeOfChaos } from 'deeplinear';

const PIECES = 16;

/** Weight variances x of the edge of chaos at bias variances y up to `most`, a point more at each step. */
export function* edgeCurve(activation: Activation, most: number): Generator<{ x: number[]; y: number[] }, void, void> {
  const [x, y]: [number[], number[]] = [[], []];
  for (let k = 0; k <= PIECES; k++) {
    // closer near 0, where the edge bends most
    const biasVariance = most * (k / PIECES) ** 2;
    for (const { attracting, weightVariance } of edgeOfChaos({ activation, biasVariance })) {
      if (!attracting) continue;
      x.push(weightVariance);
      y.push(biasVariance);
    }
    if (x.length > 1) yield { x, y };
  }
}
