import type { Verdict } from 'deeplinear';
import type { CheckRecord } from '../run/checkReport';
import { verdictOf } from './findingText';
import { count } from './format';

/** What several checks say together, then each that does not agree in its own words; of one check, its words. */
export function checkSummary(checks: readonly CheckRecord[]): string[] {
  if (checks.length === 1) return [inWords(checks[0])];
  const of = (verdict: Verdict | 'failed') => checks.filter((record) => verdictOf(record) === verdict);
  const part = (records: CheckRecord[], one: string, many: string) =>
    records.length === 0
      ? []
      : [`${count(records.length)} ${records.length === 1 ? one : many}: ${records.map(({ id }) => id).join(', ')}.`];
  const agree = of('agrees').length;
  const headline = [
    `${count(agree)} of ${count(checks.length)} checks ${agree === 1 ? 'agrees' : 'agree'} with their theory.`,
    ...part(of('disagrees'), 'disagrees', 'disagree'),
    ...part(
      of('underpowered'),
      'is underpowered (too few samples for a verdict)',
      'are underpowered (too few samples for a verdict)',
    ),
    ...part(of('failed'), 'could not be computed', 'could not be computed'),
  ];
  const others = checks.filter((record) => verdictOf(record) !== 'agrees');
  return [headline.join(' '), ...others.map((record) => `${record.id}: ${inWords(record)}`)];
}

function inWords({ found, failure, wrong }: CheckRecord): string {
  const said = found?.explanation ?? `Not computed: ${failure}.`.replace(/\.\.$/, '.');
  return wrong ? `${said} This is the wrong law ${wrong.id} (${wrong.doc}), which has to disagree.` : said;
}
