/**
 * The one table of parameterizations: how the variance of the initial weights, the forward multiplier and the learning
 * rate of each layer depend on sizes. All code reads it; `net.describe()` prints it.
 *
 * An entry is a product of powers, in half-integer exponents: fanIn (D for the first layer, N_l above), width (N_L, the
 * width the readout sees), gamma0, and branch (b of a residual net, 1 without skip connections).
 * Forward pass: h_1 = m_0 W_0 x, h_{l+1} = [h_l +] m_l W_l h_l, f = m_L W_L h_L. Step: W_l += η r_l ρ_l (−∂loss/∂W_l).
 */
export type Parameterization = 'muP' | 'ntk' | 'standard';
/** First, hidden, and last matrix of a net. */
export type LayerRole = 'input' | 'hidden' | 'readout';

/** Exponents of the sizes of which an entry is a product; 0 where missing. */
export interface Powers {
  /** Of D for the first matrix, of N_l above. */
  fanIn?: number;
  /** Of N_L, the width that the readout sees. */
  width?: number;
  /** Of γ0. */
  gamma0?: number;
  /** Of b of skip connections; b is 1 without them. */
  branch?: number;
}

/** The rule of one matrix of a net in one parameterization. */
export interface LayerRule {
  /** Variance of an initial entry, times initialScales². */
  variance: Powers;
  /** Forward multiplier m. */
  multiplier: Powers;
  /** Learning rate ρ per unit of lr and layerLr. */
  rate: Powers;
}

const richRate: Powers = { gamma0: 2, width: 1 };

/**
 * Initial variance, forward multiplier and learning rate of every layer in each parameterization, as powers of γ0 and the width:
 * the one table that nets, training and `describe()` read.
 */
export const parameterizations: Record<Parameterization, Record<LayerRole, LayerRule>> = {
  /** Maximal update = mean-field: features move by Θ(1) at every width. */
  muP: {
    input: { variance: {}, multiplier: { fanIn: -0.5 }, rate: richRate },
    hidden: { variance: {}, multiplier: { branch: 1, fanIn: -0.5 }, rate: richRate },
    readout: { variance: {}, multiplier: { gamma0: -1, width: -1 }, rate: richRate },
  },
  /** muP at gamma0 = 1/√N: lazy as N grows. */
  ntk: {
    input: { variance: {}, multiplier: { fanIn: -0.5 }, rate: {} },
    hidden: { variance: {}, multiplier: { branch: 1, fanIn: -0.5 }, rate: {} },
    readout: { variance: {}, multiplier: { width: -0.5 }, rate: {} },
  },
  /** What deep-learning libraries do by default. */
  standard: {
    input: { variance: { fanIn: -1 }, multiplier: {}, rate: {} },
    hidden: { variance: { fanIn: -1 }, multiplier: { branch: 1 }, rate: {} },
    readout: { variance: { fanIn: -1 }, multiplier: {}, rate: {} },
  },
};

export interface LayerSizes {
  role: LayerRole;
  fanIn: number;
  fanOut: number;
}

/** What one layer of one net comes to: standard deviation of an initial entry, m_l and ρ_l. */
export interface LayerScaling extends LayerSizes {
  deviation: number;
  multiplier: number;
  rate: number;
  /** Beside a skip connection. */
  skip: boolean;
}

interface ScalingSpec {
  inputs: number;
  outputs: number;
  hidden: number;
  widths: readonly number[];
  parameterization: Parameterization;
  gamma0: number;
  residual: false | { branch: number };
  initialScales: readonly number[];
}

/** The L + 1 layers of a net, in the order W_0 … W_{L−1}, readout. */
export function layerScalings(spec: ScalingSpec): LayerScaling[] {
  const { hidden, widths, gamma0 } = spec;
  const branch = spec.residual ? spec.residual.branch : 1;
  return Array.from({ length: hidden + 1 }, (_, l) => {
    const role: LayerRole = l === 0 ? 'input' : l === hidden ? 'readout' : 'hidden';
    const fanIn = l === 0 ? spec.inputs : widths[l - 1];
    const fanOut = l === hidden ? spec.outputs : widths[l];
    const rule = parameterizations[spec.parameterization][role];
    const value = (powers: Powers) => product(powers, { fanIn, width: widths[hidden - 1], gamma0, branch });
    return {
      role,
      fanIn,
      fanOut,
      deviation: spec.initialScales[l] * Math.sqrt(value(rule.variance)),
      multiplier: value(rule.multiplier),
      rate: value(rule.rate),
      skip: spec.residual !== false && role === 'hidden',
    };
  });
}

/** Every singular value of a layer whose weights are drawn orthogonal, with entries of its deviation. */
export function singularValue({ deviation, fanIn, fanOut }: LayerScaling): number {
  return deviation * Math.sqrt(Math.max(fanIn, fanOut));
}

function product(powers: Powers, of: Required<Powers>): number {
  let result = 1;
  for (const name of ['branch', 'gamma0', 'width', 'fanIn'] as const) result *= power(of[name], powers[name] ?? 0);
  return result;
}

/** base^exponent for half-integer exponents, from × ÷ √ alone (same bits on every engine). */
function power(base: number, exponent: number): number {
  let result = 2 * exponent === 2 * Math.floor(exponent) ? 1 : Math.sqrt(base);
  for (let k = 1; k <= Math.abs(exponent); k++) result *= base;
  return exponent < 0 ? 1 / result : result;
}

/** The table in words, one line per layer, with the exponent of the width when all widths grow together. */
export function describeScalings(spec: ScalingSpec & { init: 'gaussian' | 'orthogonal' }): string {
  const rules = parameterizations[spec.parameterization];
  const layers = layerScalings(spec);
  const rows = layers.map((layer, l) => {
    const rule = rules[layer.role];
    const grows = layer.role !== 'input';
    return [
      l === spec.hidden ? 'readout' : `W_${l}`,
      `${layer.fanOut}×${layer.fanIn}`,
      entry(layer.deviation * layer.deviation, rule.variance, grows),
      ...(spec.init === 'orthogonal' ? [`all ${Number(singularValue(layer).toPrecision(3))}`] : []),
      entry(layer.multiplier, rule.multiplier, grows),
      entry(layer.rate, rule.rate, grows),
    ];
  });
  const values = spec.init === 'orthogonal' ? ['singular values'] : [];
  const table = [['layer', 'size', 'initial variance', ...values, 'forward multiplier', 'rate / lr'], ...rows];
  const pad = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map((row) =>
      row
        .map((text, column) => text.padEnd(pad[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Value, formula and width exponent, such as `0.0442 = fanIn^-0.5 ~ N^-0.5`. */
function entry(value: number, powers: Powers, fanInGrows: boolean): string {
  const formula = (['branch', 'gamma0', 'width', 'fanIn'] as const)
    .filter((name) => powers[name])
    .map((name) => (powers[name] === 1 ? name : `${name}^${powers[name]}`))
    .join('·');
  const exponent = (powers.width ?? 0) + (fanInGrows ? (powers.fanIn ?? 0) : 0);
  const shown = Number(value.toPrecision(3));
  return `${shown}${formula && ` = ${formula}`}${exponent ? ` ~ N^${exponent}` : ''}`;
}
