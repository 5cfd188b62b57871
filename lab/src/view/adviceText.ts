import type { Advice } from 'deeplinear';
import { count, short } from './format';
import { tableText } from './resultTable';
import { someIndices } from './someIndices';
import { wrap } from './wrap';

/** Rows of the table of the loss. */
const MOST_ROWS = 9;

type Shown = Pick<
  Advice,
  'explain' | 'regime' | 'regimes' | 'numbers' | 'predictedLoss' | 'finiteWidthError' | 'limitLoss'
>;

/** The advice for a terminal: sentences, the regimes with the numbers that decide, and the loss with its band. */
export function adviceText(advice: Shown, data: string, command: string, columns = Number.POSITIVE_INFINITY): string {
  const sentences = advice.explain().split('\n');
  return [
    ...[`Data: ${data}.`.replace(/\.\.$/, '.'), '', ...sentences, ''].map((line) => wrap(line, columns)),
    ...regimeLines(advice, columns),
    ...(advice.predictedLoss.length > 0 ? ['', lossText(advice)] : []),
    '',
    `Again: ${command}`,
  ].join('\n');
}

/** Every regime, what it takes, whether it holds, and the numbers that were read. */
function regimeLines({ regime, regimes, numbers }: Shown, columns: number): string[] {
  const id = Math.max(...regimes.map((row) => row.id.length));
  const start = (name: string, holds: string) => `${name.padEnd(id)}   ${holds.padEnd(5)}   `;
  const indent = start('', '').length;
  const { richness, lrTimesSharpness, depthPerWidth, widthPerInput, widthPerEffectiveInput, samplesPerInput } = numbers;
  const read: [string, number | undefined][] = [
    ['ηλ', lrTimesSharpness],
    ['γ0√D‖Beta‖', richness],
    ['Σ 1/N_l', depthPerWidth],
    ['N/D', widthPerInput],
    ['neurons for each effective input', widthPerEffectiveInput],
    ['P/D', samplesPerInput],
  ];
  const values = read.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${short(value, 3)}`]));
  return [
    `${start('regime', 'holds')}when`,
    '─'.repeat(Math.min(columns, Math.max(...regimes.map(({ when }) => indent + when.length)))),
    ...regimes.map((row) => {
      const decides = row.id === regime ? `; this decides: docs/${row.page}` : '';
      return wrap(`${start(row.id, row.holds ? 'yes' : 'no')}${row.when}${decides}`, columns, indent);
    }),
    '',
    wrap(`Read from: ${values.join(', ')}.`, columns),
  ];
}

function lossText({ predictedLoss, limitLoss, finiteWidthError: { low, high, confidence } }: Shown): string {
  const curves = [predictedLoss, low, high, ...(limitLoss ? [limitLoss] : [])];
  return tableText({
    head: ['step', 'loss', `${Math.round(100 * confidence)} % of nets from`, 'to', 'infinite width'].slice(
      0,
      1 + curves.length,
    ),
    rows: someIndices(predictedLoss.length, MOST_ROWS).map((step) => [
      count(step),
      ...curves.map((curve) => short(curve[step])),
    ]),
  });
}
