/** The rounds of one group of tasks. */
import type { Contestant } from './contestant';
import { difference, expected } from './reference';
import type { Entry } from './report';
import type { Group, Task } from './tasks';

/** Contestants with an operation for the task whose result is right; the others with their reason, or not at all. */
async function prepareTask(task: Task, contestants: readonly Contestant[]): Promise<Entry[]> {
  const reference = expected(task.work);
  const entries: Entry[] = [];
  for (const contestant of contestants) {
    if (task.without?.includes(contestant.name) || task.only?.includes(contestant.name) === false) continue;
    const reply = await contestant.ask({ do: 'prepare', name: task.name, work: task.work });
    if ('unsupported' in reply) continue;
    const entry: Entry = { contestant: contestant.name, rounds: [] };
    if ('check' in reply) {
      const error = difference(reply.check, reference);
      if (reference.values.length > 0) entry.difference = error;
      if (reply.note) entry.note = reply.note;
      if (error > reference.tolerance) entry.reason = `wrong result (allowed ${reference.tolerance}), not timed`;
    } else {
      entry.reason = 'error' in reply ? reply.error : 'unexpected answer';
    }
    entries.push(entry);
  }
  return entries;
}

/**
 * Prepares every task of the group, then goes round: each round times each task with each contestant in turn, so that
 * a slow phase of the machine meets everyone.
 */
export async function measureGroup(
  { tasks, seconds = 0.06 }: Group,
  contestants: readonly Contestant[],
  rounds: number,
  onProgress: (text: string) => void,
): Promise<Map<Task, Entry[]>> {
  const results = new Map<Task, Entry[]>();
  for (const task of tasks) {
    onProgress(`prepare ${task.name}`);
    results.set(task, await prepareTask(task, contestants));
  }
  for (let round = 1; round <= rounds; round++) {
    for (const [task, entries] of results) {
      onProgress(`round ${round} of ${rounds}: ${task.name}`);
      for (const entry of entries) {
        if (entry.reason) continue;
        const contestant = contestants.find(({ name }) => name === entry.contestant)!;
        const reply = await contestant.ask({ do: 'time', name: task.name, seconds });
        if ('samples' in reply) entry.rounds.push(reply.samples);
        else entry.reason = 'error' in reply ? reply.error : 'unexpected answer';
      }
    }
  }
  for (const { name } of tasks) for (const contestant of contestants) await contestant.ask({ do: 'release', name });
  return results;
}
