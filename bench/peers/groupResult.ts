/** A group measured, printed task by task, as an entry of the results. */
import type { Contestant } from './contestant';
import { measureGroup } from './measureGroup';
import { ratesOf, taskTable, verdicts } from './report';
import type { GroupResult } from './results';
import { targets } from './targets';
import type { Group } from './tasks';

/** One line of progress, overwritten by the next; nothing where the output is no terminal. */
export const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};

export async function groupResult(
  group: Group,
  contestants: readonly Contestant[],
  { machine, runtime, rounds }: Pick<GroupResult, 'machine' | 'runtime' | 'rounds'>,
): Promise<GroupResult> {
  const started = performance.now();
  console.log(`\n${group.title}`);
  const measured = await measureGroup(group, contestants, rounds, progress);
  progress('');
  const rates = new Map([...measured].map(([task, entries]) => [task.name, ratesOf(task, entries)]));
  const date = new Date().toISOString();
  const result: GroupResult = { title: group.title, date, machine, runtime, rounds, tasks: [] };
  for (const task of group.tasks) {
    const own = rates.get(task.name)!;
    const found = targets
      .filter((target) => target.group === group.name && target.tasks.test(task.name))
      .flatMap((target) => verdicts(task.name, target, own, target.of ? rates.get(target.of(task.name)) : own));
    console.log(taskTable(task, own, found));
    result.tasks.push({ name: task.name, unit: task.rate.unit, rates: own, verdicts: found });
  }
  console.log(`(${((performance.now() - started) / 1e3).toFixed(0)} s)`);
  return result;
}
