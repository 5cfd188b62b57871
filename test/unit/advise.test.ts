import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adviseTask, otherTask } from '../../src/checks/advice/adviseTask';
import { diagonalData } from '../../src/checks/advice/diagonalData';
import { lossBand } from '../../src/checks/advice/lossBand';
import { type RegimeNumbers, regimeTable } from '../../src/checks/advice/regimes';
import { atWidth } from '../../src/checks/advice/widthScaling';
import { type AdviseOptions, advise, adviseSteps } from '../../src/checks/advise';
import { moments } from '../../src/data/moments';
import { syntheticTask } from '../../src/data/syntheticTask';
import { experiments } from '../../src/experiments/registry';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { eigvalsh } from '../../src/linalg/eigvalsh';
import { sqrtm } from '../../src/linalg/sqrtm';
import { drain } from '../../src/longWork';
import { scaled } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import { randomNormal } from '../../src/random/randomNormal';
import { train } from '../../src/train/train';
import { finalLosses, fineGrid, geometricMean } from '../reference/adviseCases';
import { significance, tolerance } from '../tolerances';

const spectrum = [2.5, 1.5, 1, 0.6, 0.3, 0.1];
const task = syntheticTask({ inputs: 6, outputs: 2, spectrum, samples: 200, noiseStd: 0.2, seed: 11 });
const base: AdviseOptions = { moments: task.moments, spec: { hidden: 2, width: 48 }, steps: 20, transferTo: false };
const sized = (spec: Partial<AdviseOptions['spec']>): AdviseOptions => ({ ...base, spec: { ...base.spec, ...spec } });

