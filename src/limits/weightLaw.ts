import { eigvalsh } from '../linalg/eigvalsh';
import { matmul } from '../linalg/matmul';
import { withWorkspace } from '../linalg/resident';
import { type Matrix, matrix } from '../matrix';
import { integer, positive, reject } from '../validate';
import type { CausalHistory } from './causal/causalHistory';
import type { CausalRun } from './causal/causalRun';
import { heldCovariance } from './causal/heldCovariance';
import { partsOf, runOf } from './causal/limitRun';
import { covary } from './causal/sourceCovariance';
import { symmetrized } from './data/dataModes';
import type { InfiniteWidthLimit } from './infiniteWidth';
import { type BulkLaw, bulkLaw } from './weights/bulkLaw';
import { extrapolatedLaw } from './weights/extrapolatedLaw';
import { type LearnedMatrix, learnedSingularValues, outliers } from './weights/weightOutliers';

export type { BulkLaw } from './weights/bulkLaw';

/** Law of one weight matrix during training, N → ∞: of W_l/√N_l, of W_0/√N_1 for l = 0, of the readout over √N_L for l = L. */
export interface WeightLaw {
  /** l of W_l: 0 … L, L for the readout. */
  readonly layer: number;
  /** Singular values of which there are of order N. Undefined for W_0 and the readout, whose D or C columns leave none. */
  bulk(t: number): BulkLaw | undefined;
  /** Deterministic singular values, descending: those above the bulk; all D or C of W_0 or the readout. */
  outliers(t: number): Float64Array;
  /** Singular values of the learned part (1/N_l) b Σ_s K(t, s) g_{l+1}(s) z_l(s)ᵀ alone, descending, at most C·t of them. */
  learned(t: number): Float64Array;
  /**
   * Root mean square over entries of W_l(t) − W_l(0) in raw units (entries start with standard deviation s_l), its square to order 1/N_l
   * in the width N_l: ∝ N_l^−1/2 between hidden layers without decay, of order one in W_0 and the readout, whatever the width.
   */
  movement(t: number, width: number): number;
  /** Covariance (2C×2C) of (z_l, g_l)(t) with (z_l, g_l)(s) of a neuron of layer l, which the matrix reads. s: default t. */
  neuronsBefore(t: number, s?: number): Matrix;
  /** The same of a neuron of layer l + 1, which the matrix writes. */
  neuronsAfter(t: number, s?: number): Matrix;
}

/**
 * The explicit law of the weights along the training of an infinitely wide net (`limit` of infiniteWidth, plain or residual, in
 * steps or flow; weight matrix l = 0 … L):
 *   W_l(t)/√N_l = c(t) W_l(0)/√N_l + (b/N_l) Σ_s K(t, s) g_{l+1}(s) z_l(s)ᵀ,
 * random initial weights plus a matrix of rank C·t; the neurons' fields (z_l(s), g_l(s))_s are independent Gaussian vectors. The
 * bulk of the singular values stays that of the initial weights, deterministic outliers leave it, and each entry moves by
 * O(N^−1/2). Chizat, Colombo, Fernández-Real & Figalli (arXiv:2211.16980) for the setting; derived in docs/limits/weight-law.md.
 *
 * O((C·t)³) for each time asked of `outliers`, 828 times that in gradient flow, which is extrapolated like everything else of it.
 * @throws ValueError for a limit with noise (its weights forget W(0) at random) or that `infiniteWidth` did not make.
 */
