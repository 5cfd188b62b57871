import { type GaussianRule, gaussHermite } from '../../special/gaussHermite';
import { reject } from '../../validate';
import { type KnownActivation, sharpKinks } from './activation';
import { correlation } from './correlation';
import type { DualActivation } from './dualActivation';

/**
 * The dual of a smooth activation by a tensor Gauss–Hermite rule, u = √a x, v = √b (ρx + √(1 − ρ²)y), as neural-tangents'
 * `ElementwiseNumerical` computes it. Errors are differences from a rule of half as many nodes: far too large for most.
 */
export function hermiteRuleDual(activation: KnownActivation, nodes: number): DualActivation {
  if (sharpKinks(activation).length > 0)
    reject('nodes', 'nothing for an activation with kinks, on which this rule fails', nodes);
  const rules = [gaussHermite(nodes), gaussHermite(Math.max(1, Math.floor(nodes / 2)))];
  const { value, derivative } = activation;
  const square = (f: (u: number) => number, q: Float64Array) => q.map((a) => pair(rules[0], f, a, a, a));
  return {
    rows: (q) => ({ q, value: square(value, q), slope: square(derivative, q) }),
    pairs: (left, i, right, from, k, d) => {
      const worst = { value: 0, slope: 0 };
      for (let j = 0; j < k.length; j++) {
        const [a, b, c] = [left.q[i], right.q[from + j], k[j]];
        k[j] = pair(rules[0], value, a, b, c);
        worst.value = Math.max(worst.value, Math.abs(k[j] - pair(rules[1], value, a, b, c)));
        if (!d) continue;
        d[j] = pair(rules[0], derivative, a, b, c);
        worst.slope = Math.max(worst.slope, Math.abs(d[j] - pair(rules[1], derivative, a, b, c)));
      }
      return worst;
    },
  };
}

function pair({ nodes, weights }: GaussianRule, f: (u: number) => number, a: number, b: number, c: number): number {
  const rho = correlation(a, b, c);
  const along = Math.sqrt(b) * rho;
  const across = Math.sqrt(b) * Math.sqrt(Math.max(0, 1 - rho * rho));
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    let inner = 0;
    for (let j = 0; j < nodes.length; j++) inner += weights[j] * f(along * nodes[i] + across * nodes[j]);
    sum += weights[i] * f(Math.sqrt(a) * nodes[i]) * inner;
  }
  return sum;
}
