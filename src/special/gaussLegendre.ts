import { integer } from '../validate';

type Rule = { nodes: Float64Array; weights: Float64Array };

/** Not made before they are asked for: the import of the package waits for nothing it may not need. */
const made = new Map<number, Rule>();

/** Gauss–Legendre rule on [−1, 1], kept: nodes ascending, weights that add up to 2. */
export function gaussLegendre(n: number): Readonly<Rule> {
  integer('n', n, 1, 1000);
  const rule = made.get(n) ?? newtonOnLegendre(n);
  made.set(n, rule);
  return rule;
}

/** Newton's method on P_n from Tricomi's guess. */
function newtonOnLegendre(n: number): Rule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n / 2; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 10; round++) {
      let before = 1;
      let now = x;
      for (let k = 2; k <= n; k++) [before, now] = [now, ((2 * k - 1) * x * now - (k - 1) * before) / k];
      slope = (n * (x * now - before)) / (x * x - 1);
      const step = now / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    if (2 * i + 1 === n) x = 0;
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
    weights[n - 1 - i] = weights[i];
  }
  return { nodes, weights };
}
