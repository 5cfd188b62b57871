import { conserved } from './exactSolutions/exactConserved';
import { endToEnd } from './exactSolutions/exactEndToEnd';
import { learningTimes } from './exactSolutions/exactLearningTimes';
import { lossBound } from './exactSolutions/exactLossBound';
import { modes } from './exactSolutions/exactModes';
import { riccati } from './exactSolutions/exactRiccati';
import { unbalancedScalar } from './exactSolutions/exactUnbalancedScalar';

export type { ConservedOptions } from './exactSolutions/exactConserved';
export type { EndToEndOptions } from './exactSolutions/exactEndToEnd';
export type { LearningTimesOptions } from './exactSolutions/exactLearningTimes';
export type { LossBoundOptions } from './exactSolutions/exactLossBound';
export type { ModesOptions } from './exactSolutions/exactModes';
export type { RiccatiOptions } from './exactSolutions/exactRiccati';
export type { UnbalancedScalarOptions } from './exactSolutions/exactUnbalancedScalar';

/**
 * Exactly solvable training of deep linear nets of finite size: gradient flow on ½‖W_M … W_1 − Σ‖² with whitened inputs.
 * M counts weight matrices; a net of L hidden layers has M = L + 1.
 */
export const exact = { conserved, endToEnd, learningTimes, lossBound, modes, riccati, unbalancedScalar };
