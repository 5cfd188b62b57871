import { describe, expect, it } from 'vitest';
import { exact } from '../../src/index';
import { qr } from '../../src/linalg/qr';
import type { Matrix } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import type { Net } from '../../src/nets/net';
import { netFromWeights } from '../../src/nets/netFromWeights';
import type { NetOptions } from '../../src/nets/netSpec';
import { layerScalings } from '../../src/nets/parameterization';
import { randomNormal } from '../../src/random/randomNormal';
import { gradientFlow } from '../../src/train/gradientFlow';
import { train } from '../../src/train/train';
import { momentsOfTarget } from '../reference/momentsOf';
import { type Rows, times, toRows, transposed } from '../reference/netTraining';
import { slopeOf } from '../reference/slopeOf';
import { tolerance } from '../tolerances';

const PRECISE = 1e-12;
const identity = (n: number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
const diagonal = (values: number[]) => identity(values.length).map((row, i) => row.map((value) => value * values[i]));
const normal = (seed: number, rows: number, cols: number) => toRows(randomNormal({ seed, rows, cols }));
const farthest = (a: Matrix, b: Matrix) =>
  Math.max(...b.data.map((value: number, i: number) => Math.abs(a.data[i] - value)));
const whitened = (target: Rows) => momentsOfTarget(identity(target[0].length), target);

/**
 * Rates with which m_l W_l flow alike, one unit of time being one of `gradientFlow`: r_0 = D/(γ0² N), r_l = 1/γ0², r_L = N.
 * The exact solutions are those of the matrices m_l W_l.
 */
function evenRates({ inputs, hidden, width, gamma0 = 1 }: NetOptions): number[] {
  const n = width as number;
  return Array.from({ length: hidden + 1 }, (_, l) => {
    return l === 0 ? inputs / (gamma0 ** 2 * n) : l === hidden ? n : 1 / gamma0 ** 2;
  });
}
describe('nets of finite width under gradient flow, inputs whitened', () => {
  it.each([
    { hidden: 1, gamma0: 1 },
    { hidden: 2, gamma0: 0.6 },
    { hidden: 4, gamma0: 1.5 },
  ])('follow exact.endToEnd from orthogonal initialization: %j', (shape) => {
    const n = 5;
    // factors c·Q in every layer: balanced
    const c = 0.7;
    const initialScales = Array.from({ length: shape.hidden + 1 }, (_, l) => {
      return l === shape.hidden ? c * shape.gamma0 * Math.sqrt(n) : c;
    });
    const spec: NetOptions = { inputs: n, outputs: n, width: n, init: 'orthogonal', seed: 3, initialScales, ...shape };
    const net = createNet(spec);
    const target = normal(5, n, n);
    const at = [0.2, 0.6, 2];
    const run = gradientFlow(net, {
      moments: whitened(target),
      times: at,
      layerLr: evenRates(spec),
      tolerance: PRECISE,
    });
    const theory = exact.endToEnd({ matrices: shape.hidden + 1, initial: net.predictor(), target, times: at });
    run.predictors.forEach((beta, k) => {
      expect(farthest(beta, theory[k])).toBeLessThan(tolerance.gradientFlow(100 * PRECISE));
    });
    // one matrix more or fewer is another flow
    const wrong = exact.endToEnd({ matrices: shape.hidden + 2, initial: net.predictor(), target, times: at });
    expect(farthest(run.predictors[1], wrong[1])).toBeGreaterThan(0.01);
  });

  it('move aligned modes as exact.modes says, and gradient descent does with an error of the order of the step', () => {
    const n = 4;
    const spec: NetOptions = { inputs: n, outputs: n, width: n, hidden: 2, init: 'orthogonal', seed: 8 };
    const net = createNet({ ...spec, initialScales: [0.5, 0.5, 0.5 * Math.sqrt(n)] });
    const rotation = toRows(net.predictor()).map((row) => row.map((value) => value / 0.125));
    const strengths = [2, 1, 0.4, -0.5];
    const moments = whitened(times(rotation, diagonal(strengths)));
    const at = [0.5, 1.5, 4];
    const u = exact.modes({ matrices: 3, strengths, initial: 0.125, times: at });
    const modesOf = (beta: Matrix) => times(transposed(rotation), toRows(beta));
    const { predictors } = gradientFlow(net, { moments, times: at, layerLr: evenRates(spec), tolerance: PRECISE });
    predictors.forEach((beta, k) => {
      modesOf(beta).forEach((row, i) => {
        row.forEach((value, j) => {
          expect(Math.abs(value - (i === j ? u[k][i] : 0))).toBeLessThan(tolerance.gradientFlow(100 * PRECISE));
        });
      });
    });
    const rates = [0.01, 0.005, 0.0025, 0.00125];
    const errors = rates.map((lr) => {
      const { net: end } = train(net, { moments, lr, steps: Math.round(1.5 / lr), layerLr: evenRates(spec) });
      return Math.hypot(...modesOf(end.predictor()).map((row, i) => row[i] - u[1][i]));
    });
    expect(Math.abs(slopeOf(rates.map(Math.log), errors.map(Math.log)) - 1)).toBeLessThan(tolerance.firstOrder);
  });

  it.each([0, 0.8, -0.8])('follow exact.riccati from λ-balanced weights, λ = %d', (lambda) => {
    const [D, N, C] = lambda > 0 ? [4, 2, 3] : [3, 2, 4];
    const spec: NetOptions = { inputs: D, outputs: C, width: N, hidden: 1, seed: 2, gamma0: 0.9 };
    const made = createNet(spec);
    const frame = (seed: number, rows: number) => toRows(qr(normal(seed, rows, N)).q);
    // W_1 = A Vᵀ, W_2 = U B with diagonal A, B and B² − A² = λ
    const a = [0.3, 0.9];
    const w1 = times(
      diagonal(lambda < 0 ? a.map((value) => Math.sqrt(value ** 2 - lambda)) : a),
      transposed(frame(1, D)),
    );
    const w2 = times(frame(2, C), diagonal(lambda > 0 ? a.map((value) => Math.sqrt(value ** 2 + lambda)) : a));
    const [m0, m1] = layerScalings(made.spec).map(({ multiplier }) => multiplier);
    const scaled = (w: Rows, by: number) => w.map((row) => row.map((value) => value / by));
    const net = netFromWeights(made.spec, [scaled(w1, m0), scaled(w2, m1)]);
    const target = normal(7, C, D);
    const at = [0.3, 1, 5];
    const run = gradientFlow(net, {
      moments: whitened(target),
      times: at,
      layerLr: evenRates(spec),
      tolerance: PRECISE,
    });
    exact.riccati({ w1, w2, target, times: at }).forEach((beta, k) => {
      expect(farthest(run.predictors[k], beta)).toBeLessThan(tolerance.gradientFlow(100 * PRECISE));
    });
    expect(farthest(run.predictors[1], exact.riccati({ w1: w1, w2, target, times: [1.1] })[0])).toBeGreaterThan(1e-3);
  });

  it('conserve the imbalance of neighbouring layers, descent only to first order', () => {
    const spec: NetOptions = { inputs: 4, outputs: 2, hidden: 3, width: 6, seed: 4, gamma0: 1.3 };
    const net = createNet(spec);
    const moments = momentsOfTarget(diagonal([1.5, 1, 0.6, 0.2]), normal(9, 2, 4));
    const layerLr = [1, 0.5, 2, 1.5];
    const rates = layerScalings(net.spec).map(({ rate }, l) => rate * layerLr[l]);
    const conserved = (of: Net) => exact.conserved(of.weights(), { rates });
    const before = conserved(net);
    const drift = (of: Net) => Math.max(...conserved(of).map((m, j) => farthest(m, before[j])));
    const flow = gradientFlow(net, { moments, layerLr, times: [1], tolerance: PRECISE });
    expect(drift(flow.nets[0])).toBeLessThan(tolerance.conserved(PRECISE));
    const steps = [64, 128, 256, 512];
    const drifts = steps.map((count) => drift(train(net, { moments, layerLr, lr: 1 / count, steps: count }).net));
    // each step leaves O(lr²): after a given time O(lr)
    const slope = slopeOf(
      steps.map((count) => -Math.log(count)),
      drifts.map(Math.log),
    );
    expect(Math.abs(slope - 1)).toBeLessThan(10 * tolerance.firstOrder);
  });
});
