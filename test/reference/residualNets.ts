/**
 * Slow twin of `infiniteWidth` for nets with skip connections: all fields of all layers and times in one linear system
 *   v = M v + S ξ,   v = (z_1 … z_L, g_1 … g_L),   ξ = (u_1 … u_L, r_1 … r_L),
 * whose coefficients and covariances are those of the solution itself; iterated from nothing until no bit changes (the equations
 * are causal, so that happens after finitely many sweeps). It knows nothing of an order of times or layers.
 */
import { times, zeros } from './infiniteWidth';

type Rows = number[][];

export interface ResidualTwinOptions {
  hidden: number;
  outputs: number;
  inputs: number;
  gamma0: number;
  steps: number;
  branch: number;
  /** K(t, s) and Q(t, s) of weight matrix l. */
  memory: (l: number) => { coupling: (t: number, s: number) => number; variance: (t: number, s: number) => number };
  error: (t: number, predictor: Rows) => Rows;
  /** False drops the responses of one layer to the next: a wrong limit, for tests of power. */
  responses?: boolean;
}

export function residualTwin({
  hidden: L,
  outputs: C,
  inputs: D,
  gamma0,
  steps,
  branch,
  ...rest
}: ResidualTwinOptions) {
  const n = C * (steps + 1);
  const links = Array.from({ length: L + 1 }, (_, l) => rest.memory(l));
  const time = (i: number) => Math.floor(i / C);
  const at = (field: 'z' | 'g', l: number) => (field === 'z' ? l - 1 : L + l - 1) * n;
  const block = (m: Rows, from: number, to: number): Rows =>
    m.slice(from, from + n).map((row) => row.slice(to, to + n));
  const size = 2 * L * n;
  let X = zeros(size, size);
  let kernels = zeros(size, size);
  const one = zeros(n, n).map((row, i) => row.map((_, j) => +(i % C === j % C)));
  const none = zeros(n, n);
  let predictors: Rows[] = [];
  let errors: Rows[] = [];
  const Z = (l: number): Rows => {
    if (l > 0) return block(kernels, at('z', l), at('z', l));
    const flat = errors.flat();
    return flat.map((e) => flat.map((f) => e.reduce((sum, value, d) => sum + value * f[d], 0) / D));
  };
  const G = (l: number): Rows => (l > L ? one : block(kernels, at('g', l), at('g', l)));
  for (let before = ''; ; ) {
    const first = G(1);
    const answer = block(X, at('g', 1), at('z', 1));
    predictors = [];
    errors = [];
    for (let t = 0; t <= steps; t++) {
      const flat = errors.flat();
      const beta = Array.from({ length: C }, (_, c) =>
        Array.from({ length: D }, (_, d) => {
          const row = t * C + c;
          const { coupling, variance } = links[0];
          const weight = (j: number) => coupling(t, time(j)) * first[row][j] + variance(t, time(j)) * answer[row][j];
          return flat.reduce((sum, e, j) => sum + weight(j) * e[d], 0) / (gamma0 * D);
        }),
      );
      predictors.push(beta);
      errors.push(rest.error(t, beta));
    }
    const M = zeros(size, size);
    const S = zeros(size, size);
    const covariance = zeros(size, size);
    const field = (own: number, partner: number, skip: number | undefined, l: number, kernel: Rows, response: Rows) => {
      const b = l === 0 || l === L ? 1 : branch;
      for (let i = 0; i < n; i++) {
        if (skip !== undefined) M[own + i][skip + i] = 1;
        S[own + i][own + i] = b;
        for (let j = 0; j < n; j++) {
          const variance = links[l].variance(time(i), time(j));
          covariance[own + i][own + j] = variance * kernel[i][j];
          if (time(j) >= time(i)) continue;
          M[own + i][partner + j] =
            b * variance * response[i][j] + b * b * links[l].coupling(time(i), time(j)) * kernel[i][j];
        }
      }
    };
    for (let l = 1; l <= L; l++) {
      const below = l > 1 && rest.responses !== false ? block(X, at('z', l - 1), at('g', l - 1)) : none;
      const above = l < L && rest.responses !== false ? block(X, at('g', l + 1), at('z', l + 1)) : none;
      field(at('z', l), at('g', l), l > 1 ? at('z', l - 1) : undefined, l - 1, Z(l - 1), below);
      field(at('g', l), at('z', l), l < L ? at('g', l + 1) : undefined, l, G(l + 1), above);
    }
    X = times(M, X).map((row, i) => row.map((value, j) => value + S[i][j]));
    const half = times(X, covariance);
    kernels = X.map((_, i) => X.map((row) => row.reduce((sum, value, k) => sum + value * half[i][k], 0)));
    const now = JSON.stringify([predictors, kernels]);
    if (now === before) break;
    before = now;
  }
  return { predictors, errors, Z, G };
}
