import type { SweepStatus } from '../../commands/sweep/status';
import type { Environment } from '../../run/result';
import type { CellRecord } from '../cell';
import { type CellGroup, cellGroups } from './cellGroups';
import { type SweepAxis, sweepAxes } from './sweepAxes';
import { isDrawn, type PlotAxes, plotAxes, type SweepPlot, sweepPlots } from './sweepPlots';

/** A study's results as a page shows them. */
export interface SweepReport {
  format: 'deeplinear-sweep-report/1';
  created: string;
  /** That repeats the sweep, and that makes this page. */
  commands: { run: string; report: string };
  status: SweepStatus;
  title: string;
  /** The study as it was written when the results were computed, where that is known. */
  study?: { file: string; text: string };
  /** One sentence on what became of its file since. */
  change?: string;
  /** Of the code that computed the cells, where it is the same as that of this report. */
  code?: string;
  axes: SweepAxis[];
  groups: CellGroup[];
  /** Cells of groups beyond the most. */
  left: number;
  layout: PlotAxes;
  plots: SweepPlot[];
  /** Seconds of all cells together. */
  seconds: number;
  environment: Environment;
}

/** What a report is made of beside the records. */
export type SweepFacts = Omit<SweepReport, 'format' | 'axes' | 'groups' | 'left' | 'layout' | 'plots' | 'seconds'>;

/** Reads the records twice: for the axes, then for means over seeds. */
export function sweepReport(records: () => Iterable<CellRecord>, facts: SweepFacts): SweepReport {
  const axes = sweepAxes(records());
  const layout = plotAxes(axes);
  let seconds = 0;
  function* timed() {
    for (const record of records()) {
      seconds += record.seconds;
      yield record;
    }
  }
  const { groups, left } = cellGroups(timed(), { axes, curves: (place) => isDrawn({ axes: place }, layout) });
  const plots = sweepPlots(groups, layout);
  return { format: 'deeplinear-sweep-report/1', ...facts, axes, groups, left, layout, plots, seconds };
}
