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

/** A sentence on those that diverged, with what to do about it; empty where none did. */
export function divergence(runs: readonly { name: string; run: Ended }[]): string {
  const said = runs.flatMap(({ name, run }) => (run.diverged ? `${name} ${ending(run)}` : []));
  const [first = '', ...others] = said.join(', ');
  return first === '' ? '' : ` ${first.toUpperCase()}${others.join('')}: take a smaller learning rate.`;
}