describe('advise', () => {
  it.each([
    ['plain', sized({ gamma0: 1 })],
    ['residual', sized({ hidden: 3, residual: { beta0: 1 }, gamma0: 0.5 })],
    ['standard parameterization, one hidden layer', sized({ hidden: 1, width: 300, parameterization: 'standard' })],
  ])('advises a rate that costs at most a tenth against a fine grid: %s', (_, options) => {
    const advice = advise(options);
    const { moments: data, spec, steps } = options;
    const question = {
      name: '',
      moments: task.moments,
      spec: { ...spec, inputs: 6, outputs: 2, width: spec.width as number },
      steps,
    };
    const nets = finalLosses(question, [500, 501, 502, 503, 504, 505], 'float64');
    const { typical } = fineGrid(nets, advice.criticalLr);
    expect(geometricMean(nets.map((loss) => loss(advice.bestLr)))).toBeLessThan(1.1 * typical.loss);
    expect(data.syy).toBeGreaterThan(0);
  });

  it.each([
    ['targets 128 times as large', 1, 128],
    ['inputs 64 times as small', 1 / 64, 1],
  ])('finds a rate far below the critical one where nets become far sharper as they learn: %s', (_, a, b) => {
    const { sxx, syx, syy } = task.moments;
    const large = { sxx: scaled(sxx, a * a), syx: scaled(syx, a * b), syy: b * b * syy };
    const { lr, criticalLr, predictedLoss } = advise({ ...base, moments: large });
    expect(lr / criticalLr).toBeLessThan(0.02);
    const curves = [600, 601, 602, 603].map((seed) => {
      const net = createNet({ inputs: 6, outputs: 2, hidden: 2, width: 48, seed });
      return train(net, { moments: large, lr, steps: 20 });
    });
    for (const { loss, diverged } of curves) {
      expect(diverged).toBeUndefined();
      expect(loss[20]).toBeLessThan(0.5 * loss[0]);
      expect(Math.abs(Math.log(loss[20] / predictedLoss[20]))).toBeLessThan(0.5);
    }
  });

  it('counts the draws that diverge, not those beside them, with one hidden layer', () => {
    const noisy = syntheticTask({ inputs: 4, spectrum: 'isotropic', seed: 1, noiseStd: 0.3 });
    const spec = { hidden: 1, width: 8 };
    const { predictedLoss, finiteWidthError, trials } = advise({ ...base, moments: noisy.moments, spec, lr: 2.6 });
    for (const curve of [predictedLoss, finiteWidthError.low, finiteWidthError.high])
      expect(curve.every(Number.isFinite)).toBe(true);
    // of nets at this rate one in 250 diverges
    const careful = trials.find(({ lr, losses }) => Math.abs(lr - 2.6) < 1e-9 && losses.length > 100)!;
    const lost = careful.losses.filter((loss) => loss === Number.POSITIVE_INFINITY).length;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(10);
    const nets = [...Array(200).keys()].map((seed) =>
      train(createNet({ inputs: 4, outputs: 1, ...spec, seed }), { moments: noisy.moments, lr: 2.6, steps: 20 }),
    );
    const within = nets.filter(({ loss, diverged }) => !diverged && loss[20] <= finiteWidthError.high[20]).length;
    expect(within / nets.length).toBeGreaterThan(0.85);
    // where all are lost the band has no upper end
    const beyond = advise({ ...base, moments: noisy.moments, spec, lr: 40 });
    expect(beyond.finiteWidthError.high[20]).toBe(Number.POSITIVE_INFINITY);
    expect(beyond.explain()).not.toContain('NaN');
  });

  it.each([1, 2, 3])(
    'nets that diverge count until they do, and their first loss is that of any rate: %s hidden',
    (hidden) => {
      const asked = adviseTask(sized({ hidden }));
      const at = (lr: number) => drain(lossBand(asked, lr))!;
      const [stable, divergent] = [0.1, 6].map((times) => at(times * asked.criticalLr));
      expect(divergent.predictedLoss[0]).toBe(stable.predictedLoss[0]);
      expect(divergent.finiteWidthError.low[0]).toBe(stable.finiteWidthError.low[0]);
      expect(divergent.finiteWidthError.high[0]).toBe(stable.finiteWidthError.high[0]);
      expect(divergent.predictedLoss[1]).toBeGreaterThan(stable.predictedLoss[0]);
      expect(divergent.predictedLoss[1]).toBeLessThan(1e6 * stable.predictedLoss[0]);
      expect(divergent.predictedLoss[20]).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it('refuses data on which nets diverge at every rate', () => {
    const { sxx, syx, syy } = task.moments;
    const huge = { sxx: scaled(sxx, 2 ** 100), syx: scaled(syx, 2 ** 50), syy };
    expect(() => advise({ ...base, moments: huge })).toThrow(/^moments: expected data that nets learn at some rate/);
  });

  it.each([
    ['plain', {}],
    ['residual', { residual: { branch: 0.7 } }],
    ['unequal widths and scales', { width: [600, 900], initialScales: [1, 1.2, 0.8] }],
    ['standard', { parameterization: 'standard' as const }],
  ])('the critical rate is 2 over the largest eigenvalue of the tangent kernel of wide nets: %s', (_, spec) => {
    const { criticalLr } = adviseTask(sized({ width: 800, ...spec }));
    // inputs with the moments of the data
    const x = sqrtm(task.moments.sxx);
    const rows = x.rows;
    for (let i = 0; i < x.data.length; i++) x.data[i] *= Math.sqrt(rows);
    const largest = [1, 2].map((seed) => {
      const kernel = createNet({ inputs: 6, outputs: 2, ...base.spec, width: 800, ...spec, seed }).ntk(x);
      return eigvalsh(kernel)[2 * rows - 1] / rows;
    });
    expect(Math.abs((criticalLr * (largest[0] + largest[1])) / 2 / 2 - 1)).toBeLessThan(tolerance.wideKernel);
  });

  it('the band holds 90 % of nets it has not seen, exact draws, nets of the asked width and narrower ones alike', () => {
    for (const options of [sized({ hidden: 1, width: 200 }), sized({}), sized({ width: 700, gamma0: 2 })]) {
      const { lr, finiteWidthError, predictedLoss } = advise(options);
      const { low, high } = finiteWidthError;
      const nets = 80;
      const inside = Array.from({ length: nets }, (_, k) => {
        const net = createNet({ inputs: 6, outputs: 2, ...options.spec, seed: 7000 + k });
        const loss = train(net, { moments: task.moments, lr, steps: 20 }).loss;
        return loss[20] >= low[20] && loss[20] <= high[20];
      }).filter(Boolean).length;
      // the band itself is made of as many draws
      const deviation = Math.sqrt(2 * nets * 0.9 * 0.1);
      expect(Math.abs(inside - 0.9 * nets)).toBeLessThan(significance.most * deviation);
      expect(inside).toBeGreaterThan(0.75 * nets);
      predictedLoss.forEach((value, t) => {
        expect(low[t]).toBeLessThanOrEqual(value);
        expect(high[t]).toBeGreaterThanOrEqual(value);
      });
      expect(finiteWidthError.proxyWidth).toBe(options.spec.width === 700 ? 256 : undefined);
    }
  });

  it('the band shrinks around the infinite-width limit as the net grows', () => {
    const lr = 0.4;
    const at = (width: number) => advise({ ...sized({ width }), lr });
    const [narrow, wide] = [at(100), at(10_000)];
    const spread = ({ finiteWidthError: { low, high } }: typeof wide) => Math.log(high[20] / low[20]);
    expect(spread(narrow) / spread(wide)).toBeGreaterThan(4);
    expect(Math.abs(wide.finiteWidthError.bias[20])).toBeLessThan(0.02);
    const limit = infiniteWidth({ moments: task.moments, hidden: 2, lr, steps: 20 });
    expect(Math.abs(wide.limitLoss![20] / limit.loss[20] - 1)).toBeLessThan(tolerance.limit);
  });

  it('a rate carries over to more width in muP, not in standard parameterization nor to more layers with constant branches', () => {
    const { transfer, explain } = advise({ ...sized({ width: 200 }), transferTo: undefined });
    expect(explain()).toMatch(/gains \d+\.\d %\./);
    expect(transfer).toMatchObject({ width: 800, hidden: 2, transfers: true });
    const standard = sized({ width: 100, parameterization: 'standard' });
    const wide = advise({ ...standard, transferTo: { width: 800 } }).transfer!;
    expect(wide.transfers).toBe(false);
    expect(wide.ratio).toBeLessThan(0.25);
    const residual = { hidden: 2, width: 200, residual: { branch: 1 } };
    const deep = advise({ ...base, spec: residual, transferTo: { hidden: 6 } }).transfer!;
    expect(deep).toMatchObject({ width: 200, hidden: 6, transfers: false });
    expect(deep.ratio).toBeLessThan(0.5);
  });

  it('standard parameterization is NTK parameterization with the fan-in as factor of each layer', () => {
    const standard = advise(sized({ parameterization: 'standard' }));
    const ntk = advise({ ...sized({ parameterization: 'ntk' }), layerLr: [6, 48, 48] });
    expect(standard.bestLr).toBe(ntk.bestLr);
    expect(standard.predictedLoss).toEqual(ntk.predictedLoss);
  });

  it('judges a given rate, above the critical one as a catapult; the best one was tried on many nets', () => {
    const { bestLr, criticalLr, trials, explain } = advise(base);
    const rates = new Set(trials.map(({ lr }) => lr)).size;
    expect(rates).toBeLessThan(trials.length);
    expect(explain()).toContain(`the best of ${rates} rates tried`);
    expect(trials.filter(({ lr }) => lr === bestLr).map(({ losses }) => losses.length)).toContain(128);
    expect(Math.min(...trials.filter(({ losses }) => losses.length === 128).map(({ score }) => score))).toBe(
      trials.findLast(({ lr }) => lr === bestLr)!.score,
    );
    const judged = advise({ ...base, lr: 1.2 * criticalLr });
    expect(judged.lr).toBe(1.2 * criticalLr);
    expect(judged.bestLr).toBe(bestLr);
    expect(judged.regime).toBe('catapult');
    expect(judged.catapultWindow).toEqual([criticalLr, 2 * criticalLr]);
    expect(judged.notes[0]).toContain('above the critical one');
    expect(advise({ ...base, lr: 3 * criticalLr }).regime).toBe('divergent');
    expect(judged.explain()).toContain('Regime: catapult (2 < ηλ ≤ 4)');
  });

  it('stops when told to, with what it knows', () => {
    const work = adviseSteps(base);
    work.next();
    let turn = work.next(false);
    while (!turn.done) turn = work.next();
    const { stopped, criticalLr, predictedLoss, notes, explain } = turn.value;
    expect(stopped).toBeDefined();
    expect(criticalLr).toBeGreaterThan(0);
    expect(predictedLoss.length).toBe(0);
    expect(notes[0]).toContain('Stopped');
    expect(explain()).toContain('Regime');
  });

  it.each([
    [{ steps: 0 }, 'steps: expected an integer of at least 1, got 0'],
    [{ lr: -1 }, 'lr: expected a positive finite number, got -1'],
    [
      { spec: { hidden: 2, width: 8, seed: 1 } },
      'spec.seed: expected none (the advice is for any draw of the weights), got 1',
    ],
    [
      { spec: { hidden: 2, width: 8, init: 'orthogonal' } },
      "spec.init: expected 'gaussian', which the limits describe",
    ],
    [{ spec: { hidden: 2, width: 8, inputs: 7 } }, 'moments.sxx: expected 7×7'],
    [{ temperature: 1 }, 'advise: expected options among'],
    [{ transferTo: { depth: 3 } }, 'transferTo: expected options among width, hidden, got "depth"'],
    [{ moments: moments([[0]], [[1]]) }, 'moments.sxx: expected inputs that are not all zero, got 0'],
    [{ moments: { ...task.moments, samples: 0 } }, 'moments.samples: expected a number of at least 1, got 0'],
  ])('refuses %o', (wrong, message) => {
    expect(() => adviseSteps({ ...base, ...wrong } as AdviseOptions)).toThrow(message);
  });
});

describe('lossBand', () => {
  it('counts nets that fit exactly as fitting to rounding', () => {
    const one = moments(randomNormal({ seed: 1, rows: 1, cols: 1 }), randomNormal({ seed: 51, rows: 1, cols: 1 }));
    const run = { moments: one, spec: { hidden: 1, width: 5 }, steps: 10, transferTo: false } as const;
    const { predictedLoss, finiteWidthError } = advise(run);
    const rounding = Number.EPSILON ** 2 * (one.syy / 2) * (1 - 1e-9);
    expect(finiteWidthError.low[10]).toBeGreaterThan(rounding);
    expect(predictedLoss[10]).toBeGreaterThan(rounding);
    expect(predictedLoss[10]).toBeLessThan(1e-12);
  });
});

describe('diagonalData', () => {
  it.each(['muP', 'ntk'] as const)(
    'keeps directions without labels, in which nets unlearn their random function: %s',
    (parameterization) => {
      const sxx = [
        [1.5, 0, 0],
        [0, 1, 0],
        [0, 0, 0.9],
      ];
      const data = { sxx, syx: [[1.5, 0, 0]], syy: 2 };
      const spec = { hidden: 2, width: 64, parameterization };
      const run = { moments: data, steps: 6, lr: 0.3 };
      const { predictedLoss, finiteWidthError } = advise({ ...run, spec, transferTo: false });
      const { low, high } = finiteWidthError;
      const nets = Array.from({ length: 200 }, (_, seed) => {
        return train(createNet({ ...spec, inputs: 3, outputs: 1, seed: 1000 + seed }), run).loss[6];
      });
      const inside = nets.filter((loss) => loss >= low[6] && loss <= high[6]).length;
      expect(inside).toBeGreaterThan(150);
      const beyond = (loss: number) => Math.log(loss - 0.25);
      const logs = nets.map(beyond);
      const [mean, square] = [0, 1].map((k) => logs.reduce((sum, x) => sum + x ** (k + 1), 0) / 200);
      // of 200 nets and the 79 of the advice
      const error = Math.sqrt((square - mean ** 2) * (1 / 200 + 1 / 79));
      expect(Math.abs(beyond(predictedLoss[6]) - mean)).toBeLessThan(4 * error);
    },
  );

  it('takes another net as it is: what a narrow one has to unlearn counts more', () => {
    const data = {
      sxx: [
        [1.5, 0],
        [0, 1],
      ],
      syx: [[1.5, 0]],
      syy: 1.5,
    };
    const options = { moments: data, spec: { hidden: 2, width: 1e9 }, steps: 5 };
    const wide = adviseTask(options);
    expect(wide.data.inputs).toBe(1);
    expect(otherTask({ ...options, transferTo: { width: 10 } }, wide.data)?.data.inputs).toBe(2);
    expect(otherTask(options, wide.data)?.data).toBe(wide.data);
    expect(() => advise({ ...options, moments: { ...data, syx: [[0, 0]], syy: 0 } })).toThrow(
      'targets that are not all zero',
    );
  });

  it('trains as the data do, and leaves out what cannot be learnt', () => {
    const { moments: whole } = syntheticTask({
      inputs: 40,
      outputs: 2,
      spectrum: { spectrumExponent: 3, sourceExponent: 1 },
      noiseStd: 0.3,
      samples: 300,
      seed: 5,
    });
    const reduced = diagonalData(whole, 10, 0);
    expect(reduced.inputs).toBeLessThan(30);
    const run = { hidden: 2, lr: 4, steps: 10 };
    const expected = infiniteWidth({ moments: whole, ...run }).loss;
    const limit = infiniteWidth({ moments: reduced.moments, ...run });
    limit.predictors.forEach(({ data }, t) => {
      expect(Math.abs(reduced.loss(data as Float64Array) / expected[t] - 1)).toBeLessThan(tolerance.leftOut);
    });
    const all = diagonalData(task.moments, 1000, 0);
    expect(all.inputs).toBe(6);
    const { data } = infiniteWidth({ moments: all.moments, ...run, lr: 0.4 }).predictor(10);
    const exact = infiniteWidth({ moments: task.moments, ...run, lr: 0.4 }).loss[10];
    expect(Math.abs(all.loss(data as Float64Array) / exact - 1)).toBeLessThan(tolerance.limit);
  });
});

describe('atWidth', () => {
  const at = (n: number, p: number, q: number) => ({
    mean: 1 + 5 * n ** -p,
    deviation: 2 * n ** -q,
    error: 1e-9,
    lost: 0,
  });

  it.each([
    [1, 0.5],
    [0.3, 0.1],
  ])('continues means as N^−%f and spreads as N^−%f', (p, q) => {
    const moved = atWidth(at(128, p, q), at(32, p, q), 0.125, 1);
    expect(Math.abs(moved.mean - at(1024, p, q).mean)).toBeLessThan(tolerance.limit);
    // the exponent of the spread is drawn to ½
    expect(Math.abs(moved.deviation / at(1024, p, q).deviation - 1)).toBeLessThan(tolerance.drawnExponent);
  });

  it('takes the leading order where the small nets cannot tell, and extrapolates in 1/N without a limit', () => {
    const noisy = (n: number) => ({ ...at(n, 0.3, 0.5), error: 10 });
    expect(atWidth(noisy(128), noisy(32), 0.125, 1).mean).toBe(1 + (noisy(128).mean - 1) * 0.125);
    const moved = atWidth(at(128, 1, 0.5), at(32, 1, 0.5), 0.125, undefined);
    expect(Math.abs(moved.mean - at(1024, 1, 0.5).mean)).toBeLessThan(tolerance.limit);
  });
});

describe('the table of regimes', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'which-limit.md'), 'utf8');
  const rich: RegimeNumbers = {
    gamma0: 1,
    richness: 2,
    depthPerWidth: 0.01,
    widthPerInput: 10,
    widthPerEffectiveInput: 12,
    samplesPerInput: 100,
    lrTimesSharpness: 1,
  };
  const examples: [string, Partial<RegimeNumbers>][] = [
    ['divergent', { lrTimesSharpness: 4.1 }],
    ['catapult', { lrTimesSharpness: 2.1 }],
    ['proportional', { depthPerWidth: 0.1 }],
    ['proportional', { widthPerEffectiveInput: 3 }],
    ['data-limited', { samplesPerInput: 9 }],
    ['lazy', { richness: 0.2, samplesPerInput: undefined }],
    ['rich', {}],
  ];

  it.each(examples)('%s: %o', (id, numbers) => {
    expect(regimeTable.find(({ holds }) => holds({ ...rich, ...numbers }))!.id).toBe(id);
  });

  it('is the one that the page prints, and the checks named there exist', () => {
    for (const { id, when, source, use, page: own } of regimeTable) {
      const names = use.map((name) => `\`${name}\``).join(', ');
      expect(page).toContain(`| [${id}](${own}) | ${when} | ${source} | ${names} |`);
    }
    const ids = experiments.map(({ id }) => id);
    const rows = [...page.matchAll(/`npx deeplinear check ([\w-]+)`((?:, `[\w-]+`)*)/g)];
    const named = rows.flatMap(([, first, rest]) => [
      first,
      ...[...rest.matchAll(/`([\w-]+)`/g)].map((match) => match[1]),
    ]);
    expect(named.length).toBeGreaterThan(14);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
