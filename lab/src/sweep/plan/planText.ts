import { count, secondsText, typed } from '../../view/format';
import type { Cell, Plain } from '../cell';
import { cellText, durationText } from '../progressText';
import { storeFolder } from '../storeFiles';
import { canonicalJson } from '../study/canonicalJson';
import type { StudyAxis } from '../study/study';
import type { SweepPlan } from './sweepPlan';

/** A plan as people read it. */
export function planText(plan: SweepPlan, studyPath: string): string {
  const { study, cells, first, last, stored } = plan;
  const lines = [`${study.name}: ${count(cells, 'cell')}`];
  if (study.title !== undefined) lines.push(study.title);
  if (study.axes.length > 0) lines.push('', 'Axes, the last moves fastest:', ...axisLines(study.axes));
  lines.push('', `Kept of each cell: ${observablesOf(first).join(', ')}`);
  if (cells > 1) lines.push(`First: ${cellText(first)}`, `Last:  ${cellText(last)}`);
  lines.push('', ...costLines(plan));
  if (stored) {
    const { folder, done, failed, changed, other } = stored;
    const left = cells - done - failed;
    lines.push(
      `${folder} has ${count(done)} of them${failed > 0 ? `, and ${count(failed)} that failed` : ''}; ${count(left)} to compute.`,
    );
    if (changed) lines.push('The study was changed since the last run.');
    if (other) {
      const out = folder === storeFolder(studyPath) ? '' : ` --out ${folder}`;
      if (!changed) lines.push('The folder holds results of another version of the study, of its data or of the code.');
      lines.push(`Take over what both share and drop the rest with: deeplinear sweep run ${studyPath}${out} --update`);
    } else if (left > 0) lines.push(`Go on with: deeplinear sweep resume ${folder}`);
  } else lines.push(`Run it with: deeplinear sweep run ${studyPath}`);
  return `${lines.join('\n')}\n`;
}

function axisLines(axes: readonly StudyAxis[]): string[] {
  const width = Math.max(...axes.flatMap(({ paths }) => paths.map((path) => path.length)));
  return axes.flatMap(({ paths, points }) =>
    paths.map((path, k) => {
      const values = points.map((point) => valueText(point[k]));
      const shown = values.length > 10 ? [...values.slice(0, 4), '…', ...values.slice(-2)] : values;
      return `  ${path.padEnd(width)}  ${k === 0 ? count(points.length, 'value') : 'with it'}: ${shown.join(', ')}`;
    }),
  );
}

function valueText(value: Plain): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : typed(value);
  return typeof value === 'string' ? value : canonicalJson(value);
}

function observablesOf({ config }: Cell): string[] {
  return (config.observables as readonly Plain[]).map((entry) =>
    typeof entry === 'string' ? entry : (entry as { name: string }).name,
  );
}

function costLines({ time, memory, workers, calibration }: SweepPlan): string[] {
  if (!calibration) return [];
  const { failure } = calibration;
  const lines: string[] = [];
  if (failure) lines.push(`Cell ${failure.index} cannot be computed: ${failure.message}`);
  if (!time || !memory) return lines;
  const cores = count(workers, 'core');
  lines.push(`Time: about ${durationText(time.all)} on ${cores} (${durationText(time.core)} of one core).`);
  lines.push(
    `Memory: about ${count(roundUp(memory.all), 'MiB').replace('MiBs', 'MiB')} in all, ${roundUp(memory.worker)} MiB for each of ${count(Math.max(1, workers), 'worker')}.`,
  );
  const { cells, seconds, stopped } = calibration;
  const how = stopped ? 'those too long for that with fewer steps' : 'the smallest and the largest among them';
  lines.push(
    `Estimated from ${count(cells, 'cell')} computed in ${secondsText(seconds)}, ${how}; the others follow by their numbers of multiply-adds.`,
  );
  return lines;
}

/** Two digits, upwards. */
function roundUp(mebibytes: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, mebibytes))) - 1);
  return Math.ceil(mebibytes / unit) * unit;
}

/** A plan as data. */
export function planData({ study, calibration, ...plan }: SweepPlan): object {
  return {
    format: 'deeplinear-sweep-plan/1',
    name: study.name,
    title: study.title,
    axes: study.axes,
    budget: study.budget,
    ...plan,
    calibration: calibration && {
      cells: calibration.cells,
      seconds: calibration.seconds,
      stopped: calibration.stopped,
      failure: calibration.failure,
    },
  };
}
