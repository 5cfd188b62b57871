import type { PowerLaw, SpectrumGroup } from 'deeplinear';
import { logSpaced, upTo } from '../simulations';

/**
 * Modes k = 1 … D of a power law in the units of the joint limit: variances ∝ k^−α of mean 1 and a target with λ_k β*_k² ∝ k^−(αβ+1) of
 * mean 1. The first modes by themselves, the others in groups of equal width in log k that share their mean variance.
 */
export function powerLawGroups(
  { spectrumExponent, sourceExponent }: PowerLaw,
  { inputs, groups }: { inputs: number; groups: number },
): SpectrumGroup[] {
  const modes = upTo(inputs).map((k) => k + 1);
  const power = spectrumExponent * sourceExponent + 1;
  const sum = (list: readonly number[], of: (k: number) => number) => list.reduce((total, k) => total + of(k), 0);
  const variance = inputs / sum(modes, (k) => k ** -spectrumExponent);
  const signal = inputs / sum(modes, (k) => k ** -power);
  const edges = [...new Set(logSpaced(1, inputs + 1, groups + 1).map(Math.round))];
  return edges.slice(1).map((to, i) => {
    const own = modes.slice(edges[i] - 1, to - 1);
    const eigenvalue = (variance * sum(own, (k) => k ** -spectrumExponent)) / own.length;
    const target = (signal * sum(own, (k) => k ** -power)) / own.length / eigenvalue;
    return { eigenvalue, fraction: own.length / inputs, target };
  });
}
