import type { Progress } from 'deeplinear';
import type { Update } from './scene';

/**
 * A long computation of the library inside a scene: gives others their turn whenever it does, and returns its result.
 * @param tell what is known at a stage; default: nothing.
 */
export function* follow<Stage extends Progress, Result>(
  work: Generator<Stage, Result, boolean | undefined>,
  tell: (stage: Stage) => Update = () => ({}),
): Generator<Update, Result, void> {
  try {
    for (;;) {
      const turn = work.next();
      if (turn.done) return turn.value;
      yield tell(turn.value);
    }
  } finally {
    work.return(undefined as never);
  }
}