export function weightLaw(limit: InfiniteWidthLimit, layer: number): WeightLaw {
  const parts = partsOf(limit);
  if (parts) {
    const laws = parts.map((part) => weightLaw(part.limit, layer));
    return extrapolatedLaw(parts, laws);
  }
  const run = runOf(limit);
  if (!run) reject('limit', 'a limit of infiniteWidth', limit);
  const { task, settled } = run;
  const { hidden, outputs, inputs } = task;
  integer('layer', layer, 0, hidden);
  if (task.optimizer.temperature > 0) reject('limit', 'a run without noise', task.optimizer.temperature);
  const link = run.links[layer];
  const { kernel, ratio } = link;
  const inner = layer > 0 && layer < hidden;
  const branch = inner ? (task.branch ?? 1) : 1;
  const time = (t: number) => integer('t', t, 0, settled - 1);
  const scale = Math.sqrt(kernel.variance);
  const coupling = (t: number) => link.at(t).coupling.map((value) => branch * value);

  const [z, g] = [run.z[layer], run.g[layer + 1]];
  /** Of the times before t. */
  const grams = (t: number) => ({ z: symmetric(z.correlations!, t), g: symmetric(g.correlations!, t) });
  /** What z and g hold of the initial entries, against the Gram matrix of the other. */
  function responses(t: number, gram: ReturnType<typeof grams>) {
    const remembered = (rows: CausalHistory) => {
      const out = full(rows, t);
      const { cols } = out;
      for (let i = 0; i < out.data.length; i++) {
        out.data[i] *= kernel.variance * kernel.start[Math.floor((i % cols) / outputs)];
      }
      return out;
    };
    return {
      gu: matmul(remembered(g.rows[layer]!), gram.z),
      zr: matmul(remembered(z.rows[hidden + layer - 1]!), gram.g),
    };
  }
  function part(t: number): LearnedMatrix {
    const both = grams(t);
    return { ...both, ...responses(t, both), coupling: coupling(t), start: kernel.start[t], scale, ratio };
  }

  return {
    layer,
    bulk: (t) => (inner ? bulkLaw(Math.abs(kernel.start[time(t)]) * scale, ratio) : undefined),
    outliers(t) {
      time(t);
      if (inner) return outliers(part(t));
      return roots(layer === 0 ? inputGram(run, t) : limit.gradientKernel(hidden, t));
    },
    learned(t) {
      time(t);
      if (inner) return learnedSingularValues(part(t));
      return roots(layer === 0 ? learnedGram(run, t) : readoutGram(run, t, kernel.start[t]));
    },
    movement(t, width) {
      time(t);
      positive('width', width);
      const decayed = (kernel.start[t] - 1) ** 2 * kernel.variance;
      if (!inner) {
        // correlated with the initial entries: ⟨W(t) − W(0)⟩² from the Gram matrices
        const moved = layer === 0 ? inputGram(run, t, kernel.start[t] - 1) : readoutGram(run, t, 1);
        return Math.sqrt(trace(moved) / (layer === 0 ? inputs : outputs));
      }
      const weights = coupling(t);
      const both = grams(t);
      let square = 0;
      both.z.data.forEach((value, i) => {
        square += weights[Math.floor(i / both.z.cols)] * weights[i % both.z.cols] * value * both.g.data[i];
      });
      if (decayed > 0) {
        // what is learned is correlated with the initial entries that decay, as Σ K(t, s) ⟨g (X z)ᵀ⟩(s, s)
        const { gu, zr } = responses(t, both);
        for (let i = 0; i < gu.rows; i++) {
          const own = i * (gu.cols + 1);
          square += 2 * (kernel.start[t] - 1) * weights[i] * (gu.data[own] + zr.data[own]);
        }
      }
      return Math.sqrt(Math.max(0, decayed + square / width));
    },
    neuronsBefore: (t, s = t) => neurons(run, integer('layer', layer, 1, hidden), time(t), time(s)),
    neuronsAfter: (t, s = t) => neurons(run, integer('layer', layer + 1, 1, hidden), time(t), time(s)),
  };
}

/** The first `times` times of a history, lower triangle or fixed columns. */
function full(history: CausalHistory, times: number): Matrix {
  return withWorkspace((ws) => history.load(ws, times).copy());
}

function symmetric(history: CausalHistory, times: number): Matrix {
  return withWorkspace((ws) => history.loadSymmetric(ws, times).copy());
}

function roots(gram: Matrix): Float64Array {
  return eigvalsh(symmetrized(gram))
    .map((value) => Math.sqrt(Math.max(0, value)))
    .reverse();
}

function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * (rows + 1)];
  return sum;
}

