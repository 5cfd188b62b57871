import { conserved } from './exactConserved';
import { endToEnd } from './exactEndToEnd';
import { learningTimes } from './exactLearningTimes';
import { lossBound } from './exactLossBound';
import { modes } from './exactModes';
import { riccati } from './exactRiccati';
import { unbalancedScalar } from './exactUnbalancedScalar';

export type { ConservedOptions } from './exactConserved';
export type { EndToEndOptions } from './exactEndToEnd';
export type { LearningTimesOptions } from './exactLearningTimes';
export type { LossBoundOptions } from './exactLossBound';
export type { ModesOptions } from './exactModes';
export type { RiccatiOptions } from './exactRiccati';
export type { UnbalancedScalarOptions } from './exactUnbalancedScalar';

/**
 * Exactly solvable training of deep linear nets of finite size: gradient flow on ½‖W_M … W_1 − Σ‖² with whitened inputs.
 * M counts weight matrices; a net of L hidden layers has M = L + 1.
 */
export const exact = { conserved, endToEnd, learningTimes, lossBound, modes, riccati, unbalancedScalar };
