import { bytesPer, type Matrix } from '../matrix';
import { fillHaarBytes } from '../random/fillHaar';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { clearRun, LAYER_BYTES, RUN_BYTES, type RunFields, writeLayer, writeRun } from './descriptor';
import { packField, padded, rowStride, unpackField } from './field';
import { fillWeights } from './fillWeights';
import type { NetSpec } from './netSpec';
import { type LayerScaling, layerScalings } from './parameterization';

/**
 * Bytes that the weights of a net take in WebAssembly memory, with what drawing them takes beside them for a while; its
 * fields are small.
 */
export function netBytes(spec: NetSpec): number {
  const layers = layerScalings(spec);
  const entries = layers.map(({ fanIn, fanOut }) => padded(fanOut, spec.dtype) * rowStride(fanIn, spec.dtype));
  const held = entries.reduce((sum, count) => sum + count, 0) * bytesPer[spec.dtype];
  if (spec.init === 'gaussian') return held;
  return held + fillHaarBytes(Math.max(...layers.map(({ fanIn, fanOut }) => fanIn * fanOut)));
}

/** A net's sizes in words. */
export function sizesOf({ inputs, widths, outputs, dtype }: NetSpec): string {
  return `${[inputs, ...widths, outputs].join('-')} in ${dtype}`;
}

/**
 * A net in WebAssembly memory with the fields that training needs: weights padded to whole panels (the readout as a
 * field), backward fields, two forward images, predictor and error moment. Lives as long as its workspace.
 */
export class ResidentNet {
  readonly scalings: LayerScaling[];
  readonly #weights: WorkspaceMatrix[] = [];
  readonly #fields: number[] = [];
  readonly #layers: number;
  readonly #run: number;
  readonly #scratch: number;

  constructor(
    ws: Workspace,
    readonly spec: NetSpec,
  ) {
    const { dtype, outputs, inputs, hidden } = spec;
    this.scalings = layerScalings(spec);
    const field = (size: number) => ws.matrix(1, outputs * padded(size, dtype), dtype).pointer;
    for (const { role, fanIn, fanOut } of this.scalings) {
      const cols = padded(fanIn, dtype);
      this.#weights.push(
        role === 'readout'
          ? ws.matrix(1, outputs * cols, dtype)
          : ws.matrix(padded(fanOut, dtype), rowStride(fanIn, dtype), dtype),
      );
      this.#fields.push(field(fanIn));
    }
    this.#layers = ws.bytes((hidden + 1) * LAYER_BYTES);
    this.#run = ws.bytes(RUN_BYTES);
    this.#scratch = ws.bytes(outputs * core().kernels.netScratchEntries() * bytesPer.float64);
    clearRun(this.#run);
    const wide = () => ws.matrix(1, outputs * padded(inputs, 'float32')).pointer;
    const largest = Math.max(inputs, ...spec.widths);
    writeRun(this.#run, {
      layers: this.#layers,
      beta: wide(),
      error: wide(),
      testError: wide(),
      image: field(largest),
      nextImage: field(largest),
      scratch: this.#scratch,
      hidden,
      classes: outputs,
      inputs,
    });
    this.setRates(this.scalings.map(() => 1));
  }

  /** Sets r_l, the rates of the layers relative to the parameterization's. */
  setRates(layerLr: readonly number[]): void {
    this.scalings.forEach((layer, l) => {
      const { dtype } = this.spec;
      writeLayer(this.#layers + l * LAYER_BYTES, {
        multiplier: layer.multiplier,
        rate: layerLr[l] * layer.rate * layer.multiplier,
        weights: this.#weights[l].pointer,
        field: this.#fields[l],
        rows: layer.role === 'readout' ? this.spec.outputs : padded(layer.fanOut, dtype),
        cols: padded(layer.fanIn, dtype),
        skip: layer.skip,
        stride: rowStride(layer.fanIn, dtype),
      });
    });
  }

  /** Draws the initial weights as createNet does, entries in row order. */
  draw(seed: number): void {
    this.scalings.forEach((layer, l) => {
      const { role, fanIn, fanOut } = layer;
      const target = this.#weights[l];
      clearPadding(target, fanIn * fanOut);
      const { init } = this.spec;
      const readout = role === 'readout';
      // One draw for a whole matrix; row by row into a padded one would cost a call a row.
      if (readout ? fanOut === 1 : target.cols === fanIn) {
        fillWeights(target.block(0, 0, fanOut, fanIn), init, seed, l, layer);
        return;
      }
      withWorkspace((ws) => {
        const plain = ws.matrix(fanOut, fanIn, target.dtype);
        fillWeights(plain, init, seed, l, layer);
        if (readout) packField(target.data, plain);
        else widenRows(target.data, target.cols, plain.data, fanIn);
      });
    });
  }

  /** Matrices of zeros laid out as the weights, one per layer: velocities, derivatives. */
  zeros(ws: Workspace): WorkspaceMatrix[] {
    return this.#weights.map(({ rows, cols, dtype }) => ws.matrix(rows, cols, dtype));
  }

  /** The weights in place, padded; see `zeros`. */
  get resident(): readonly WorkspaceMatrix[] {
    return this.#weights;
  }

  /** Copies weights in, or matrices of their sizes into what `zeros` made. */
  load(weights: readonly Matrix[], into: readonly WorkspaceMatrix[] = this.#weights): void {
    weights.forEach((weight, l) => {
      const target = into[l];
      clearPadding(target, weight.rows * weight.cols);
      if (this.scalings[l].role === 'readout') packField(target.data, weight);
      else target.block(0, 0, weight.rows, weight.cols).set(weight);
    });
  }

  /** Copies weights out, or what is laid out as they are. */
  save(from: readonly WorkspaceMatrix[] = this.#weights): Matrix[] {
    return this.scalings.map(({ role, fanIn, fanOut }, l) =>
      role === 'readout' ? unpackField(from[l].data, fanOut, fanIn) : from[l].block(0, 0, fanOut, fanIn).copy(),
    );
  }

  /** Writes the predictor (C×D, float64, row-major) of the present weights to `pointer`. */
  measure(pointer: number): void {
    const one = { predictors: pointer, every: 1, start: 0, steps: 0, total: 0, losses: this.#scratch };
    this.run({ ...one, sxx: 0, testSxx: 0, batchRows: 0 });
  }

  /** Sets fields that stay the same from call to call. */
  prepare(fields: RunFields): void {
    writeRun(this.#run, fields);
  }

  /**
   * Runs the steps that `fields` describe; they stay set for the next call.
   * @returns how many finite losses were stored
   */
  run(fields: RunFields): number {
    const { kernels } = core();
    writeRun(this.#run, fields);
    return this.spec.dtype === 'float32' ? kernels.netRunF32(this.#run) : kernels.netRunF64(this.#run);
  }
}

/** A run that diverged leaves 0·∞ in the padding, which has to be zero. */
function clearPadding(target: WorkspaceMatrix, entries: number): void {
  if (target.rows * target.cols > entries) target.fill(0);
}

function widenRows(target: Float64Array | Float32Array, stride: number, source: ArrayLike<number>, cols: number): void {
  for (let from = 0, to = 0; from < source.length; to += stride - cols) {
    for (const end = from + cols; from < end; ) target[to++] = source[from++];
  }
}
