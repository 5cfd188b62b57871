/**
 * Slow, obvious twin of src/limits/infiniteWidth.ts in plain arrays: the closed matrix form of docs/infinite-width.md,
 * iterated from nothing until no bit changes (the equations are causal, so that happens after finitely many sweeps).
 * It knows nothing of rows over sources, packing or fixed sources.
 */
type Rows = number[][];

export interface TwinOptions {
  hidden: number;
  outputs: number;
  inputs: number;
  gamma0: number;
  /** η of every step. */
  rates: number[];
  initialScales: number[];
  layerLr: number[];
  /** K(t, s) and Q(t, s) of weight matrix l where they are not κ_l(s) and s_l². */
  memory?: (l: number) => { coupling: (t: number, s: number) => number; variance: (t: number, s: number) => number };
  /** ρ of every weight matrix. Default 1. */
  ratios?: number[];
  error: (t: number, predictor: Rows) => Rows;
  /** False drops the responses of one layer to the next ("gradient independence"): a wrong limit, for tests of power. */
  responses?: boolean;
}

export interface Twin {
  predictors: Rows[];
  errors: Rows[];
  /** Indices 0 … L; n×n with n = outputs·times. */
  Z: Rows[];
  /** Indices 1 … L + 1. */
  G: Rows[];
  /** Φ^l(x, x; t) at index l, and ⟨g_l(t) h_l(x; t)⟩/γ0 (P×C) beside it. */
  probe(x: Rows, t: number): { kernels: Rows[]; predictions: Rows[] };
}

export const zeros = (rows: number, cols: number): Rows => Array.from({ length: rows }, () => new Array(cols).fill(0));
const identity = (n: number): Rows => zeros(n, n).map((row, i) => row.map((_, j) => +(i === j)));
const transposed = (a: Rows): Rows => a[0].map((_, j) => a.map((row) => row[j]));
export function times(a: Rows, b: Rows): Rows {
  const out = zeros(a.length, b[0].length);
  a.forEach((row, i) => {
    row.forEach((value, k) => {
      if (value !== 0) for (let j = 0; j < b[0].length; j++) out[i][j] += value * b[k][j];
    });
  });
  return out;
}
const plus = (...all: Rows[]): Rows => all[0].map((row, i) => row.map((_, j) => all.reduce((s, m) => s + m[i][j], 0)));
const times3 = (a: Rows, b: Rows, c: Rows): Rows => times(times(a, b), c);
const scaled = (factor: number, a: Rows): Rows => a.map((row) => row.map((value) => factor * value));

/** Inverse of a unit lower triangular matrix by forward substitution. */
function inverseUnitLower(a: Rows): Rows {
  const n = a.length;
  const out = identity(n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) for (let j = 0; j <= k; j++) out[i][j] -= a[i][k] * out[k][j];
  }
  return out;
}

