import { createNet } from 'deeplinear';

/** A random linear net of equal widths in NTK parameterization. */
export function mixtureNet(hidden: number, width: number, seed: number, { inputs = 1, outputs = 1 } = {}) {
  return createNet({ inputs, outputs, hidden, width, parameterization: 'ntk', seed });
}

/** Equal widths, as finiteWidthPrior takes them. */
export function equalWidths(hidden: number, width: number): number[] {
  return Array.from({ length: hidden }, () => width);
}
