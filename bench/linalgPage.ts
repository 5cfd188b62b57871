/** Tables that programs write into pages of docs/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupResult } from './peers/results';

/** Puts lines between the marks `<!-- NAME -->` and `<!-- /NAME -->` of a page of docs/. */
export function fillSection(name: string, lines: readonly string[], of = 'linear-algebra.md'): void {
  const page = join(import.meta.dirname, '..', 'docs', of);
  const text = readFileSync(page, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/${of}: expected ${start} … ${end}`);
  writeFileSync(page, `${text.slice(0, from)}${[start, '', ...lines, ''].join('\n')}\n${text.slice(to)}`);
}

/** Milliseconds of the best call; how much longer numpy and ml-matrix take. */
export function speedLines({ date, machine, runtime, rounds, tasks }: GroupResult): string[] {
  const digits = (x: number) => (x >= 100 ? x.toFixed(0) : x.toPrecision(2));
  const rows = tasks.map(({ name, rates }) => {
    const time = (who: string) => {
      const best = rates.find(({ contestant }) => contestant === who)?.best;
      return best === undefined ? undefined : 1e3 / best;
    };
    const own = time('portable')!;
    const others = ['numpy', 'ml-matrix'].flatMap((who) => {
      const other = time(who);
      return other === undefined ? ['', ''] : [digits(other), `${digits(other / own)}×`];
    });
    return `| ${[name, digits(own), ...others].join(' | ')} |`;
  });
  return [
    `${date.slice(0, 10)}, ${machine}, ${runtime}, ${rounds} rounds, portable build; milliseconds, and how much longer the other takes.`,
    '',
    '| | deeplinear | numpy | | ml-matrix | |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}
