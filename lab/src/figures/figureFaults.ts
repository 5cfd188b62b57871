import type { FigureContent, FigureDefinition, Panel, Series } from './definition';

/** What keeps a figure from showing theory and simulation, one sentence each; empty for a good one. NaN is a gap in a series. */
export function figureFaults(
  { onlyOne, exact }: Pick<FigureDefinition, 'onlyOne' | 'exact'>,
  { panels, caption }: FigureContent,
): string[] {
  const faults = panels.flatMap(panelFaults);
  if (panels.length < 1 || panels.length > 3) faults.push(`expected 1 to 3 panels, got ${panels.length}`);
  if (panels.length > 1 && panels.some(({ title }) => !title))
    faults.push('expected a title of each of several panels');
  if (caption.trim() === '') faults.push('expected a caption');
  const series = panels.flatMap((panel) => panel.series);
  if (onlyOne === undefined) {
    if (!series.some(({ dots }) => !dots)) faults.push('expected a line: what a theory says');
    if (!series.some(({ dots }) => dots)) faults.push('expected dots: what simulations do');
    if (!exact && !series.some(({ dots, error }) => dots && error)) faults.push('expected error bars of simulations');
  }
  return faults;
}

function panelFaults({ x, y, series }: Panel): string[] {
  const faults = series.flatMap((one) => {
    const drawable = Array.from(one.x).filter(
      (at, i) => Number.isFinite(at) && Number.isFinite(one.y[i]) && (!x.log || at > 0) && (!y.log || one.y[i] > 0),
    );
    return [...seriesFaults(one), ...(drawable.length === 0 ? ['no point can be drawn'] : [])].map(
      (fault) => `${one.name}${one.dots ? ' (dots)' : ''}: ${fault}`,
    );
  });
  for (const { label } of [x, y]) if (label.trim() === '') faults.push('expected a label of each axis');
  return series.length > 0 ? faults : [...faults, 'expected a series in each panel'];
}

function seriesFaults({ x, y, band, error }: Series): string[] {
  const faults: string[] = [];
  const lists = { y, low: band?.low, high: band?.high, error };
  for (const [name, list] of Object.entries(lists)) {
    if (!list) continue;
    if (list.length !== x.length) faults.push(`${list.length} values of ${name} for ${x.length} of x`);
    if (Array.from(list).some((value) => Math.abs(value) === Number.POSITIVE_INFINITY))
      faults.push(`${name} is infinite`);
  }
  if (!Array.from(x).every(Number.isFinite)) faults.push('x is not finite');
  if (error && Array.from(error).some((value) => value < 0)) faults.push('an error is negative');
  if (band && Array.from(band.low).some((low, i) => low > band.high[i])) faults.push('a band ends below its beginning');
  return faults;
}
