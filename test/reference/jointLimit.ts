/**
 * Slow twin of jointLimit, written down as derived: every process is a row of coefficients over all Gaussian sources there are
 * (β*, r0, re of each group of modes; u_l, r_l of each layer), nothing is summed over modes beforehand, and nothing is shared
 * with src/limits.
 */
export interface TwinOptions {
  hidden: number;
  outputs: number;
  steps: number;
  widthPerInput: number;
  /** Infinity: population. */
  samplesPerInput: number;
  repeated: boolean;
  noiseStd: number;
  gammaHat: number;
  lrHat: number;
  spectrum: { eigenvalue: number; fraction: number; target: number[][] }[];
  /** b; undefined: no skip connections. */
  branch?: number;
  initialScales: number[];
  layerLr: number[];
  /** Heavy ball with coupled decay λ̂ and temperature θ̂ in every layer. */
  momentum?: number;
  weightDecay?: number;
  temperature?: number;
  /** False drops A^0, what the error feels of the first weights: a wrong law. */
  errorResponse?: boolean;
}

type Square = number[][];

const zeros = (rows: number, cols: number): Square =>
  Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const times = (row: readonly number[], of: Square) =>
  of[0].map((_, j) => row.reduce((sum, v, i) => sum + v * of[i][j], 0));

export interface TwinResult {
  test: number[];
  train: number[];
  /** All of C_e, G^1, A^0, R_Δ: n×n with n = outputs·(steps + 1). */
  error: Square;
  gradient: Square;
  errorResponse: Square;
  residualResponse: Square;
}

