import { finite, knownOptions, reject } from '../../validate';
import { normalQuantile } from './normalQuantile';

export interface PowerOptions {
  /** Chance to reject a true hypothesis. Default 0.05. */
  level?: number;
  /** Chance to reject a false one. Default 0.9. */
  power?: number;
  /** Default 2. */
  sides?: 1 | 2;
}

/**
 * Samples that a z test needs to see an effect: ((z_level + z_power)/effect)².
 * @param effect in standard deviations of one sample: difference of means over standard deviation; excess kurtosis over √24.
 * @param options level, power and sides of the test.
 */
export function samplesForPower(effect: number, options: PowerOptions = {}): number {
  knownOptions('samplesForPower', options, ['level', 'power', 'sides']);
  const { level = 0.05, power = 0.9, sides = 2 } = options;
  if (!(level > 0 && level < 1)) return reject('level', 'a number between 0 and 1', level);
  if (!(power > level && power < 1)) return reject('power', 'a number between level and 1', power);
  if (sides !== 1 && sides !== 2) return reject('sides', '1 or 2', sides);
  if (finite('effect', effect) === 0) return reject('effect', 'a number other than 0', effect);
  const z = normalQuantile(power) - normalQuantile(level / sides);
  return Math.max(1, Math.ceil((z / effect) ** 2));
}
