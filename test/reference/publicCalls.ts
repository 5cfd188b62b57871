/** Calls of every public function: what the test of live bytes runs, and what fuzzing takes as its seeds. */
import assert from 'node:assert/strict';
import type * as Library from '../../src/index';

function exhaust(work: Generator): void {
  while (!work.next().done);
}

function refuses(call: () => unknown, text: string): void {
  assert.throws(call, (error: Error) => error.message.includes(text));
}

/** One call or more of every public function of `d`, by its name; methods of what they return come with them. */
export function publicCalls(d: typeof Library) {
  const x = d.matrix(
    6,
    3,
    Float64Array.from({ length: 18 }, (_, i) => Math.sin(i)),
  );
  const y = d.matrix(
    6,
    2,
    Float64Array.from({ length: 12 }, (_, i) => Math.cos(i)),
  );
  const data = d.moments(x, y);
  const net = d.createNet({ inputs: 3, outputs: 2, hidden: 2, width: 9, seed: 1 });
  const limit = d.infiniteWidth({ moments: data, hidden: 2, lr: 0.2, steps: 5 });
  const joint = { hidden: 2, widthPerInput: 1, samplesPerInput: 2, data: 'repeated', lrHat: 0.02 } as const;
  const powerLaw = { spectrumExponent: 1.5, sourceExponent: 0.5, hidden: 2, modes: 20 };
  const transfer = { hidden: 2, widthPerInput: [1, 2], data: 'population', steps: 3, lrHats: [0.1, 0.2, 0.3] } as const;
  const relu = { activation: 'relu', hidden: 2, weightVariance: 2, biasVariance: 0.1 } as const;
  const definite = d.matrix(3, 3, [3, 1, 1, 1, 3, 1, 1, 1, 3]);
  const training = { moments: data, lr: 0.2, steps: 5 } as const;
  const recorded = { ...training, record: { quantities: ['predictor' as const] } };
  const sample = Float64Array.from({ length: 8 }, (_, i) => (i + 0.5) / 8);
  const uniform = (v: number) => v;

  const calls: Record<string, () => unknown> = {
    accuracy: () => d.accuracy(y, [0, 1, 0, 1, 0, 1]),
    andersonDarling: () => d.andersonDarling(sample, uniform),
    applyStandardization: () =>
      d.applyStandardization(x, d.standardize(x, { center: true, scale: 'trace' }).standardization),
    bootstrapInterval: () => d.bootstrapInterval([...sample], ([first]) => first, { seed: 1, resamples: 99 }),
    advise: () => d.advise({ moments: data, spec: { hidden: 2, width: 9 }, steps: 3 }),
    adviseSteps: () => {
      const work = d.adviseSteps({ moments: data, spec: { hidden: 2, width: 9 }, steps: 3 });
      work.next();
      work.return(undefined as never);
    },
    catapult: () => d.catapult({ f0: 1, lambda0: 2, lr: 1.2, width: 100, steps: 20 }),
    check: () => {
      const parameters = { widths: [8, 16], seeds: 2, steps: 3 };
      d.check('infinite-width', { parameters, wrong: 'one-layer-more' });
      refuses(() => d.check('infinite-width', { parameters, onProgress: () => false }), 'stop before');
      refuses(() => d.check('infinite-width', { parameters: { widths: 0 } }), 'widths');
    },
    checkSteps: () => {
      const work = d.checkSteps('infinite-width');
      work.next();
      work.return(undefined as never);
    },
    cholesky: () => {
      d.cholesky(definite);
      refuses(() => d.cholesky([[-1]]), 'pivot -1');
    },
    classifyScaling: () => d.classifyScaling({ multiplier: [0, 0.5, 1], initialization: 0, learningRate: -1 }),
    compare: () => d.compare(d.train(net, recorded), limit).explain(),
    compareDistances: () => {
      const distances = [d.train(net, recorded), d.train(net, recorded)].map(d.distanceToLimit(limit));
      d.compareDistances(distances);
    },
    decodeCsv: () => d.decodeCsv(d.encodeCsv(x), { header: false }),
    decodeNet: () => d.decodeNet(d.encodeNet(net)).predict(x),
    decodeNpy: () => d.decodeNpy(d.encodeNpy(x, { order: 'F' })),
    decodeNpz: () => {
      d.decodeNpz(d.encodeNpz({ x, words: { data: ['a', 'b'] } }));
      refuses(() => d.decodeNpz(d.encodeNpz({ x }), { maxBytes: 9 }), 'maxBytes');
    },
    decodeSafetensors: () => d.decodeSafetensors(d.encodeSafetensors({ x, y }, { metadata: { made: 'here' } })),
    decodeRun: () => d.decodeRun(d.encodeRun(d.train(net, { ...recorded, momentum: 0.5, keepState: true }))),
    distanceToLimit: () => d.distanceToLimit(limit, { moments: data })(d.train(net, recorded)),
    conditionNumber: () => d.conditionNumber(data.sxx),
    compiledModule: () => d.compiledModule(),
    configure: () => refuses(() => d.configure({}), 'before first use'),
    coordinateCheck: () => {
      const options = { widths: [4, 8], seeds: 2 };
      d.coordinateCheck({ inputs: 3, outputs: 2, hidden: 2 }, options).explain();
      refuses(() => d.coordinateCheck(() => ({}) as never, options), 'forward');
    },
    coordinateCheckSteps: () => {
      const work = d.coordinateCheckSteps({ inputs: 3, outputs: 2, hidden: 2 }, { widths: [256, 512] });
      work.next();
      work.return(undefined as never);
    },
    createNet: () => {
      const made = d.createNet({ inputs: 3, outputs: 2, hidden: 1, width: 5, seed: 2, dtype: 'float32' });
      for (const read of [
        () => made.weights(),
        () => made.predictor(),
        () => made.predict(x),
        () => made.describe(),
        () => made.clone(),
      ])
        read();
      for (const read of [
        () => made.ntk(x),
        () => made.ntk(x, x),
        () => made.featureKernels(x),
        () => made.gradientKernels(),
        () => made.sharpness(data),
      ])
        read();
    },
    encodeNet: () => d.encodeNet(net),
    encodeCsv: () => d.encodeCsv({ step: [0, 1], loss: [0.5, 0.25] }),
    encodeNpy: () => d.encodeNpy(x),
    encodeNpz: () => d.encodeNpz({ x, y }, { compress: true }),
    encodeSafetensors: () => d.encodeSafetensors({ x, y }),
    parseCsv: () => d.parseCsv('name,size\na,1\n'),
    encodeOnnx: () => {
      d.encodeOnnx(net);
      d.encodeOnnx(net, { collapsed: true, dtype: 'float32' });
    },
    encodeRun: () => d.encodeRun(d.train(net, recorded)),
    empiricalNtk: () => d.empiricalNtk(d.sampleNet({ ...relu, inputs: 3, width: 5, seed: 1 }), x),
    energyDistance: () => d.energyDistance(sample, sample, { seed: 1 }),
    excessKurtosis: () => d.excessKurtosis(sample),
    gpPosterior: () => {
      const kernel = d.nngpKernel(x, relu);
      const posterior = d.gpPosterior({ kernel, y, noiseStd: 0.1 });
      posterior.mean(kernel);
      posterior.covariance(kernel, kernel);
      posterior.variance(
        kernel,
        [0, 1, 2, 3, 4, 5].map((i) => kernel.data[7 * i]),
      );
      refuses(() => d.gpPosterior({ kernel: [[-1]], y: [[1]] }), 'pivot -1');
    },
    holm: () => d.holm(sample),
    kernelProduct: () => d.kernelProduct(x, y, { ...relu, kernel: 'ntk' }),
    kernelProductSteps: () => exhaust(d.kernelProductSteps(x, y, relu)),
    ksTest: () => d.ksTest(sample, uniform),
    maxLearningRate: () => d.maxLearningRate(definite),
    maxZ: () => d.maxZ(new Array(8).fill(sample), { seed: 1, resamples: 99 }),
    mmd: () => d.mmd(sample, sample, { seed: 1 }),
    monteCarloKernel: () => d.monteCarloKernel(x, undefined, { ...relu, width: 5, seed: 1, nets: 2 }),
    nngpKernel: () => d.nngpKernel(x, d.matrix(2, 3), relu),
    nngpKernelSteps: () => exhaust(d.nngpKernelSteps(x, undefined, { ...relu, activation: 'tanh' })),
    ntkKernel: () => {
      d.ntkKernel(x, relu);
      const hat = { value: (u: number) => Math.abs(u - 0.3), derivative: (u: number) => Math.sign(u - 0.3) };
      d.ntkKernel(x, { ...relu, activation: hat });
      refuses(() => d.ntkKernel(x, { ...relu, activation: { ...hat, kinks: [] } }), 'kinks (0.3)');
    },
    ntkKernelSteps: () => {
      const many = d.matrix(3000, 3);
      const abandoned = d.ntkKernelSteps(many, undefined, { ...relu, hidden: 9, activation: 'sin' });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    ntkPredictor: () => {
      const ntk = d.ntkKernel(x, relu);
      const predictor = d.ntkPredictor({ ntk, nngp: ntk.nngp, y, lr: 0.1 });
      predictor(3);
      predictor(Number.POSITIVE_INFINITY);
    },
    sampleNet: () =>
      d.sampleNet({ ...relu, inputs: 3, outputs: 2, width: 5, seed: 1 }).train({ x, y, lr: 0.1, steps: 2 }),
    eigh: () => d.eigh(data.sxx),
    eigvalsh: () => d.eigvalsh(data.sxx),
    'exact.conserved': () => d.exact.conserved(net.weights()),
    'exact.endToEnd': () => {
      for (const matrices of [2, 3]) d.exact.endToEnd({ matrices, initial: definite, target: data.sxx, times: [1] });
      refuses(() => d.exact.endToEnd({ matrices: 3, initial: definite, target: x, times: [1] }), 'target');
    },
    'exact.learningTimes': () => d.exact.learningTimes({ matrices: 3, strengths: [1, 2], initial: 0.1 }),
    'exact.lossBound': () => d.exact.lossBound({ matrices: 3, initial: definite, target: definite, times: [1] }),
    'exact.modes': () => d.exact.modes({ matrices: 3, strengths: [1, 2], initial: 0.1, times: [1] }),
    'exact.riccati': () => {
      d.exact.riccati({ w1: definite, w2: definite, target: data.sxx, times: [0, 1] });
      refuses(() => d.exact.riccati({ w1: definite, w2: x, target: x, times: [1] }), 'balanced');
    },
    'exact.unbalancedScalar': () => d.exact.unbalancedScalar({ a0: 1, b0: 0.1, strength: 2, times: [1] }),
    expm: () => {
      d.expm(data.sxx);
      refuses(() => d.expm([[1000]]), '1.8e308');
    },
    finiteWidthPrior: () => {
      const law = d.finiteWidthPrior({ widths: [4, 3], outputs: 2 });
      law.sampleMixing({ seed: 1, samples: 3 });
      law.posterior({
        kernel: definite,
        y: [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
        noiseStd: 1,
        seed: 1,
        samples: 200,
      });
      refuses(
        () =>
          law.posterior({
            kernel: [
              [1, 2],
              [2, 1],
            ],
            y: [
              [1, 0],
              [0, 1],
            ],
            noiseStd: 1,
            seed: 1,
          }),
        'kernel',
      );
    },
    gradientFlow: () => {
      d.gradientFlow(net, { moments: data, times: [0, 1] });
      refuses(() => d.gradientFlow(net, { moments: data, times: [-1] }), 'times');
    },
    gradientFlowSteps: () => {
      exhaust(d.gradientFlowSteps(net, { moments: data, times: [1] }));
      const wide = d.createNet({ inputs: 3, outputs: 2, hidden: 2, width: 100, seed: 1 });
      const abandoned = d.gradientFlowSteps(wide, { moments: data, times: [1e9] });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    gram: () => d.gram(x),
    haarOrthogonal: () => d.haarOrthogonal({ seed: 1, size: 5 }),
    jointLimit: () => {
      const made = d.jointLimit({ ...joint, steps: 5 });
      made.correlations.error(1, 3, 2);
      made.responses.residual(3, 2);
      made.forNet({ inputs: 10 });
      refuses(() => d.jointLimit({ ...joint, steps: -1 }), 'steps');
    },
    jointLimitSteps: () => {
      exhaust(d.jointLimitSteps({ ...joint, hidden: Infinity, residual: true, steps: 5 }));
      const abandoned = d.jointLimitSteps({ ...joint, steps: 500 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    infiniteDepth: () => {
      const made = d.infiniteDepth({ moments: data, lr: 0.1, steps: 2 });
      made.featureKernel(x, 0.5, 1);
      made.errorKernel(1, 2, 1);
      refuses(() => made.gradientKernel(0.1, 1), 'place');
      refuses(() => d.infiniteDepth({ moments: data, lr: 0.1, steps: -1 }), 'steps');
    },
    infiniteDepthSteps: () => {
      exhaust(d.infiniteDepthSteps({ moments: data, lr: 0.1, steps: 2 }));
      const abandoned = d.infiniteDepthSteps({ moments: data, lr: 0.1, steps: 50 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    infiniteWidth: () => {
      for (const options of [{ residual: true }, { flow: true }] as const) {
        const other = d.infiniteWidth({ moments: data, hidden: 2, lr: 0.2, steps: 3, ...options });
        other.featureKernel(x, 2, 3);
        other.errorKernel(2, 3, 1);
      }
      const made = d.infiniteWidth({ moments: data, hidden: 2, lr: 0.2, steps: 5 });
      for (const read of [
        () => made.predictor(3),
        () => made.gradientKernel(1, 2),
        () => made.errorKernel(2, 5, 1),
        () => made.featureKernel(x, 1, 4),
      ])
        read();
    },
    infiniteWidthSteps: () => {
      exhaust(d.infiniteWidthSteps({ moments: data, hidden: 2, lr: 0.2, steps: 5 }));
      const abandoned = d.infiniteWidthSteps({ moments: data, hidden: 2, lr: 0.2, steps: 500 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    kernelRenormalization: () => d.kernelRenormalization({ samplesPerWidth: 0.5, hidden: 2, labelNorm: 2 }),
    lazyLimit: () => {
      const made = d.lazyLimit({ moments: data, hidden: 2, lr: 0.2, steps: 5, initialVariance: 'ntk' });
      made.predictor(3);
      made.predictorCovariance(2);
      refuses(() => d.lazyLimit({ moments: data, hidden: 2, lr: -1, steps: 5 }), 'lr');
    },
    minimumNorm: () => d.minimumNorm(data),
    langevinEquilibrium: () => {
      const oneOutput = d.moments(x, d.matrix(6, 1, y.data.slice(0, 6)));
      d.langevinEquilibrium({ moments: oneOutput, hidden: 2, temperature: 0.1, weightDecay: 0.1 });
      refuses(() => d.langevinEquilibrium({ moments: oneOutput, hidden: 2, temperature: 0.1 }), 'weightDecay');
    },
    convergenceBound: () => d.convergenceBound(limit, { moments: data, lr: 0.2 }),
    linearizedTraining: () => d.linearizedTraining(net, training).predictor(5),
    kernelMovement: () =>
      d.kernelMovement(
        { inputs: 3, outputs: 2, hidden: 2 },
        { widths: [4, 8], seeds: 2, moments: data, x, lr: 0.1, steps: 2 },
      ),
    logDeterminant: () => d.logDeterminant(data.sxx),
    lu: () => d.lu(x),
    lstsq: () => d.lstsq(x, y),
    matmul: () => d.matmul(x, y, { transposeA: true }),
    matmulChain: () => d.matmulChain(x, data.sxx, data.sxx),
    matrix: () => d.matrix(2, 2),
    moments: () =>
      d.moments({ rows: 6, cols: 3, data: new Uint8Array(18).map((_, i) => (7 * i) % 11) }, y, {
        center: true,
        scale: 'trace',
      }),
    momentsSteps: () => exhaust(d.momentsSteps(x, y)),
    netFromWeights: () => d.netFromWeights(net.spec, net.weights()),
    oneHot: () => d.oneHot([0, 1, 2], { classes: 3 }),
    pinv: () => d.pinv(x),
    angleCollapse: () => d.angleCollapse({ hidden: 3, width: 8, c0: 0.5 }),
    edgeOfChaos: () => d.edgeOfChaos({ activation: 'erf', biasVariance: 0.1 }),
    lyapunovExponents: () => d.lyapunovExponents({ width: 8 }),
    phaseDiagram: () => d.phaseDiagram({ activation: 'relu', weightVariances: [1, 2], biasVariances: [0, 0.1] }),
    propagation: () => {
      const made = d.propagation({ activation: 'tanh', weightVariance: 2.5, biasVariance: 0.1 });
      made.correlationMap(0.3);
      made.trajectory({ c0: 0.5, layers: 3 });
      refuses(() => d.propagation({ activation: 'tanh', weightVariance: -1 }), 'weightVariance');
    },
    powm: () => {
      d.powm(data.sxx, 1.5);
      refuses(() => d.powm(d.matrix(2, 2), -1), 'singular');
    },
    qr: () => {
      d.qr(x);
      d.qr(x, { mode: 'full', pivoting: true });
      refuses(() => d.qr([[1.5e308], [1.5e308]]), '1.8e308');
    },
    randomNormal: () => d.randomNormal({ seed: 1, rows: 3, cols: 5 }),
    resolveParameters: () => d.resolveParameters(d.experiments[0].parameters, {}),
    resume: () => {
      const kept = { ...recorded, momentum: 0.5, keepState: true };
      const run = d.train(net, kept);
      d.resume(run, { ...kept, steps: 9 });
      refuses(() => d.resume(run, { ...kept, momentum: 0.6 }), 'momentum');
      refuses(() => d.resume(run, { ...kept, moments: { ...data, syy: data.syy + 1 } }), 'moments');
    },
    resumeSteps: () => {
      const wide = d.createNet({ inputs: 3, outputs: 2, hidden: 2, width: 300, seed: 1 });
      const kept = { ...training, keepState: true };
      const abandoned = d.resumeSteps(d.train(wide, kept), { ...kept, steps: 5000 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    rng: () => {
      const source = d.rng(3);
      source.normal(5);
      source.uniform(5);
      source.fork('a').normal(1);
    },
    runtime: () => d.runtime(),
    samplesForPower: () => d.samplesForPower(0.5),
    singularValues: () => d.singularValues(x),
    slopeFit: () => d.slopeFit([1, 2, 3], [1, 0.5, 0.3], [0.1, 0.1, 0.1]),
    solve: () => {
      d.solve(definite, data.sxx);
      d.solve(definite, data.sxx, { assume: 'positiveDefinite' });
      refuses(() => d.solve([[0]], [[1]]), 'condition number');
    },
    sqrtm: () => d.sqrtm(data.sxx),
    squaredBias: () => d.squaredBias([sample, sample, sample, sample]),
    standardize: () => d.standardize(x, { center: true, scale: 'feature' }),
    svd: () => d.svd(x, { full: true }),
    syntheticTask: () => d.syntheticTask({ inputs: 3, spectrum: 'isotropic', seed: 1, samples: 9 }).sample(4, 2),
    tInterval: () => d.tInterval(sample),
    train: () => {
      d.train(net, training);
      d.train(net, { x, y, batch: { size: 3, order: 'onePass', seed: 1 }, lr: 0.1, steps: 2 });
      d.train(net, { ...training, momentum: 0.5, nesterov: true, weightDecay: 0.1, temperature: 0.1, noiseSeed: 1 });
      assert(d.train(net, { ...training, lr: 1e200 }).diverged);
      refuses(() => d.train(net, { ...training, lr: -1 }), 'lr');
    },
    trainEnsemble: () => {
      const shape = { inputs: 3, outputs: 2, hidden: 2, width: 5 };
      d.trainEnsemble(shape, { ...training, seeds: 3 });
      assert.equal(d.trainEnsemble(shape, { ...training, lr: 1e200, seeds: 3 }).diverged, 3);
      refuses(() => d.trainEnsemble(shape, { ...training, seeds: 0 }), 'seeds');
    },
    trainEnsembleSteps: () => {
      const work = d.trainEnsembleSteps({ inputs: 3, outputs: 2, hidden: 2, width: 64 }, { ...training, seeds: 5000 });
      work.next();
      work.return(undefined as never);
    },
    trainSteps: () => {
      exhaust(d.trainSteps(net, training));
      const abandoned = d.trainSteps(d.createNet({ inputs: 3, outputs: 2, hidden: 2, width: 300, seed: 1 }), {
        ...training,
        steps: 5000,
      });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    ntkRandomness: () => d.ntkRandomness({ hidden: 3, width: 8 }),
    proportionalLimit: () => {
      const law = d.proportionalLimit({ depthPerWidth: 0.5 });
      law.posterior({ kernel: definite, y: [1, 0, 1], noiseStd: 0 });
      exhaust(law.posteriorSteps({ kernel: definite, y: [1, 0, 1], noiseStd: 0 }));
      refuses(() => law.posterior({ kernel: definite, y: [1, 0], noiseStd: 1 }), 'y');
    },
    learningRateTransfer: () => {
      d.learningRateTransfer({ ...transfer, simulate: { inputs: 6, nets: 2 } });
      refuses(() => d.learningRateTransfer({ ...transfer, steps: 0 }), 'steps');
    },
    learningRateTransferSteps: () => {
      const abandoned = d.learningRateTransferSteps({ ...transfer, steps: 300 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    powerLawExponents: () => d.powerLawExponents({ sourceExponent: 0.5, hidden: 2 }),
    powerLawFlow: () => d.powerLawFlow({ ...powerLaw, times: [1] }),
    powerLawLoss: () => {
      d.powerLawLoss({ ...powerLaw, lr: 0.1, steps: 5 }).exponentBetween(1, 4);
      refuses(() => d.powerLawLoss({ ...powerLaw, lr: 0.1, steps: -1 }), 'steps');
    },
    powerLawLossSteps: () => {
      const abandoned = d.powerLawLossSteps({ ...powerLaw, lr: 0.1, steps: 500 });
      abandoned.next();
      abandoned.return(undefined as never);
    },
    triangularSolve: () => {
      d.triangularSolve(definite, data.sxx, { side: 'right' });
      refuses(() => d.triangularSolve([[0]], [[1]]), 'without zeros');
    },
    twoLayerAnyWidth: () => {
      const two = { moments: data, lr: 0.2, steps: 5, seed: 1 } as const;
      d.twoLayerAnyWidth({ ...two, width: 9, draws: 3, momentum: 0.5, nesterov: true }).quantile(0.5);
      assert.equal(d.twoLayerAnyWidth({ ...two, width: 2, draws: 3, lr: 1e200 }).diverged?.draws, 3);
      refuses(() => d.twoLayerAnyWidth({ ...two, width: 0 }), 'width');
    },
    twoLayerAnyWidthSteps: () => {
      const work = d.twoLayerAnyWidthSteps({ moments: data, lr: 0.2, steps: 50, width: 9, draws: 1e4, seed: 1 });
      work.next();
      work.return(undefined as never);
    },
    twoLayerFlow: () => d.twoLayerFlow({ target: 1, times: [0, 1] }),
    weightLaw: () => {
      const law = d.weightLaw(limit, 1);
      law.outliers(4);
      law.movement(4, 100);
      law.neuronsAfter(3, 4);
      d.weightLaw(limit, 0).outliers(4);
      refuses(() => d.weightLaw(limit, 3), 'layer');
    },
    'spectra.fussCatalan': () => d.spectra.fussCatalan({ factors: 2 }).cdf(1),
    'spectra.jacobian': () =>
      d.spectra.jacobian({ factors: 2, init: 'gaussian', activation: 'tanh', weightVariance: 1.5 }),
    'spectra.secondMoment': () => d.spectra.secondMoment({ factors: 2, width: 8 }),
    workspace: () => {
      const ws = d.workspace();
      const whole = ws.matrix(4, 4);
      const part = whole.block(1, 1, 2, 2);
      part.copy();
      part.row(1);
      part.fill(2);
      whole.set(d.matrix(4, 4));
      ws.matrix(2, 2, 'float32', [1, 2, 3, 4]);
      ws.bytes(64);
      ws.dispose();
    },
  };
  return { x, y, data, calls };
}