export function infiniteWidthTwin(options: TwinOptions): Twin {
  const { hidden: L, outputs: C, inputs: D, gamma0, initialScales, layerLr } = options;
  const steps = options.rates.length;
  const n = C * (steps + 1);
  const time = (i: number) => Math.floor(i / C);
  const memory =
    options.memory ??
    ((l) => ({
      coupling: (_t, s) => options.rates[s] * layerLr[l] * gamma0,
      variance: () => initialScales[l] * initialScales[l],
    }));
  const links = initialScales.map((_, l) => memory(l));
  const ratios = options.ratios ?? initialScales.map(() => 1);
  const feedback = options.responses === false ? 0 : 1;
  /** Times that are coupled at all: later ones wait until these are exact, lest unfinished sweeps overflow. */
  let horizon = 0;
  /** Q of matrix l, entry by entry. */
  const weighted = (l: number, kernel: Rows): Rows =>
    kernel.map((row, i) => row.map((value, j) => links[l].variance(time(i), time(j)) * value));
  /** K ⊙ kernel + Q ⊙ response, strictly earlier times only. */
  const bracket = (l: number, kernel: Rows, response: Rows, weight = feedback): Rows =>
    kernel.map((row, i) =>
      row.map((value, j) =>
        time(j) < time(i) && time(i) <= horizon
          ? links[l].coupling(time(i), time(j)) * value + weight * links[l].variance(time(i), time(j)) * response[i][j]
          : 0,
      ),
    );
  const none = zeros(n, n);
  const Z = Array.from({ length: L + 1 }, () => none);
  const G = Array.from({ length: L + 2 }, () => none);
  const Rz = [...Z];
  const Rg = [...G];
  G[L + 1] = none.map((row, i) => row.map((_, j) => +(i % C === j % C)));
  let predictors: Rows[] = [];
  let errors: Rows[] = [];
  const layers: { C: Rows; D: Rows; Ku: Rows; Kr: Rows; iz: Rows; ig: Rows }[] = [];

  let before = '';
  for (;;) {
    const coupling = scaled(ratios[0], bracket(0, G[1], Rg[1], 1));
    const flat: Rows = [];
    predictors = [];
    errors = [];
    for (let t = 0; t <= steps; t++) {
      const rows = coupling.slice(t * C, (t + 1) * C);
      const beta = rows.map((row) =>
        Array.from({ length: D }, (_, d) => flat.reduce((sum, e, j) => sum + row[j] * e[d], 0) / (gamma0 * D)),
      );
      predictors.push(beta);
      errors.push(options.error(t, beta));
      flat.push(...errors[t]);
    }
    Z[0] = scaled(1 / D, times(flat, transposed(flat)));
    for (let l = 1; l <= L; l++) {
      const c = bracket(l - 1, Z[l - 1], Rz[l - 1]);
      const d = scaled(ratios[l], bracket(l, G[l + 1], Rg[l + 1]));
      const Ku = weighted(l - 1, Z[l - 1]);
      const Kr = scaled(ratios[l], weighted(l, G[l + 1]));
      const iz = inverseUnitLower(plus(identity(n), scaled(-1, times(c, d))));
      const ig = inverseUnitLower(plus(identity(n), scaled(-1, times(d, c))));
      Z[l] = times3(iz, plus(Ku, times3(c, Kr, transposed(c))), transposed(iz));
      G[l] = times3(ig, plus(Kr, times3(d, Ku, transposed(d))), transposed(ig));
      Rz[l] = times(iz, c);
      Rg[l] = times(ig, d);
      layers[l] = { C: c, D: d, Ku, Kr, iz, ig };
    }
    const now = JSON.stringify([predictors, G, Z]);
    if (now === before && horizon++ === steps) break;
    before = now;
  }

  const probe = (x: Rows, t: number) => {
    const past = t * C;
    const cut = (a: Rows) => a.map((row) => row.slice(0, past));
    const flat = errors.flat().slice(0, past);
    let kernel = scaled(1 / D, times(x, transposed(x)));
    let overlap = x.map((row) => flat.map((e) => row.reduce((sum, value, d) => sum + value * e[d], 0) / D));
    let response = zeros(x.length, past);
    const kernels: Rows[] = [];
    const predictions: Rows[] = [];
    for (let l = 1; l <= L; l++) {
      const { C: c, D: d, Ku, Kr, iz, ig } = layers[l];
      const rate = (j: number) => links[l - 1].coupling(t, time(j));
      const variance = (j: number) => links[l - 1].variance(t, time(j));
      const alpha = overlap.map((row, p) => row.map((v, j) => rate(j) * v + variance(j) * response[p][j]));
      const fresh = overlap.map((row) => row.map((v, j) => variance(j) * v));
      // rows over the sources of u_l and r_l: h = u_x + alpha·g, g = ig (r + d u), z = iz (u + c r)
      const igPast = cut(ig.slice(0, past));
      const zero = zeros(x.length, past);
      const hu = past ? times(times(alpha, igPast), cut(d.slice(0, past))) : zero;
      const hr = past ? times(alpha, igPast) : zero;
      const along = (h: Rows, K: Rows) => (past ? times(h, K.slice(0, past)) : zeros(x.length, n));
      const onU = plus(along(hu, Ku), withColumns(fresh, n, past));
      const onR = along(hr, Kr);
      const zu = iz;
      const zr = times(iz, c);
      const gu = times(ig, d);
      const gr = ig;
      const g0 = t * C;
      // Cov(u_x, u(m)) is known for the past only; g_l(t) contains u of the past only
      predictions[l] = x.map((_, p) =>
        Array.from({ length: C }, (_, q) => {
          let sum = 0;
          for (let j = 0; j < past; j++) sum += onU[p][j] * gu[g0 + q][j];
          for (let j = 0; j < n; j++) sum += onR[p][j] * gr[g0 + q][j];
          return sum / gamma0;
        }),
      );
      const inner = (a: Rows, b: Rows) => a.map((r) => b.map((s) => s.reduce((sum, v, j) => sum + v * r[j], 0)));
      const huFresh = inner(hu, fresh);
      kernel = plus(
        scaled(links[l - 1].variance(t, t), kernel),
        huFresh,
        transposed(huFresh),
        inner(cut(along(hu, Ku)), hu),
        inner(cut(onR), hr),
      );
      kernels[l] = kernel;
      overlap = plus(inner(cut(onU), cut(zu.slice(0, past))), inner(cut(onR), cut(zr.slice(0, past))));
      response = hr;
    }
    return { kernels, predictions };
  };
  return { predictors, errors, Z, G, probe };
}

function withColumns(a: Rows, n: number, past: number): Rows {
  return a.map((row) => [...row.slice(0, past), ...new Array(n - past).fill(0)]);
}
