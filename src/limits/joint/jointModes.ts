import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { addScaled } from '../causal/addScaled';
import { symmetrize } from '../causal/neuronField';
import { SourceRows } from '../causal/sourceRows';
import type { ModeGroup } from './jointSpectrum';

export interface JointModeSizes {
  outputs: number;
  times: number;
  groups: readonly ModeGroup[];
}

/** Noise in a mode: S_0 for every one, and S_e times its eigenvalue (see JointSites). */
export interface ModeNoise {
  width?: WorkspaceMatrix;
  samples?: WorkspaceMatrix;
}

/**
 * Predictor errors v_k = H_k ξ_k of the groups of modes, H_k = (1 + λ_k F)⁻¹ row by row, and their sums over modes with shares p:
 * C_v = Σ p λ ⟨v v⟩, V = Σ p λ² ⟨v v⟩, H₁ = Σ p λ H, H₂ = Σ p λ² H.
 */
export class JointModes {
  /** C_v. */
  readonly predictorError: WorkspaceMatrix;
  /** V. */
  readonly second: WorkspaceMatrix;
  /** H₁. */
  readonly firstMean: WorkspaceMatrix;
  /** H₂. */
  readonly secondMean: WorkspaceMatrix;

  /** H_k, and H_k applied to a constant: how the target enters. */
  private readonly modes: { rows: SourceRows; target: SourceRows; gram: WorkspaceMatrix }[];
  private readonly scratch: WorkspaceMatrix[];
  /** Rows of the present time, all groups below each other: themselves, and times either noise. */
  private readonly stacked: WorkspaceMatrix[];

  constructor(
    ws: Workspace,
    private readonly sizes: JointModeSizes,
  ) {
    const { outputs, times, groups } = sizes;
    const size = outputs * times;
    const square = () => ws.matrix(size, size);
    this.predictorError = square();
    this.second = square();
    this.firstMean = square();
    this.secondMean = square();
    this.modes = groups.map(({ target }) => ({
      rows: new SourceRows(ws, outputs, times, undefined),
      target: new SourceRows(ws, outputs, times, outputs),
      gram: ws.matrix(outputs, outputs, 'float64', target.data),
    }));
    this.scratch = [0, 1].map(() => ws.matrix(outputs, size));
    this.stacked = [0, 1, 2].map(() => ws.matrix(outputs * groups.length, size));
  }

  /** WebAssembly memory. */
  static bytes({ outputs, times, groups }: JointModeSizes): number {
    const size = outputs * times;
    return 8 * (4 * size * size + groups.length * (size * size + 4 * size * outputs) + 2 * size * outputs);
  }

  /** Time t. `feedback`: rows of F. */
  advance(t: number, feedback: WorkspaceMatrix, noise: ModeNoise): void {
    const { scratch, modes } = this;
    const { outputs, groups } = this.sizes;
    const past = t * outputs;
    const [fresh, ...rooms] = this.stacked;
    modes.forEach(({ rows, target }, k) => {
      if (t > 0) {
        const coefficients = scratch[0].block(0, 0, outputs, past);
        for (let c = 0; c < outputs; c++)
          addScaled(coefficients.row(c).fill(0), feedback.row(c), -groups[k].eigenvalue);
        rows.combine(rows.at(t, false), coefficients, t);
        target.combine(target.at(t, false), coefficients, t);
      }
      for (let c = 0; c < outputs; c++) {
        const row = rows.matrix.row(past + c);
        row[past + c] = 1;
        target.matrix.row(past + c)[c] += 1;
        fresh.row(k * outputs + c).set(row);
      }
    });
    const along = [noise.width, noise.samples].map((covariance, i) => {
      if (!covariance) return undefined;
      const now = past + outputs;
      const out = rooms[i].block(0, 0, fresh.rows, now);
      multiply(out, fresh.block(0, 0, fresh.rows, now), covariance.block(0, 0, now, now), { transposeB: true });
      return out;
    });
    for (let k = 0; k < modes.length; k++) this.correlate(t, k, along);
    symmetrize(this.predictorError, t, outputs);
    symmetrize(this.second, t, outputs);
  }

  /** Adds group k to the sums at time t; `along`: rows of all groups times either noise. */
  private correlate(t: number, k: number, along: (WorkspaceMatrix | undefined)[]): void {
    const { outputs, groups } = this.sizes;
    const { eigenvalue, fraction } = groups[k];
    const { rows, target, gram } = this.modes[k];
    const past = t * outputs;
    const [out, source] = this.scratch.map((room) => room.block(0, 0, outputs, past + outputs));
    const small = source.block(0, 0, outputs, outputs);
    multiply(small, target.at(t, false), gram);
    target.project(out, small, t + 1, 0);
    for (let c = 0; c < outputs; c++) {
      const row = source.row(c).fill(0);
      along.forEach((all, i) => {
        if (all) addScaled(row, all.row(k * outputs + c), i === 0 ? 1 : eigenvalue);
      });
    }
    if (along.some(Boolean)) rows.project(out, source, t + 1, 1);
    const weight = fraction * eigenvalue;
    for (let c = 0; c < outputs; c++) {
      const row = rows.matrix.row(past + c);
      addScaled(this.predictorError.row(past + c), out.row(c), weight);
      addScaled(this.second.row(past + c), out.row(c), weight * eigenvalue);
      addScaled(this.firstMean.row(past + c), row, weight);
      addScaled(this.secondMean.row(past + c), row, weight * eigenvalue);
    }
  }
}
