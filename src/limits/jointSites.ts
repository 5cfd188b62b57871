import { multiply } from '../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../linalg/resident';
import { timesLower, timesLowerTransposed } from '../linalg/timesLower';
import type { Matrix } from '../matrix';
import { addScaled } from './addScaled';
import { accumulate } from './jointLayers';
import { symmetrize } from './neuronField';
import { SourceRows } from './sourceRows';
import type { WeightKernel } from './weightKernels';
import { WeightLink } from './weightLink';

/** Modes of the input covariance that share an eigenvalue λ > 0. */
export interface ModeGroup {
  eigenvalue: number;
  /** Share of the D modes. */
  fraction: number;
  /** Mean β*β*ᵀ over the modes (C×C). */
  target: Matrix;
}

export interface JointSiteSizes {
  outputs: number;
  times: number;
  groups: readonly ModeGroup[];
  /** 'repeated': the samples' residuals feed back. Otherwise samples are fresh at every step. */
  repeated: boolean;
  /** D/P or D/B; 0 for the population. */
  inputsPerSample: number;
  /** 1/ν. */
  inputsPerWidth: number;
  gammaHat: number;
  /** σ². */
  noise: number;
  /** Of W_0. */
  kernel: WeightKernel;
}

/**
 * Input modes and samples of the joint limit (docs/limits/joint-limit.md). With B(t, s) = [Q_0 Rg^1 + K_0 G^1]/γ̂, the bracket of
 * v_k, and F = B R_Δ every mode is v_k = H_k ξ_k with H_k = (1 + λ_k F)⁻¹, found row by row, and the sources
 *   ξ_k = β*_k − r0_k/(γ̂ν) − B √λ_k re_k/α,  Cov ξ_k = M_k + S_0 + λ_k S_e,  S_0 = Q_0 ⊙ G^1/(γ̂²ν),  S_e = B C_Δ Bᵀ/α.
 * All else is in sums over modes: C_v = Σ p λ ⟨v v⟩, V = Σ p λ² ⟨v v⟩, H₁ = Σ p λ H, H₂ = Σ p λ² H:
 *   R_v = −H₁B/α,  A^0 = −R_Δ H₁/(γ̂ν),  C_e = C_Δ Σpλ/α + R_Δ V R_Δᵀ − (Y C_Δ + C_Δ Yᵀ)/α,  Y = R_Δ H₂ B.
 */
export class JointSites {
  /** C_v. */
  readonly predictorError: WorkspaceMatrix;
  /** C_Δ. */
  readonly residual: WorkspaceMatrix;
  /** C_e. */
  readonly error: WorkspaceMatrix;
  /** A^0 = mean ∂e_k/∂r0_k; absent for infinite width per input. */
  readonly errorResponse?: WorkspaceMatrix;
  /** R_v; absent without a finite number of samples per input. */
  readonly predictorResponse?: WorkspaceMatrix;
  /** R_Δ; absent (the identity) unless samples are repeated. */
  readonly residualResponse?: WorkspaceMatrix;

  private readonly link: WeightLink;
  private readonly bracket: WorkspaceMatrix;
  private readonly widthNoise?: WorkspaceMatrix;
  private readonly sampleNoise?: WorkspaceMatrix;
  private readonly second: WorkspaceMatrix;
  private readonly firstMean: WorkspaceMatrix;
  private readonly secondMean?: WorkspaceMatrix;
  private readonly feedback?: WorkspaceMatrix;
  /** R_Δ applied to a constant: how label noise enters the residuals. */
  private readonly constant?: SourceRows;
  private readonly modes: { rows: SourceRows; target: SourceRows; gram: WorkspaceMatrix }[];
  private readonly meanEigenvalue: number;
  private readonly scratch: WorkspaceMatrix[];
  private readonly stacked: WorkspaceMatrix[];

  constructor(
    ws: Workspace,
    private readonly sizes: JointSiteSizes,
  ) {
    const { outputs, times, groups, repeated, inputsPerSample, inputsPerWidth } = sizes;
    this.link = new WeightLink(sizes.kernel, outputs, 1);
    const size = outputs * times;
    const square = () => ws.matrix(size, size);
    const sampled = inputsPerSample > 0;
    this.predictorError = square();
    this.residual = square();
    this.error = square();
    this.bracket = square();
    this.second = square();
    this.firstMean = square();
    if (inputsPerWidth > 0) {
      this.widthNoise = square();
      this.errorResponse = square();
    }
    if (sampled) {
      this.sampleNoise = square();
      this.predictorResponse = square();
      this.secondMean = square();
      this.feedback = square();
    }
    if (repeated && sampled) {
      this.residualResponse = square();
      this.constant = new SourceRows(ws, outputs, times, outputs);
    }
    this.modes = groups.map(({ target }) => ({
      rows: new SourceRows(ws, outputs, times, undefined),
      target: new SourceRows(ws, outputs, times, outputs),
      gram: ws.matrix(outputs, outputs, 'float64', target.data),
    }));
    this.meanEigenvalue = groups.reduce((sum, { eigenvalue, fraction }) => sum + fraction * eigenvalue, 0);
    this.scratch = [0, 1, 2].map(() => ws.matrix(outputs, size));
    this.stacked = [0, 1, 2].map(() => ws.matrix(outputs * groups.length, size));
  }

