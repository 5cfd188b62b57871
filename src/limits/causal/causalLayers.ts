import type { WorkspaceMatrix } from '../../linalg/resident';
import type { CausalHistory } from './causalHistory';

/**
 * One field of one layer after the run: its coefficients over the Gaussian sources u_1 … u_L, r_1 … r_L (those that reach it)
 * and its correlations, absent for the z_L of a plain net, which couples to nothing.
 */
export interface FieldHistory {
  rows: (CausalHistory | undefined)[];
  correlations?: CausalHistory;
}

/** The processes of all hidden layers of an infinitely wide net, filled time by time: g_L … g_1, then z_1 … z_L. */
export interface CausalLayers {
  /** Makes the fields, one a turn: clearing the memory of large ones takes a while. */
  allocate(): Generator<void>;
  /** g_l(t). */
  backward(t: number, l: number): void;
  /** z_l(t). */
  forward(t: number, l: number): void;
  /** Whether the g, or the z, of all layers are finite at time t. */
  finiteAt(t: number, field: 'g' | 'z'): boolean;
  /** G^1, and ∂g_1/∂u_1 unless u_1 is the same Gaussians at all times. */
  first(): { correlations: WorkspaceMatrix; response?: WorkspaceMatrix };
  /** ⟨g_1(t) W_0(0)⟩ (C×D) where u_1 is the entries of W_0 themselves. */
  fixedInput?(t: number): WorkspaceMatrix;
  /** The first `times` times of g_l or z_l on the JavaScript heap. */
  keep(field: 'g' | 'z', l: number, times: number): FieldHistory;
}
