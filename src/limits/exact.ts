/**
 * Exactly solvable training of deep linear nets of finite size: gradient flow on ½‖W_M … W_1 − Σ‖² with whitened inputs.
 * M counts weight matrices; a net of L hidden layers has M = L + 1.
 */
export { type ConservedOptions, conserved } from './exactConserved';
export { type EndToEndOptions, endToEnd } from './exactEndToEnd';
export { type LearningTimesOptions, learningTimes } from './exactLearningTimes';
export { type LossBoundOptions, lossBound } from './exactLossBound';
export { type ModesOptions, modes } from './exactModes';
export { type RiccatiOptions, riccati } from './exactRiccati';
export { type UnbalancedScalarOptions, unbalancedScalar } from './exactUnbalancedScalar';