  /** WebAssembly memory. */
  static bytes({ outputs, times, groups }: Pick<JointSiteSizes, 'outputs' | 'times' | 'groups'>): number {
    const size = outputs * times;
    const modes = groups.length * (size * size + 3 * size * outputs);
    return 8 * (13 * size * size + modes + 4 * size * outputs);
  }

  /** All of time t: v, Δ and e, from G^1 and ∂g_1/∂u_1 up to time t. */
  advance(t: number, gradient: { correlations: WorkspaceMatrix; response: WorkspaceMatrix }): void {
    this.memorize(t, gradient);
    this.advanceModes(t);
    this.advanceSamples(t);
    this.advanceErrors(t);
  }

  /** Time t of B, S_0 and S_e. */
  private memorize(t: number, gradient: { correlations: WorkspaceMatrix; response: WorkspaceMatrix }): void {
    const { link, bracket, widthNoise, sampleNoise, residual, scratch } = this;
    const { outputs, gammaHat, inputsPerSample, inputsPerWidth } = this.sizes;
    const past = t * outputs;
    const now = past + outputs;
    const { coupling, variance } = link.at(t);
    for (let c = 0; c < outputs; c++) {
      const row = bracket.row(past + c);
      const gram = gradient.correlations.row(past + c);
      accumulate(row, past, 1 / gammaHat, coupling, gram);
      accumulate(row, past, 1 / gammaHat, variance, gradient.response.row(past + c));
      if (widthNoise) accumulate(widthNoise.row(past + c), now, inputsPerWidth / gammaHat ** 2, variance, gram);
    }
    if (widthNoise) symmetrize(widthNoise, t, outputs);
    if (!sampleNoise) return;
    if (t > 0) {
      const along = scratch[0].block(0, 0, outputs, past);
      multiply(along, bracket.block(past, 0, outputs, past), residual.block(0, 0, past, past), { transposeB: true });
      const out = sampleNoise.block(past, 0, outputs, now);
      timesLowerTransposed(out, along, bracket.block(0, 0, now, past), { alpha: inputsPerSample });
    }
    symmetrize(sampleNoise, t, outputs);
  }

  /** Time t of v_k, C_v, V, H₁ and H₂. */
  private advanceModes(t: number): void {
    const { bracket, widthNoise, sampleNoise, residualResponse, modes, scratch } = this;
    const [fresh, ...rooms] = this.stacked;
    const { predictorError, second, firstMean, secondMean } = this;
    const { outputs, groups } = this.sizes;
    const past = t * outputs;
    const now = past + outputs;
    const memory = bracket.block(past, 0, outputs, past);
    let filtered = memory;
    if (residualResponse && t > 0) {
      filtered = scratch[0].block(0, 0, outputs, past);
      timesLower(filtered, memory, residualResponse.block(0, 0, past, past));
    }
    modes.forEach(({ rows, target }, k) => {
      if (t > 0) {
        const coefficients = scratch[1].block(0, 0, outputs, past);
        for (let c = 0; c < outputs; c++) {
          const to = coefficients.row(c);
          to.fill(0);
          addScaled(to, filtered.row(c), -groups[k].eigenvalue);
        }
        rows.combine(rows.at(t, false), coefficients, t);
        target.combine(target.at(t, false), coefficients, t);
      }
      for (let c = 0; c < outputs; c++) {
        rows.matrix.row(past + c)[past + c] = 1;
        target.matrix.row(past + c)[c] += 1;
        fresh.row(k * outputs + c).set(rows.matrix.row(past + c));
      }
    });
    const all = fresh.block(0, 0, modes.length * outputs, now);
    const along = (noise: WorkspaceMatrix | undefined, room: WorkspaceMatrix) => {
      if (!noise) return undefined;
      const out = room.block(0, 0, all.rows, now);
      multiply(out, all, noise.block(0, 0, now, now), { transposeB: true });
      return out;
    };
    const alongWidth = along(widthNoise, rooms[0]);
    const alongSamples = along(sampleNoise, rooms[1]);
    modes.forEach(({ rows, target, gram }, k) => {
      const { eigenvalue, fraction } = groups[k];
      const out = scratch[1].block(0, 0, outputs, now);
      const source = scratch[2].block(0, 0, outputs, now);
      const small = scratch[0].block(0, 0, outputs, outputs);
      multiply(small, target.at(t, false), gram);
      target.project(out, small, t + 1, 0);
      for (let c = 0; c < outputs; c++) {
        const row = source.row(c);
        row.fill(0);
        if (alongWidth) addScaled(row, alongWidth.row(k * outputs + c));
        if (alongSamples) addScaled(row, alongSamples.row(k * outputs + c), eigenvalue);
      }
      if (alongWidth || alongSamples) rows.project(out, source, t + 1, 1);
      const weight = fraction * eigenvalue;
      for (let c = 0; c < outputs; c++) {
        addScaled(predictorError.row(past + c), out.row(c), weight);
        addScaled(second.row(past + c), out.row(c), weight * eigenvalue);
        const row = rows.matrix.row(past + c);
        addScaled(firstMean.row(past + c), row, weight);
        if (secondMean) addScaled(secondMean.row(past + c), row, weight * eigenvalue);
      }
    });
    symmetrize(predictorError, t, outputs);
    symmetrize(second, t, outputs);
  }

