import type { Workspace, WorkspaceMatrix } from '../../linalg/resident';
import { isPlain, type Optimizer } from '../../optimizer';
import { addScaled } from './addScaled';
import { CausalHistory } from './causalHistory';
import type { CausalLayers, FieldHistory } from './causalLayers';
import { couple, NeuronField, type Scratch } from './neuronField';
import { SourceCovariance } from './sourceCovariance';
import type { WeightLink } from './weightLink';

export interface PlainSizes {
  inputs: number;
  outputs: number;
  hidden: number;
  steps: number;
  optimizer: Optimizer;
}

/**
 * Gaussians of u_1 and r_L in their fixed form; undefined: the growing form. Fixed u_1 costs 2·n²·D multiply-adds in all,
 * growing u_1, whose rows are triangular, 4/3·n³ (n = outputs·times). With noise new Gaussians enter at every step.
 */
function fixedSizes({ inputs, outputs, steps, optimizer }: PlainSizes): { input?: number; readout?: number } {
  if (optimizer.temperature > 0) return {};
  const n = outputs * (steps + 1);
  return { input: 3 * inputs < 2 * n ? inputs : undefined, readout: outputs };
}

/** Layers without skip connections: a field contains the two sources of its own layer only. */
export class PlainLayers implements CausalLayers {
  private readonly z: NeuronField[] = [];
  private readonly g: NeuronField[] = [];
  private readonly scratch: Scratch;
  /** How u_1 and r_L enter where they are fixed. */
  private readonly base: { input?: WorkspaceMatrix; readout?: WorkspaceMatrix };

  constructor(
    private readonly ws: Workspace,
    private readonly sizes: PlainSizes,
    private readonly links: readonly WeightLink[],
    /** E_t, rows (t, c), and Z^0, filled by the caller. */
    private readonly errors: WorkspaceMatrix,
    private readonly errorGram: WorkspaceMatrix,
  ) {
    const { inputs, outputs, steps } = sizes;
    const n = outputs * (steps + 1);
    this.scratch = { coefficients: ws.matrix(outputs, n), product: ws.matrix(outputs, n) };
    const { input, readout } = fixedSizes(sizes);
    this.base = {
      readout: readout === undefined ? undefined : ws.matrix(outputs, outputs),
      input: input === undefined ? undefined : ws.matrix(outputs, inputs),
    };
    for (let c = 0; c < (readout ?? 0); c++) this.base.readout!.row(c)[c] = 1;
  }

  /** WebAssembly memory. */
  static bytes(sizes: PlainSizes): number {
    const { inputs, outputs, hidden, steps, optimizer } = sizes;
    const n = outputs * (steps + 1);
    const { input, readout } = fixedSizes(sizes);
    const rows = 2 * n * ((input ?? n) + (readout ?? n)) + 4 * n * n * (hidden - 1);
    const correlations = n * n * (2 * hidden - 1);
    const growing = 2 * (hidden - 1) + +(input === undefined) + +(readout === undefined);
    const covariances = isPlain(optimizer) ? 0 : n * n * growing;
    return 8 * (rows + correlations + covariances + outputs * (inputs + 2 * n));
  }

  *allocate(): Generator<void> {
    const { ws, links, z, g, errorGram } = this;
    const { outputs, hidden, steps } = this.sizes;
    const { input, readout } = fixedSizes(this.sizes);
    const times = steps + 1;
    const first = (l: number) => (l === 1 ? input : undefined);
    const last = (l: number) => (l === hidden ? readout : undefined);
    const covariance = (link: WeightLink, ratio: number, of: WorkspaceMatrix | undefined, fixed: number | undefined) =>
      new SourceCovariance(ws, link, ratio, outputs, of, fixed !== undefined);
    for (let l = 1; l <= hidden; l++) {
      const of = l > 1 ? z[l - 1].correlations : errorGram;
      const sizes = { own: first(l), cross: last(l) };
      const own = covariance(links[l - 1], 1, of, first(l));
      z[l] = new NeuronField(ws, outputs, times, sizes, own, { correlated: l < hidden });
      yield;
    }
    for (let l = hidden; l >= 1; l--) {
      const link = links[l];
      const own = covariance(link, link.ratio, g[l + 1]?.correlations, last(l));
      g[l] = new NeuronField(ws, outputs, times, { own: last(l), cross: first(l) }, own);
      yield;
    }
  }

  backward(t: number, l: number): void {
    const { g, z, links, scratch } = this;
    const link = links[l];
    const coefficients = couple(scratch.coefficients, t, link, g[l + 1], link.ratio);
    const base = l === this.sizes.hidden ? this.base.readout : undefined;
    g[l].advance(t, z[l], coefficients, base, link.kernel.start[t]);
    g[l].correlate(t, z[l], scratch);
  }

  forward(t: number, l: number): void {
    const { g, z, links, scratch, sizes } = this;
    const upstream = l === 1 ? { correlations: this.errorGram } : z[l - 1];
    const coefficients = couple(scratch.coefficients, t, links[l - 1], upstream);
    z[l].advance(t, g[l], coefficients, l === 1 ? this.inputBase(t) : undefined, links[l - 1].kernel.start[t]);
    if (l < sizes.hidden) z[l].correlate(t, g[l], scratch);
  }

  finiteAt(t: number, field: 'g' | 'z'): boolean {
    return this[field].every((layer) => layer.finiteAt(t));
  }

  first(): { correlations: WorkspaceMatrix; response?: WorkspaceMatrix } {
    const [, { correlations, cross }] = this.g;
    return { correlations, response: this.base.input ? undefined : cross.matrix };
  }

  fixedInput(t: number): WorkspaceMatrix {
    return this.g[1].cross.at(t, false);
  }

  keep(field: 'g' | 'z', l: number, times: number): FieldHistory {
    const { own, cross, correlations } = this[field][l];
    const { outputs, hidden } = this.sizes;
    const [ofU, ofR] = field === 'z' ? [own, cross] : [cross, own];
    const rows: FieldHistory['rows'] = [];
    rows[l - 1] = CausalHistory.of(ofU.matrix, times, outputs, ofU.size);
    rows[hidden + l - 1] = CausalHistory.of(ofR.matrix, times, outputs, ofR.size);
    return { rows, correlations: correlations.rows > 0 ? CausalHistory.of(correlations, times, outputs) : undefined };
  }

  /** E_t/√D: how the entries of a row of W_0 enter z_1. */
  private inputBase(t: number): WorkspaceMatrix | undefined {
    const { input } = this.base;
    if (!input) return undefined;
    const { inputs, outputs } = this.sizes;
    const scale = 1 / Math.sqrt(inputs);
    for (let c = 0; c < outputs; c++) {
      const to = input.row(c).fill(0);
      addScaled(to, this.errors.row(t * outputs + c), scale);
    }
    return input;
  }
}
