import type { Experiment, ParameterValues } from 'deeplinear';
import { checkedValues } from '../commands/checkedValues';
import { reproduction } from '../commands/reproduction';
import { runCheck } from '../run/runCheck';
import { checkSummary } from '../view/checkSummary';
import { checkText } from '../view/checkText';
import { estimateText } from '../view/findingText';
import type { CheckResults, PrintedRun } from './checkPage';

/** What readers' terminals have room for. */
const COLUMNS = 80;

/** Runs a check as it is, with half and a quarter of the simulations, and with each of its wrong laws. */
export async function measureCheck(experiment: Experiment): Promise<CheckResults> {
  const { id } = experiment;
  const run = async (given: ParameterValues, wrong?: string) => {
    const parameters = checkedValues(experiment, given);
    return runCheck(
      { experiment, parameters, wrong, signal: new AbortController().signal, onProgress: () => {} },
      { command: commandOf(experiment), notes: [] },
    );
  };
  const whole = await run({});
  const seeds = whole.parameters.seeds as number;
  const others = [
    ...[2, 4]
      .map((part) => Math.floor(seeds / part))
      .filter((fewer) => fewer > 1)
      .map((fewer) => ({
        options: `--seeds ${fewer}`,
        given: { seeds: fewer },
        wrong: undefined as string | undefined,
      })),
    ...experiment.wrong.map((law) => ({ options: `--wrong ${law.id}`, given: {}, wrong: law.id })),
  ];
  const runs: PrintedRun[] = [shown('', whole)];
  for (const { options, given, wrong } of others) runs.push(shown(options, await run(given, wrong)));
  const text = checkText(whole, checkSummary([whole]), COLUMNS).replace(/^[\d.,]+ (s|ms|min)\. Again: /m, 'Again: ');
  if (text.includes(' s. Again:')) throw new Error(`${id}: the time it took is still in what it printed`);
  return { printed: text.trim(), runs };
}

/** The command that repeats the check with every value spelled out. */
export function commandOf(experiment: Experiment): string {
  return reproduction(['check', experiment.id], experiment.parameters, checkedValues(experiment, {}));
}

function shown(options: string, { found }: Awaited<ReturnType<typeof runCheck>>): PrintedRun {
  return { options, samples: found!.samples, value: estimateText(found!), verdict: found!.verdict };
}