export function jointLimitTwin(o: TwinOptions): TwinResult {
  const { hidden: L, outputs: C, steps, gammaHat, spectrum, momentum = 0, weightDecay = 0, temperature = 0 } = o;
  const n = C * (steps + 1);
  const time = (i: number) => Math.floor(i / C);
  const same = (i: number, j: number) => +(i % C === j % C);
  const { coupling, covariance } = memories(o, momentum, weightDecay, temperature);
  const K = (l: number, i: number, j: number) => coupling[l][time(i)][time(j)];
  const Q = (l: number, i: number, j: number) => covariance[l][time(i)][time(j)];
  const b = o.branch ?? 1;
  const inner = (l: number) => (l > 0 && l < L ? b : 1);

  // hidden layers: column j of source u_l at (l − 1)n + j, of r_l at (L + l − 1)n + j
  const u = (l: number) => (l - 1) * n;
  const r = (l: number) => (L + l - 1) * n;
  const z = Array.from({ length: L + 1 }, () => zeros(n, 2 * L * n));
  const g = Array.from({ length: L + 1 }, () => zeros(n, 2 * L * n));
  const Z = Array.from({ length: L + 1 }, () => zeros(n, n));
  const G = Array.from({ length: L + 2 }, () => zeros(n, n));
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) G[L + 1][i][j] = same(i, j);
  const average = (a: readonly number[], c: readonly number[]) => {
    let sum = 0;
    for (let l = 1; l <= L; l++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (a[u(l) + i]) sum += a[u(l) + i] * Q(l - 1, i, j) * Z[l - 1][i][j] * c[u(l) + j];
          if (a[r(l) + i]) sum += a[r(l) + i] * Q(l, i, j) * G[l + 1][i][j] * c[r(l) + j];
        }
      }
    }
    return sum;
  };
  const correlate = (of: Square, field: Square, i: number) => {
    for (let j = 0; j <= i; j++) of[i][j] = of[j][i] = average(field[i], field[j]);
  };

  // modes: columns β* (C), r0 (n), re (n)
  const [r0, re] = [C, C + n];
  const v = spectrum.map(() => zeros(n, C + 2 * n));
  const e = spectrum.map(() => zeros(n, C + 2 * n));
  const Cv = zeros(n, n);
  const Cd = zeros(n, n);
  const Rv = zeros(n, n);
  const Rd = zeros(n, n);
  const A0 = zeros(n, n);
  const averageMode = (k: number, a: readonly number[], c: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < C; i++) for (let j = 0; j < C; j++) sum += a[i] * spectrum[k].target[i][j] * c[j];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        sum += a[r0 + i] * o.widthPerInput * Q(0, i, j) * G[1][i][j] * c[r0 + j];
        if (a[re + i]) sum += a[re + i] * o.samplesPerInput * Cd[i][j] * c[re + j];
      }
    }
    return sum;
  };
  const overModes = (value: (k: number) => number) => {
    return spectrum.reduce((sum, { fraction }, k) => sum + fraction * value(k), 0);
  };

  for (let t = 0; t <= steps; t++) {
    const now = Array.from({ length: C }, (_, c) => t * C + c);
    const past = Array.from({ length: t * C }, (_, j) => j);
    const untilNow = [...past, ...now];
    for (let l = L; l >= 1; l--) {
      for (const i of now) {
        const row = g[l][i];
        if (o.branch !== undefined && l < L) for (let j = 0; j < row.length; j++) row[j] += g[l + 1][i][j];
        row[r(l) + i] += inner(l);
        for (const m of past) {
          const response = l < L ? inner(l) * Q(l, i, m) * g[l + 1][i][u(l + 1) + m] : 0;
          const factor = response + inner(l) ** 2 * K(l, i, m) * G[l + 1][i][m];
          for (let j = 0; j < row.length; j++) row[j] += factor * z[l][m][j];
        }
      }
      for (const i of now) correlate(G[l], g[l], i);
    }
    for (const i of now) {
      spectrum.forEach((_, k) => {
        v[k][i][i % C] += 1;
        v[k][i][r0 + i] -= 1 / (gammaHat * o.widthPerInput);
        for (const m of past) {
          const bracket = (Q(0, i, m) * g[1][i][u(1) + m] + K(0, i, m) * G[1][i][m]) / gammaHat;
          for (let j = 0; j < C + 2 * n; j++) v[k][i][j] -= bracket * e[k][m][j];
        }
      });
      for (const m of past) Rv[i][m] = overModes((k) => Math.sqrt(spectrum[k].eigenvalue) * v[k][i][re + m]);
    }
    for (const i of now) {
      for (let j = 0; j <= i; j++) {
        Cv[i][j] = Cv[j][i] = overModes((k) => spectrum[k].eigenvalue * averageMode(k, v[k][i], v[k][j]));
      }
      Rd[i][i] = 1;
      if (o.repeated) for (const m of past) Rd[i][m] = past.reduce((sum, j) => sum + Rv[i][j] * Rd[j][m], 0);
    }
    const noisy = Cv.map((row, i) => row.map((value, j) => value + o.noiseStd ** 2 * same(i, j)));
    for (const i of now) {
      for (let j = 0; j <= i; j++) {
        const fresh = !o.repeated && Number.isFinite(o.samplesPerInput) && time(j) !== t;
        Cd[i][j] = Cd[j][i] = fresh ? 0 : dot(times(Rd[i], noisy), Rd[j]);
      }
    }
    for (const i of now) {
      spectrum.forEach(({ eigenvalue }, k) => {
        if (Number.isFinite(o.samplesPerInput)) e[k][i][re + i] = Math.sqrt(eigenvalue) / o.samplesPerInput;
        for (const m of untilNow) {
          for (let j = 0; j < C + 2 * n; j++) e[k][i][j] += eigenvalue * Rd[i][m] * v[k][m][j];
        }
      });
      for (let j = 0; j <= i; j++) Z[0][i][j] = Z[0][j][i] = overModes((k) => averageMode(k, e[k][i], e[k][j]));
      if (o.errorResponse !== false) for (const m of untilNow) A0[i][m] = overModes((k) => e[k][i][r0 + m]);
    }
    for (let l = 1; l <= L; l++) {
      for (const i of now) {
        const row = z[l][i];
        if (o.branch !== undefined && l > 1) for (let j = 0; j < row.length; j++) row[j] += z[l - 1][i][j];
        row[u(l) + i] += inner(l - 1);
        for (const m of untilNow) {
          const response = l > 1 ? z[l - 1][i][r(l - 1) + m] : A0[i][m];
          const learned = time(m) < t ? inner(l - 1) ** 2 * K(l - 1, i, m) * Z[l - 1][i][m] : 0;
          const factor = inner(l - 1) * Q(l - 1, i, m) * response + learned;
          for (let j = 0; j < row.length; j++) row[j] += factor * g[l][m][j];
        }
      }
      for (const i of now) correlate(Z[l], z[l], i);
    }
  }
  const losses = (of: Square) => {
    return Array.from({ length: steps + 1 }, (_, t) => {
      let sum = 0;
      for (let c = 0; c < C; c++) sum += of[t * C + c][t * C + c] / 2;
      return sum;
    });
  };
  return { test: losses(Cv), train: losses(Cd), error: Z[0], gradient: G[1], errorResponse: A0, residualResponse: Rd };
}

/** K and Q of every layer by simulating the linear recursion of one weight on every impulse; noise by brute force. */
function memories(o: TwinOptions, momentum: number, decay: number, temperature: number) {
  const { steps, lrHat } = o;
  /** Weight at every time from a start or a unit impulse at step s. */
  const path = (start: number, impulse: number) => {
    let [w, velocity] = [start, 0];
    return Array.from({ length: steps + 1 }, (_, t) => {
      const value = w;
      velocity = momentum * velocity - lrHat * decay * w + +(t === impulse);
      w += velocity;
      return value;
    });
  };
  const start = path(1, -1);
  const impulses = Array.from({ length: steps }, (_, s) => path(0, s));
  const table = (value: (t: number, s: number) => number) => {
    return Array.from({ length: steps + 1 }, (_, t) => Array.from({ length: steps + 1 }, (_, s) => value(t, s)));
  };
  const noise = table((t, s) => 2 * temperature * lrHat * impulses.reduce((sum, k) => sum + k[t] * k[s], 0));
  return {
    coupling: o.layerLr.map((rate) => table((t, s) => (s < t ? lrHat * rate * o.gammaHat * impulses[s][t] : 0))),
    covariance: o.initialScales.map((scale) => table((t, s) => scale ** 2 * start[t] * start[s] + noise[t][s])),
  };
}
