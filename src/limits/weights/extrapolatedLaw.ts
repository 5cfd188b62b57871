import { type Matrix, matrix } from '../../matrix';
import { integer } from '../../validate';
import { addScaled } from '../causal/addScaled';
import { type LimitPart, runOf } from '../causal/limitRun';
import type { WeightLaw } from '../weightLaw';
import { bulkLaw } from './bulkLaw';

/**
 * The law of a weight matrix in gradient flow, from its laws in discrete steps. `outliers` and `learned` are those that all of them
 * have: one that leaves the bulk just then counts when it has done so in all steps.
 */
export function extrapolatedLaw(parts: readonly LimitPart[], laws: readonly WeightLaw[]): WeightLaw {
  const { layer } = laws[0];
  const links = parts.map(({ limit }) => runOf(limit)!.links[layer]);
  const last = Math.min(...parts.map(({ limit, stride }) => Math.floor((runOf(limit)!.settled - 1) / stride)));
  const at = (t: number) => integer('t', t, 0, last);
  const sum = (ask: (law: WeightLaw, stride: number, i: number) => number) =>
    parts.reduce((total, { weight, stride }, i) => total + weight * ask(laws[i], stride, i), 0);
  const list = (ask: (law: WeightLaw, stride: number) => Float64Array) => {
    const answers = parts.map(({ stride }, i) => ask(laws[i], stride));
    const count = Math.min(...answers.map(({ length }) => length));
    return Float64Array.from({ length: count }, (_, k) => sum((_law, _stride, i) => answers[i][k]));
  };
  const combine = (ask: (law: WeightLaw, stride: number) => Matrix) => {
    const answers = parts.map(({ stride }, i) => ask(laws[i], stride));
    const out = matrix(answers[0].rows, answers[0].cols);
    parts.forEach(({ weight }, i) => {
      addScaled(out.data, answers[i].data, weight);
    });
    return out;
  };
  return {
    layer,
    bulk(t) {
      if (!laws[0].bulk(at(t))) return undefined;
      const [{ kernel, ratio }] = links;
      const start = sum((_, stride, i) => links[i].kernel.start[t * stride]);
      return bulkLaw(Math.abs(start) * Math.sqrt(kernel.variance), ratio);
    },
    outliers: (t) => list((law, stride) => law.outliers(at(t) * stride)),
    learned: (t) => list((law, stride) => law.learned(at(t) * stride)),
    movement: (t, width) => sum((law, stride) => law.movement(at(t) * stride, width)),
    neuronsBefore: (t, s = t) => combine((law, stride) => law.neuronsBefore(at(t) * stride, at(s) * stride)),
    neuronsAfter: (t, s = t) => combine((law, stride) => law.neuronsAfter(at(t) * stride, at(s) * stride)),
  };
}
