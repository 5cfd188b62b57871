import { edgeOfChaos, type Matrix, type NonlinearNet, type PropagationPhase, propagation, sampleNet } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, logSpaced, upTo, type Work } from '../simulations';
import { draws } from './draws';
import { inputPair, outputGradients, preActivations } from './layers';
import { estimate, means, spaced } from './series';

const full = {
  width: 400,
  hidden: 10,
  nets: 32,
  biasVariances: [0.02, 0.1, 0.2, 0.3],
  edgePoints: 25,
  depthScales: [20],
  biasVariance: 0.05,
  weightVariances: [1, 1.25, 1.5, 2.1, 2.5, 3],
  points: 30,
};
type Settings = typeof full;

const activation = 'tanh';

/** Order, chaos and the depth scales on both sides of the edge (theory: limits/propagation.ts, limits/edgeOfChaos.ts). */
export const phasePlaneFigure: FigureDefinition = {
  id: 'phase-plane',
  title: 'Phase plane of tanh nets: the edge of chaos and its depth scales',
  experiment: 'propagation',
  after: 'Poole et al. 2016 and Schoenholz et al. 2017, figures 1',
  settings: {
    full,
    quick: { width: 150, nets: 20, biasVariances: [0.02, 0.1, 0.3], edgePoints: 9, points: 14 },
  },
  *content(values) {
    const settings = values as Settings;
    const { width, nets, biasVariances, edgePoints, depthScales, biasVariance, weightVariances, points } = settings;
    const rows = spaced(Math.sqrt(0.001), Math.sqrt(0.35), edgePoints).map((root) => root ** 2);
    const edge = yield* inTurn(rows, (row) => edgeAt(row));
    const fine = spaced(Math.sqrt(rows[0]), Math.sqrt(rows.at(-1)!), 40).map((root) => root ** 2);
    const fineEdge = yield* inTurn(fine, (row) => edgeAt(row));
    const measured = yield* inTurn(biasVariances, (row) => measuredEdge(settings, row));
    const contours = yield* inTurn(depthScales, (xi) =>
      inTurn(['ordered', 'chaotic'] as const, function* (phase): Work<Series> {
        const found = yield* inTurn(rows, (row, i) => varianceOfScale(xi, row, edge[i], phase));
        return { name: `ξ = ${xi}`, x: rows, y: found, dashed: true };
      }),
    );
    const [least, most] = [Math.min(...weightVariances), Math.max(...weightVariances)];
    const critical = edgeAt(biasVariance);
    const sides = [
      logSpaced(0.004, critical - least, points).map((gap) => critical - gap),
      logSpaced(0.004, most - critical, points).map((gap) => critical + gap),
    ];
    const scales = yield* inTurn(sides, (side) =>
      inTurn(side, (weightVariance) => propagation({ activation, weightVariance, biasVariance }).xiC),
    );
    const growth = yield* inTurn(weightVariances, (weightVariance) =>
      measuredGrowth(settings, weightVariance, biasVariance),
    );
    const approach = yield* inTurn(weightVariances, (weightVariance) =>
      measuredScale(settings, weightVariance, biasVariance),
    );
    const rates = yield* inTurn(spaced(least, most, points), (weightVariance) =>
      Math.log(propagation({ activation, weightVariance, biasVariance }).chi1),
    );
    return {
      panels: [
        {
          title: 'edge of chaos',
          x: { label: 'bias variance' },
          y: { label: 'weight variance' },
          series: [
            { name: 'χ₁ = 1', x: fine, y: fineEdge },
            means('χ₁ = 1', biasVariances, measured),
            ...contours.flat(),
          ],
        },
        {
          title: `growth of gradients, bias variance ${biasVariance}`,
          x: { label: 'weight variance' },
          y: { label: 'log χ₁' },
          series: [
            { name: 'gradients', x: spaced(least, most, points), y: rates },
            means('gradients', weightVariances, growth),
          ],
        },
        {
          title: `depth scale, bias variance ${biasVariance}`,
          x: { label: 'weight variance' },
          y: { label: 'ξ', log: true, domain: [1, 200] },
          series: [
            ...scales.map((xi, i): Series => ({ name: 'correlations', x: sides[i], y: xi })),
            {
              name: 'correlations',
              x: weightVariances,
              y: approach.map(({ xi }) => xi),
              error: approach.map(({ error }) => error),
              dots: true,
            },
          ],
        },
      ],
      caption: `Below the edge gradients vanish and inputs align, above it gradients explode and inputs part: theory (lines), ${nets} nets of width ${width} (dots) and the variances with depth scale ${depthScales.join(' and ')} (dashed). At bias variance ${biasVariance} the edge is at ${critical.toFixed(3)}, where the depth scale is infinite.`,
    };
  },
};

