import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { timesLower, timesLowerTransposed } from '../../linalg/timesLower';
import { addScaled } from '../causal/addScaled';
import { symmetrize } from '../causal/neuronField';
import { SourceRows } from '../causal/sourceRows';
import type { WeightKernel } from '../causal/weightKernels';
import { WeightLink } from '../causal/weightLink';
import { accumulate } from './jointLayers';
import { type JointModeSizes, JointModes } from './jointModes';

export interface JointSiteSizes extends JointModeSizes {
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
 * v_k, and F = B R_Δ every mode is v_k = H_k ξ_k with H_k = (1 + λ_k F)⁻¹ and the sources
 *   ξ_k = β*_k − r0_k/(γ̂ν) − B √λ_k re_k/α,  Cov ξ_k = M_k + S_0 + λ_k S_e,  S_0 = Q_0 ⊙ G^1/(γ̂²ν),  S_e = B C_Δ Bᵀ/α.
 * All else is in the sums over modes of JointModes, C_v, V, H₁ and H₂:
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
  private readonly modes: JointModes;
  private readonly bracket: WorkspaceMatrix;
  private readonly widthNoise?: WorkspaceMatrix;
  private readonly sampleNoise?: WorkspaceMatrix;
  /** Y. */
  private readonly feedback?: WorkspaceMatrix;
  /** R_Δ applied to a constant: how label noise enters the residuals. */
  private readonly constant?: SourceRows;
  private readonly meanEigenvalue: number;
  private readonly scratch: WorkspaceMatrix[];

  constructor(
    ws: Workspace,
    private readonly sizes: JointSiteSizes,
  ) {
    const { outputs, times, groups, repeated, inputsPerSample, inputsPerWidth } = sizes;
    this.link = new WeightLink(sizes.kernel, outputs, 1);
    const size = outputs * times;
    const square = () => ws.matrix(size, size);
    const sampled = inputsPerSample > 0;
    this.modes = new JointModes(ws, sizes);
    this.predictorError = this.modes.predictorError;
    this.residual = square();
    this.error = square();
    this.bracket = square();
    if (inputsPerWidth > 0) {
      this.widthNoise = square();
      this.errorResponse = square();
    }
    if (sampled) {
      this.sampleNoise = square();
      this.predictorResponse = square();
      this.feedback = square();
    }
    if (repeated && sampled) {
      this.residualResponse = square();
      this.constant = new SourceRows(ws, outputs, times, outputs);
    }
    this.meanEigenvalue = groups.reduce((sum, { eigenvalue, fraction }) => sum + fraction * eigenvalue, 0);
    this.scratch = [0, 1].map(() => ws.matrix(outputs, size));
  }

  /** WebAssembly memory. */
  static bytes(sizes: JointModeSizes): number {
    const size = sizes.outputs * sizes.times;
    return JointModes.bytes(sizes) + 8 * (9 * size * size + 3 * size * sizes.outputs);
  }

  /** All of time t: v, Δ and e, from G^1 and ∂g_1/∂u_1 up to time t. */
  advance(t: number, gradient: { correlations: WorkspaceMatrix; response: WorkspaceMatrix }): void {
    this.memorize(t, gradient);
    this.modes.advance(t, this.filter(t), { width: this.widthNoise, samples: this.sampleNoise });
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

  /** Rows of time t of F = B R_Δ. */
  private filter(t: number): WorkspaceMatrix {
    const { bracket, residualResponse, scratch } = this;
    const past = t * this.sizes.outputs;
    const memory = bracket.block(past, 0, this.sizes.outputs, past);
    if (!residualResponse || t === 0) return memory;
    const out = scratch[0].block(0, 0, memory.rows, past);
    timesLower(out, memory, residualResponse.block(0, 0, past, past));
    return out;
  }

  /** Time t of R_v, R_Δ and C_Δ. */
  private advanceSamples(t: number): void {
    const { predictorError, predictorResponse, residual, residualResponse, constant, bracket } = this;
    const { firstMean } = this.modes;
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
      const out = this.scratch[0].block(0, 0, outputs, now);
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
    const { error, errorResponse, residual, residualResponse, feedback, bracket } = this;
    const { firstMean, secondMean, second } = this.modes;
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
    if (feedback) {
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
    const along = this.scratch[1].block(0, 0, outputs, now);
    multiply(along, residualResponse.block(past, 0, outputs, now), of.block(0, 0, now, now), { transposeB: true });
    timesLowerTransposed(out.block(past, 0, outputs, now), along, residualResponse.block(0, 0, now, now));
  }
}
