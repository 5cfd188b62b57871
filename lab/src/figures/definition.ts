import type { Progress } from 'deeplinear';

export interface Axis {
  label: string;
  /** Logarithmic; points that are not positive are left out. Default false. */
  log?: boolean;
  /** Default: what the points span. Points outside are left out. */
  domain?: [number, number];
}

/** One curve, its dots, or both sides of a comparison under the same name. */
export interface Series {
  /** In the legend. Series of the same name share colour and entry: a theory's line and the dots of its nets. */
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Shaded between, point by point. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  /** Half length of an error bar, point by point: standard errors of a mean over simulations. */
  error?: ArrayLike<number>;
  dashed?: boolean;
  /** Dots instead of a line: simulations, where lines are theory. */
  dots?: boolean;
  /** In the colour of the text, apart from the others: what all of them tend to, or a law that fails. Default false. */
  reference?: boolean;
  /** What its points say they are when they are pointed at; '' keeps them silent. Default: the name. */
  says?: string;
}

/** One pair of axes. */
export interface Panel {
  /** Above the panel, when there are several. */
  title?: string;
  x: Axis;
  y: Axis;
  series: Series[];
  /** Names are sizes in order (widths, depths): colours from light to dark instead of distinct ones. Default: the figure's. */
  ordered?: boolean;
}

/** What a figure shows, before it is drawn. */
export interface FigureContent {
  /** Side by side, at most three. */
  panels: Panel[];
  /** One below the other instead, for wide ones. Default false. */
  stacked?: boolean;
  /** Of all panels. Default false. */
  ordered?: boolean;
  /** What the reader should see, with the settings that matter, in one or two sentences. */
  caption: string;
}

export type FigureValues = Record<string, number | string | readonly number[]>;

/**
 * A named figure: theory and simulation of one experiment of the registry on the same axes. `deeplinear figure`, the docs' pictures
 * and the gallery are views of the list in registry.ts.
 */
export interface FigureDefinition {
  id: string;
  title: string;
  /** Entry of the library's registry that it is a view of: the paper and the page come from it. */
  experiment: string;
  /** Where it reproduces a figure of another paper than the experiment's: what, in a few words ("Poole et al. 2016, figure 1"). */
  after?: string;
  /** Why there is no simulation (or no theory) in it, in one sentence; without it a figure has both. */
  onlyOne?: string;
  /** The theory is about the very nets that are simulated, so that there is nothing to average: no error bars. Default false. */
  exact?: boolean;
  /** All that decides the numbers; `quick` stands in for those of the full figure, at most some 15 s of one core. */
  settings: { full: FigureValues; quick?: Partial<FigureValues> };
  /** Settings that name some of the entries of another: `{ shown: 'widths' }`. */
  among?: Record<string, string>;
  /** Yields its progress at least every half second, so that a figure can be stopped. */
  content(values: FigureValues): Generator<Progress, FigureContent, boolean | undefined>;
}
