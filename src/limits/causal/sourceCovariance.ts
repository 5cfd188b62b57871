import { multiply } from '../../linalg/multiply';
import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import type { WeightLink } from './weightLink';

/** Covariance of a source: `scale`·`of`, or `scale`·1 for a fixed source. */
export interface Covariance {
  scale: number;
  of?: WorkspaceMatrix;
}

/**
 * Covariance of the source that a field receives through a weight matrix, Q(t, s) ⟨upstream(t) upstream(s)⟩. Where Q is one
 * number that number is `scale` and the upstream correlations are used in place; else the weighted ones are kept.
 */
export class SourceCovariance implements Covariance {
  readonly scale: number;
  readonly of: WorkspaceMatrix | undefined;

  /** `correlations`: of the upstream field; undefined: the readout's, ⟨··⟩ = 1. `fixed`: the same Gaussians at all times. */
  constructor(
    ws: Workspace,
    private readonly link: WeightLink,
    private readonly ratio: number,
    private readonly outputs: number,
    private readonly correlations: WorkspaceMatrix | undefined,
    fixed: boolean,
  ) {
    const { plain, variance, kappa } = link.kernel;
    this.scale = fixed || plain ? ratio * variance : 1;
    const size = outputs * (kappa.length + 1);
    this.of = fixed ? undefined : plain ? correlations : ws.matrix(size, size);
  }

  /** Takes in time t, whose upstream correlations with all earlier times are known. */
  update(t: number): void {
    const { of, correlations, link, ratio, outputs } = this;
    if (!of || of === correlations) return;
    const { variance } = link.at(t);
    const past = t * outputs;
    const all = of.data;
    for (let c = 0; c < outputs; c++) {
      const i = past + c;
      const from = correlations?.row(i);
      for (let j = 0; j < past + outputs; j++) {
        const value = ratio * variance[j] * (from ? from[j] : +(j % outputs === c));
        all[i * of.cols + j] = value;
        all[j * of.cols + i] = value;
      }
    }
  }
}

/** out = rows·covariance. */
export function covary(out: WorkspaceMatrix, rows: WorkspaceMatrix, { scale, of }: Covariance): WorkspaceMatrix {
  if (of) {
    // covariances are symmetric, and products with rows of the right factor are the fast ones
    multiply(out, rows, of.block(0, 0, rows.cols, rows.cols), { transposeB: true, alpha: scale });
    return out;
  }
  for (let c = 0; c < rows.rows; c++) {
    const from = rows.row(c);
    const to = out.row(c);
    for (let j = 0; j < from.length; j++) to[j] = scale * from[j];
  }
  return out;
}
