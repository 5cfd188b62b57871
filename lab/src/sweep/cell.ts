/** Plain data: what JSON can hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Everything that decides the numbers of one cell, as plain data: defaults filled in, axes put in their places. */
export interface CellConfig {
  readonly [part: string]: Plain;
}

export interface Cell {
  /** Place in the study's order. */
  index: number;
  /** Address of its result: SHA-256, in hex, of the canonical JSON of its configuration and the version of the code. */
  key: string;
  /** Values of the study's axes, for tables and plots. */
  axes: { readonly [axis: string]: number | string };
  config: CellConfig;
}

/** Observables by name: a number, a curve or a word (`verdict`). The same bits whoever computes them. */
export type CellValues = { readonly [observable: string]: number | string | readonly number[] };

/** What a store keeps of a cell: its values, or why there are none. */
export type CellRecord = {
  key: string;
  index: number;
  axes: Cell['axes'];
  /** Wall-clock seconds of the attempt that decided. Not part of the result: it differs from run to run. */
  seconds: number;
  attempts: number;
} & ({ values: CellValues } | { failure: CellFailure });

export interface CellFailure {
  /** `threw`: the configuration is at fault, so it is not tried again; the others are, with back-off. */
  reason: 'threw' | 'timeout' | 'memory' | 'lost';
  message: string;
}
