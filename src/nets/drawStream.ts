import type { LayerSizes } from './parameterization';

const MOST_WIDTH = 2 ** 26;

/**
 * The stream of layer l's initial entries. It carries the hidden width the layer touches, so that nets of one seed and
 * different widths share no draw: statistics over widths rely on that. Lists of widths that agree in places share those layers' draws.
 */
export function drawStream(l: number, { role, fanIn, fanOut }: Pick<LayerSizes, 'role' | 'fanIn' | 'fanOut'>): number {
  return l * MOST_WIDTH + (role === 'input' ? fanOut : fanIn);
}
