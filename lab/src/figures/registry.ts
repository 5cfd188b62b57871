import type { FigureDefinition } from './definition';
import { angleCollapseFigure } from './static/angleCollapse';

/** Every named figure, in the order of the gallery. `deeplinear figure`, the docs' pictures and the gallery are views of this list. */
export const figures: readonly FigureDefinition[] = [
  // training
  // nets at initialization, posteriors
  angleCollapseFigure,
];
