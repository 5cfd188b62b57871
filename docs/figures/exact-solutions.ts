/** Singular values learnt one after the other at three depths: exact.modes (lines), nets under gradient flow (dots). */
import { createNet, exact, gradientFlow, matrix } from '../../src/index';
import { figure } from './figure';

const strengths = [3, 1.5, 0.8];
const n = strengths.length;
const eye = (values: number[]) =>
  matrix(
    n,
    n,
    Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? values[k / (n + 1)] : 0)),
  );
const initial = 0.02;

const series = [1, 2].flatMap((hidden) => {
  const M = hidden + 1;
  // orthogonal layers of one size are balanced; the target has their singular vectors
  const c = initial ** (1 / M);
  const initialScales = Array.from({ length: M }, (_, l) => (l === hidden ? c * Math.sqrt(n) : c));
  const net = createNet({ inputs: n, outputs: n, hidden, width: n, init: 'orthogonal', initialScales, seed: 4 });
  const rotation = net.predictor();
  const turned = matrix(
    n,
    n,
    rotation.data.map((value, k) => (value / initial) * strengths[k % n]),
  );
  const syy = strengths.reduce((sum, s) => sum + s * s, 0);
  const layerLr = Array.from({ length: M }, (_, l) => (l === hidden ? n : 1));
  const times = Array.from({ length: 161 }, (_, k) => (k * (hidden === 1 ? 5 : 8)) / 160);
  const { predictors } = gradientFlow(net, { moments: { sxx: eye([1, 1, 1]), syx: turned, syy }, times, layerLr });
  const theory = exact.modes({ matrices: M, strengths, initial, times });
  const learnt = (k: number, mode: number) =>
    Array.from(
      { length: n },
      (_, i) => (rotation.data[i * n + mode] / initial) * predictors[k].data[i * n + mode],
    ).reduce((sum, value) => sum + value, 0);
  const name = `${M} matrices`;
  const dots = times.map((_, k) => k).filter((k) => k % 10 === 0);
  return strengths.flatMap((_, mode) => [
    { name, x: times, y: theory.map((u) => u[mode]) },
    { name, x: dots.map((k) => times[k]), y: dots.map((k) => learnt(k, mode)), dots: true },
  ]);
});

figure('exact-solutions', {
  title: 'Singular values 3, 1.5 and 0.8 of a target are learnt one after the other: exact.modes (lines), nets (dots)',
  x: { label: 'time' },
  y: { label: 'singular value' },
  series,
});