  /** Time t of R_v, R_Δ and C_Δ. */
  private advanceSamples(t: number): void {
    const { predictorError, predictorResponse, residual, residualResponse, constant, firstMean, bracket } = this;
    const { outputs, inputsPerSample, noise } = this.sizes;
    const past = t * outputs;
    const now = past + outputs;
    if (predictorResponse && t > 0) {
      const out = predictorResponse.block(past, 0, outputs, past);
      timesLower(out, firstMean.block(past, 0, outputs, now), bracket.block(0, 0, now, past));
      for (let c = 0; c < outputs; c++) {
        const row = out.row(c);
        for (let j = 0; j < row.length; j++) row[j] *= -inputsPerSample;
      }
    }
    if (residualResponse && constant) {
      if (t > 0) {
        const coefficients = predictorResponse!.block(past, 0, outputs, past);
        timesLower(
          residualResponse.block(past, 0, outputs, past),
          coefficients,
          residualResponse.block(0, 0, past, past),
        );
        constant.combine(constant.at(t, false), coefficients, t);
      }
      for (let c = 0; c < outputs; c++) {
        residualResponse.row(past + c)[past + c] = 1;
        constant.matrix.row(past + c)[c] += 1;
      }
      this.sandwich(residual, predictorError, t);
      const out = this.scratch[1].block(0, 0, outputs, now);
      constant.project(out, constant.at(t, false), t + 1, 0);
      for (let c = 0; c < outputs; c++) addScaled(residual.row(past + c), out.row(c), noise);
    } else {
      // fresh samples share nothing but the population, which has no residuals of its own
      const from = predictorResponse ? past : 0;
      for (let c = 0; c < outputs; c++) {
        const row = residual.row(past + c);
        row.set(predictorError.row(past + c).subarray(from, now), from);
        for (let j = from + c; j < now; j += outputs) row[j] += noise;
      }
    }
    symmetrize(residual, t, outputs);
  }

  /** Time t of C_e and A^0. */
  private advanceErrors(t: number): void {
    const { error, errorResponse, residual, residualResponse, firstMean, secondMean, second, feedback, bracket } = this;
    const { outputs, inputsPerSample, inputsPerWidth, gammaHat } = this.sizes;
    const past = t * outputs;
    const now = past + outputs;
    const room = this.scratch[0].block(0, 0, outputs, now);
    /** Rows of time t of R_Δ·of. */
    const filtered = (of: WorkspaceMatrix): WorkspaceMatrix => {
      if (!residualResponse) return of.block(past, 0, outputs, now);
      timesLower(room, residualResponse.block(past, 0, outputs, now), of.block(0, 0, now, now));
      return room;
    };
    this.sandwich(error, second, t);
    if (secondMean && feedback) {
      const out = error.block(past, 0, outputs, now);
      if (t > 0) {
        const rows = feedback.block(past, 0, outputs, past);
        timesLower(rows, filtered(secondMean), bracket.block(0, 0, now, past));
        multiply(out, rows, residual.block(0, 0, now, past), { transposeB: true, alpha: -inputsPerSample, beta: 1 });
        timesLowerTransposed(out, residual.block(past, 0, outputs, past), feedback.block(0, 0, now, past), {
          alpha: -inputsPerSample,
          beta: 1,
        });
      }
      for (let c = 0; c < outputs; c++) {
        addScaled(error.row(past + c), residual.row(past + c), inputsPerSample * this.meanEigenvalue);
      }
    }
    symmetrize(error, t, outputs);
    if (!errorResponse) return;
    const rows = filtered(firstMean);
    for (let c = 0; c < outputs; c++) {
      addScaled(errorResponse.row(past + c), rows.row(c), -inputsPerWidth / gammaHat);
    }
  }

  /** Rows of time t of R_Δ·of·R_Δᵀ. */
  private sandwich(out: WorkspaceMatrix, of: WorkspaceMatrix, t: number): void {
    const { outputs } = this.sizes;
    const past = t * outputs;
    const now = past + outputs;
    const { residualResponse } = this;
    if (!residualResponse) {
      for (let i = past; i < now; i++) out.row(i).set(of.row(i));
      return;
    }
    const along = this.scratch[2].block(0, 0, outputs, now);
    multiply(along, residualResponse.block(past, 0, outputs, now), of.block(0, 0, now, now), { transposeB: true });
    timesLowerTransposed(out.block(past, 0, outputs, now), along, residualResponse.block(0, 0, now, now));
  }
}
