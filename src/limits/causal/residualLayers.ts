import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { type JointLayerSizes, JointLayers } from '../joint/jointLayers';
import { CausalHistory } from './causalHistory';
import type { CausalLayers, FieldHistory } from './causalLayers';

/**
 * Layers with skip connections at fixed data: those of the joint limit without the error's own response A^0, so that every
 * sum runs over earlier times. A neuron is one process over all layers; its fields contain all 2L sources.
 */
export class ResidualLayers implements CausalLayers {
  private readonly layers: JointLayers;

  constructor(
    ws: Workspace,
    private readonly sizes: JointLayerSizes,
    /** Z^0, filled by the caller. */
    private readonly errorGram: WorkspaceMatrix,
  ) {
    this.layers = new JointLayers(ws, sizes);
  }

  allocate(): Generator<void> {
    return this.layers.allocate(this.errorGram);
  }

  backward(t: number, l: number): void {
    this.layers.backward(t, l);
  }

  forward(t: number, l: number): void {
    this.layers.forward(t, l, { correlations: this.errorGram });
  }

  finiteAt(t: number, field: 'g' | 'z'): boolean {
    const { outputs } = this.sizes;
    const upTo = (t + 1) * outputs;
    return this.layers[field].every(({ rows, correlations }) => {
      return [correlations, ...rows.map((row) => row!.matrix)].every((matrix) => {
        for (let i = t * outputs; i < upTo; i++) {
          const row = matrix.row(i);
          for (let j = Math.min(upTo, row.length) - 1; j >= 0; j--) if (!Number.isFinite(row[j])) return false;
        }
        return true;
      });
    });
  }

  first(): { correlations: WorkspaceMatrix; response: WorkspaceMatrix } {
    return { correlations: this.layers.g[1].correlations, response: this.layers.gradientResponse(1) };
  }

  keep(field: 'g' | 'z', l: number, times: number): FieldHistory {
    const { rows, correlations } = this.layers[field][l];
    const { outputs } = this.sizes;
    return {
      rows: rows.map((row) => CausalHistory.of(row!.matrix, times, outputs, row!.size)),
      correlations: CausalHistory.of(correlations, times, outputs),
    };
  }
}
