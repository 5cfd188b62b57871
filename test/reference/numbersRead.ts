/** Public functions whose numbers are no measurements or options of theirs, with the reason. */
export const readNoNumber: Readonly<Record<string, string>> = {
  check: 'parameters go through resolveParameters',
  resolveParameters: 'the description of parameters is the registry’s own',
  compiledModule: 'takes nothing',
  configure: 'refuses everything after first use',
  runtime: 'takes nothing',
  compare: 'takes runs and a limit of this library',
  compareDistances: 'takes results of this library',
  convergenceBound: 'takes a limit of this library',
  distanceToLimit: 'takes a limit of this library',
  weightLaw: 'takes a limit of this library',
  resume: 'takes a run of this library',
};

/** Fields that come along with an argument and are not read. */
export const unread: readonly string[] = [
  // only what is measured of the data counts
  'moments.samples',
  'minimumNorm 0.samples',
  'createNet().sharpness 0.samples',
  // a kernel's error estimate, and the NNGP kernel inside a tangent kernel
  '.error',
  'ntk.nngp.rows',
  'ntk.nngp.cols',
  'ntk.nngp.data',
  // the derivative of a sampled net is known without them
  'empiricalNtk 0.activation.kinks',
];

/** Numbers that a result tells of in words. */
export const reported: Readonly<Record<string, string>> = {
  'slopeFit 2': 'a point whose standard error is no number is dropped, and listed as dropped',
};

/** Numbers that may be infinite by their definition. */
export const mayBeInfinite: readonly string[] = [
  'ntkPredictor() 0',
  'jointLimit 0.widthPerInput',
  'jointLimit 0.samplesPerInput',
  'powerLawExponents 0.hidden',
  'spectra.fussCatalan().cdf 0',
];
