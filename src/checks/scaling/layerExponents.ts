import { ShapeError } from '../../errors';
import { type LayerRole, type Parameterization, parameterizations } from '../../nets/parameterization';
import { finite, isNumberList } from '../../validate';
import type { LayerExponents } from './scalingExponents';

/** One number for all layers, or three: input layer, hidden layers, readout. */
export type ExponentsOfRoles = number | readonly [input: number, hidden: number, readout: number];

/** How the parts of a net depend on its width N: in each layer W = N^−a w, w ~ N(0, N^−2b) initially, learning rate of w ~ N^−c. */
export interface WidthExponents {
  /** a of the forward multiplier. */
  multiplier: ExponentsOfRoles;
  /** b of the standard deviation of initial entries. */
  initialization: ExponentsOfRoles;
  /** c of the learning rate. */
  learningRate: ExponentsOfRoles;
}

const roleOf = (l: number, hidden: number): LayerRole => (l === 0 ? 'input' : l === hidden ? 'readout' : 'hidden');

/**
 * Layers W_0 … readout: what is left of a, b and c when the multiplier is made part of the matrix.
 * @param inside what the exponents are a field of, and a dot, for errors.
 * @throws ValueError, ShapeError for exponents that are no numbers.
 */
export function layerExponents(exponents: WidthExponents, hidden: number, inside = ''): LayerExponents[] {
  const a = roles(`${inside}multiplier`, exponents.multiplier);
  const b = roles(`${inside}initialization`, exponents.initialization);
  const c = roles(`${inside}learningRate`, exponents.learningRate);
  return Array.from({ length: hidden + 1 }, (_, l): LayerExponents => {
    const role = roleOf(l, hidden);
    return { size: a[role] + b[role], rate: c[role] + 2 * a[role] };
  });
}

/** The same of a parameterization of this library, from its table. */
export function parameterizationExponents(name: Parameterization, hidden: number): LayerExponents[] {
  return Array.from({ length: hidden + 1 }, (_, l): LayerExponents => {
    const role = roleOf(l, hidden);
    const rule = parameterizations[name][role];
    // the fan-in of the input layer does not grow
    const power = ({ width = 0, fanIn = 0 }) => width + (role === 'input' ? 0 : fanIn);
    const multiplier = power(rule.multiplier);
    return { size: -multiplier - power(rule.variance) / 2, rate: -power(rule.rate) - 2 * multiplier };
  });
}

function roles(name: string, value: ExponentsOfRoles): Record<LayerRole, number> {
  if (!isNumberList(value)) {
    const one = finite(name, value);
    return { input: one, hidden: one, readout: one };
  }
  if (value.length !== 3) {
    throw new ShapeError(`${name}: expected a number or 3 (input, hidden, readout), got ${value.length}`);
  }
  const [input, hidden, readout] = Array.from(value, (entry, role) => finite(`${name}[${role}]`, entry));
  return { input, hidden, readout };
}