function edgeAt(biasVariance: number): number {
  return edgeOfChaos({ activation, biasVariance })[0].weightVariance;
}

/** Weight variance of a phase at which correlations have this depth scale. */
function* varianceOfScale(xi: number, biasVariance: number, edge: number, phase: PropagationPhase): Work<number> {
  let [near, far] = [edge, phase === 'ordered' ? edge / 2 : edge * 1.5];
  yield* inTurn(upTo(BISECTIONS), () => {
    const middle = (near + far) / 2;
    if (propagation({ activation, weightVariance: middle, biasVariance }).xiC > xi) near = middle;
    else far = middle;
  });
  return (near + far) / 2;
}

const BISECTIONS = 10;

/** Weight variance at which the growth of squared gradients of a net passes 0, its weights scaled. */
function* measuredEdge(settings: Settings, biasVariance: number): Work<number[]> {
  const edge = edgeAt(biasVariance);
  const { qStar } = propagation({ activation, weightVariance: edge, biasVariance });
  return yield* draws(settings.nets, (seed) => {
    const net = netOf(settings, edge, biasVariance, seed);
    let [low, high] = [0.5, 2];
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (low + high) / 2;
      const layers = net.layers.map((layer) => ({ ...layer, scale: layer.scale * Math.sqrt(middle) }));
      const x = inputPair(qStar, 0.5, edge * middle, biasVariance);
      if (growthRate({ ...net, layers }, x) < 0) low = middle;
      else high = middle;
    }
    return (edge * (low + high)) / 2;
  });
}

function netOf({ width, hidden }: Settings, weightVariance: number, biasVariance: number, seed: number): NonlinearNet {
  return sampleNet({ activation, inputs: 2, hidden, width, weightVariance, biasVariance, seed });
}

/** Logarithm of the mean factor by which squared gradients grow a layer on their way back, from the layers whose lengths have settled. */
function growthRate(net: NonlinearNet, x: Matrix): number {
  const sizes = outputGradients(net, preActivations(net, x))
    .slice(SETTLING, -1)
    .map(({ data }) => squared(data));
  return Math.log(estimate(sizes.slice(0, -1).map((size, l) => size / sizes[l + 1])).mean);
}

const SETTLING = 2;

function squared(data: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] ** 2;
  return sum;
}

function* measuredGrowth(settings: Settings, weightVariance: number, biasVariance: number): Work<number[]> {
  const { qStar } = propagation({ activation, weightVariance, biasVariance });
  const x = inputPair(qStar, 0.5, weightVariance, biasVariance);
  return yield* draws(settings.nets, (seed) => growthRate(netOf(settings, weightVariance, biasVariance, seed), x));
}

/** Depth scale from how fast two correlations near c* approach each other, over the first layers. */
function* measuredScale(
  settings: Settings,
  weightVariance: number,
  biasVariance: number,
): Work<{ xi: number; error: number }> {
  const { qStar, cStar, phase } = propagation({ activation, weightVariance, biasVariance });
  const starts = phase === 'ordered' ? [1, 0.98] : [Math.min(1, cStar + 0.1), cStar - 0.1];
  const found = yield* draws(settings.nets, (seed) => {
    const net = netOf(settings, weightVariance, biasVariance, seed);
    const [a, b] = starts.map((c) =>
      preActivations(net, inputPair(qStar, c, weightVariance, biasVariance))
        .slice(0, LAYERS + 1)
        .map(correlation),
    );
    return [a[0] - b[0], a[LAYERS] - b[LAYERS]];
  });
  const [first, last] = [0, 1].map((at) => estimate(found.map((gap) => gap[at])));
  const rate = Math.log(first.mean / last.mean) / LAYERS;
  const relative = Math.hypot(first.error / first.mean, last.error / last.mean) / LAYERS;
  return { xi: 1 / rate, error: relative / rate ** 2 };
}

const LAYERS = 8;

function correlation({ data }: { data: ArrayLike<number> }): number {
  const n = data.length / 2;
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    aa += data[i] ** 2;
    ab += data[i] * data[n + i];
    bb += data[n + i] ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
