/** A run of a net, or its limit. */
interface Ended {
  readonly loss: ArrayLike<number>;
  readonly steps: number;
  readonly diverged?: { readonly step: number };
}

/** What a sentence says of the end of training: the loss there, or that there is none. */
export function ending({ loss, steps, diverged }: Ended): string {
  return diverged ? `diverges at step ${diverged.step}` : `ends at a loss of ${loss[steps].toPrecision(3)}`;
}

/** One run or several of a name, 'a net' or 'nets'. */
interface EndedRuns {
  readonly name: string;
  readonly runs: readonly Ended[];
}

/** What a sentence says of two kinds or more: how many diverge, the mean loss of the others, and what to do where some do. */
export function endings(kinds: readonly EndedRuns[]): string {
  const said = kinds.map(({ name, runs }) =>
    runs.length === 1 ? `${name} ${ending(runs[0])}` : endingOfAll(name, runs),
  );
  const advice = kinds.some(({ runs }) => runs.some(({ diverged }) => diverged))
    ? ': take a smaller learning rate'
    : '';
  return `${said.slice(0, -1).join(', ')}${said.length > 2 ? ',' : ''} and ${said[said.length - 1]}${advice}`;
}

function endingOfAll(name: string, runs: readonly Ended[]): string {
  const left = runs.filter(({ diverged }) => !diverged);
  if (left.length === 0) return `all ${runs.length} ${name} diverge`;
  const mean = left.reduce((sum, { loss, steps }) => sum + loss[steps] / left.length, 0).toPrecision(3);
  const gone = runs.length - left.length;
  return gone === 0
    ? `${runs.length} ${name} end at a mean loss of ${mean}`
    : `${gone} of ${runs.length} ${name} ${gone === 1 ? 'diverges' : 'diverge'}, the others end at a mean loss of ${mean}`;
}
