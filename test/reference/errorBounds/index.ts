/** All documented error bounds: what docs/accuracy.md tabulates and test/property/errorBounds.test.ts holds. */
import { draws } from './draws';
import { elimination } from './elimination';
import type { ErrorBound } from './errorBound';
import { functions } from './functions';
import { orthogonal } from './orthogonal';
import { products } from './products';
import { special } from './special';
import { training } from './training';

export const errorBounds: readonly ErrorBound[] = [
  ...products,
  ...elimination,
  ...orthogonal,
  ...functions,
  ...draws,
  ...training,
  ...special,
];

/** Kernels that round nothing, or say how much memory others need: nothing to bound. */
export const withoutRounding = ['gemmScratchBytes', 'drawScratchBytes', 'netScratchEntries', 'netNoiseBytes'] as const;
