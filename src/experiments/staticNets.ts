import type { SampleNetOptions } from '../checks/sampleNet';
import type { Activation } from '../limits/kernels/activation';
import type { Parameter, ParameterValues } from './experiment';

/** What experiments on sampled non-linear nets have in common. */
const known = {
  activation: {
    type: 'choice',
    choices: ['linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu', 'tanh'],
    doc: 'of all hidden layers',
  },
  hidden: { type: 'integer', least: 1, most: 100, doc: 'hidden layers L (the net has L + 1 weight matrices)' },
  weightVariance: { type: 'number', least: 0, exclusive: true, doc: 'variance of weights times fan-in' },
  biasVariance: { type: 'number', least: 0, doc: 'variance of biases' },
  widths: { type: 'integers', least: 2, most: 4096, doc: 'widths to sample' },
  nets: { type: 'integer', least: 2, most: 1e6, doc: 'nets of one batch' },
  seeds: { type: 'integer', least: 1, most: 1e6, doc: 'batches of nets a width' },
  seed: { type: 'integer', least: 0, doc: 'first seed; the others follow it' },
} satisfies Record<string, Omit<Parameter, 'name' | 'default'>>;

/** Parameters of these names, with these defaults, in this order. */
export function staticParameters(
  defaults: { [Name in keyof typeof known]?: Parameter['default'] },
  docs: { [Name in keyof typeof known]?: string } = {},
): Parameter[] {
  return Object.entries(defaults).map(([name, value]) => {
    const parameter: Omit<Parameter, 'name' | 'default'> = known[name as keyof typeof known];
    return { name, default: value, ...parameter, doc: docs[name as keyof typeof known] ?? parameter.doc };
  });
}

/** The net's law from values of the same names. */
export function staticNet(values: ParameterValues): {
  activation: Activation;
  hidden: number;
  weightVariance: number;
  biasVariance: number;
} {
  const { activation, hidden, weightVariance, biasVariance } = values;
  return {
    activation: activation as Activation,
    hidden: hidden as number,
    weightVariance: weightVariance as number,
    biasVariance: biasVariance as number,
  };
}

/** Widths of the hidden layers. */
export type Widths = SampleNetOptions['width'];

/** A wrong law: nets that are wide but for the first hidden layer, which keeps 8 neurons. */
export function narrowFirst(values: ParameterValues, width: number): Widths {
  return [8, ...new Array<number>((values.hidden as number) - 1).fill(width)];
}