/** ⟨w wᵀ⟩ of the learned part of W_0, rows w (D×D): Σ K K' E_sᵀ G^1 E_s'/D. */
function learnedGram(run: CausalRun, t: number): Matrix {
  const errors = pushes(run, t);
  return matmul(errors, matmul(symmetric(run.g[1].correlations!, t), errors), { transposeA: true });
}

/** K_0(t, s) E_s/√D, rows (s, c). */
function pushes({ task, links, errors }: CausalRun, t: number): Matrix {
  const { inputs, outputs } = task;
  const { coupling } = links[0].at(t);
  const past = errors.data.subarray(0, t * outputs * inputs);
  return matrix(
    t * outputs,
    inputs,
    past.map((value, i) => (coupling[Math.floor(i / inputs)] * value) / Math.sqrt(inputs)),
  );
}

/** ⟨w wᵀ⟩ of w = c·w(0) + learned part, rows w of W_0 (D×D); c: default that of time t. */
function inputGram(run: CausalRun, t: number, start = run.links[0].kernel.start[t]): Matrix {
  const { task, links } = run;
  const { inputs, outputs } = task;
  const out = learnedGram(run, t);
  const { variance, start: past } = links[0].kernel;
  const rows = run.g[1].rows[0]!;
  /** ⟨g_1(s) w(0)ᵀ⟩/s_0²: the rows themselves where u_1 is the entries of W_0, else u_1 = c w(0)·E/√D. */
  let along = full(rows, t);
  if (rows.columns === undefined) {
    const { cols } = along;
    along.data.forEach((value, i) => {
      along.data[i] = (value * past[Math.floor((i % cols) / outputs)]) / Math.sqrt(inputs);
    });
    along = matmul(along, matrix(t * outputs, inputs, run.errors.data.subarray(0, t * outputs * inputs)));
  }
  const cross = matmul(pushes(run, t), along, { transposeA: true, alpha: variance * start });
  for (let i = 0; i < inputs; i++) {
    for (let j = 0; j < inputs; j++)
      out.data[i * inputs + j] += cross.data[i * inputs + j] + cross.data[j * inputs + i];
    out.data[i * (inputs + 1)] += variance * start ** 2;
  }
  return out;
}

/** ⟨v vᵀ⟩ of v = a(t) − c·a(0), the readout weights of a neuron, a = g_L (C×C). */
function readoutGram(run: CausalRun, t: number, start: number): Matrix {
  const { correlations } = run.g[run.task.hidden];
  const [now, then, first] = [correlations!.block(t, t), correlations!.block(t, 0), correlations!.block(0, 0)];
  const n = now.rows;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      now.data[i * n + j] += start * (start * first.data[i * n + j] - then.data[i * n + j] - then.data[j * n + i]);
    }
  }
  return now;
}

/** Covariance of (z_l, g_l)(t) with (z_l, g_l)(s), from the rows over the sources. */
function neurons(run: CausalRun, l: number, t: number, s: number): Matrix {
  const { outputs } = run.task;
  const last = Math.max(t, s);
  const out = matrix(2 * outputs, 2 * outputs);
  withWorkspace((ws) => {
    const sources = new Set([...run.z[l].rows.keys(), ...run.g[l].rows.keys()]);
    for (const source of sources) {
      const fields = [run.z[l].rows[source], run.g[l].rows[source]];
      if (!fields[0] && !fields[1]) continue;
      const covariance = heldCovariance(ws, run, source, last + 1);
      const at = (time: number) => {
        const size = (fields[0] ?? fields[1]!).columns ?? (last + 1) * outputs;
        const rows = ws.matrix(2 * outputs, size);
        fields.forEach((field, k) => {
          for (let c = 0; field && c < outputs; c++) rows.row(k * outputs + c).set(field.row(time, c));
        });
        return rows;
      };
      const [left, right] = [at(t), at(s)];
      const product = matmul(covary(ws.matrix(left.rows, left.cols), left, covariance), right, { transposeB: true });
      for (let i = 0; i < out.data.length; i++) out.data[i] += product.data[i];
    }
  });
  return out;
}
