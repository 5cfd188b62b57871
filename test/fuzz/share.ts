/** Milliseconds of a case of the targets that take more than a few tenths of one, roughly: they have fewer cases. */
const dear: [RegExp, number][] = [
  [/^(bootstrapInterval|maxZ|powerLawFlow|ntkKernelSteps|learningRateTransferSteps|exact\.endToEnd)$/, 60],
  [/^(nngpKernelSteps|infiniteDepthSteps|propagation|ntkKernel|nngpKernel)$/, 25],
  [
    /^(finiteWidthPrior\(\)\.posterior|infiniteDepth|jointLimitSteps|infiniteDepth\(\)\.featureKernel|check|checkSteps)$/,
    12,
  ],
  [/^(coordinateCheckSteps|coordinateCheck|spectra\.jacobian|kernelMovement|resumeSteps|resume)$/, 6],
  [/^(andersonDarling|accuracy|learningRateTransfer|advise|adviseSteps|infiniteWidthSteps|edgeOfChaos)$/, 4],
  [
    /^(twoLayerAnyWidth(Steps)?|monteCarloKernel|trainEnsemble(Steps)?|mmd|energyDistance|train(Steps)?|exact\.modes)$/,
    2.5,
  ],
  [/^(powerLawLoss(Steps)?|infiniteWidth|createNet\(\)\.sharpness|gradientFlow(Steps)?|excessKurtosis|compare)$/, 2],
  [
    /^(exact\.learningTimes|proportionalLimit\(\).*|kernelProduct(Steps)?|jointLimit|phaseDiagram|sampleNet\(\)\.train)$/,
    2,
  ],
  [/^file: (lab study|decodeNpz)$/, 4],
  [/^command: /, 10],
];
const CHEAP = 0.2;
const LEAST = 4;

/** Cases of a target where one that costs nothing has `cases`. */
export function share(path: string, cases: number): number {
  const [, cost] = dear.find(([pattern]) => pattern.test(path)) ?? [path, CHEAP];
  return Math.min(cases, Math.max(LEAST, Math.round((cases * CHEAP) / cost)));
}
