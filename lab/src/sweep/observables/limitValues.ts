import { distanceToLimit } from 'deeplinear';
import { curve, single } from './curve';
import type { CellLimit, Observable } from './observable';

/** What the limit says, and how far the net is from it. */
export const limitValues: readonly Observable[] = [
  {
    name: 'finalLimitLoss',
    doc: "the limit's training loss after the last step",
    needs: ['limit'],
    values: ({ limit }) => single('finalLimitLoss', limit.diverged ? undefined : limit.loss.at(-1)),
  },
  {
    name: 'limitLoss',
    doc: "the limit's training loss",
    needs: ['limit'],
    curve: true,
    values: ({ limit }, times) => curve('limitLoss', limit.loss, times),
  },
  {
    name: 'finalLimitTestLoss',
    doc: "the joint limit's test loss, without label noise, after the last step",
    needs: ['limit'],
    values: ({ limit }) => single('finalLimitTestLoss', limit.diverged ? undefined : testLoss(limit).at(-1)),
  },
  {
    name: 'limitTestLoss',
    doc: "the joint limit's test loss, without label noise",
    needs: ['limit'],
    curve: true,
    values: ({ limit }, times) => curve('limitTestLoss', testLoss(limit), times),
  },
  {
    name: 'limitDivergedAt',
    doc: 'first step at which the limit has no finite predictor; none where there is no such step',
    needs: ['limit'],
    values: ({ limit }) => single('limitDivergedAt', limit.diverged?.step),
  },
  {
    name: 'limitDistance',
    doc: 'root mean square over the steps of the distance between net and limit, and `limitDeviation`, signed and relative; none where one of them diverged',
    needs: ['run', 'limit'],
    quantities: ['outputs', 'predictor', 'loss', 'testLoss'],
    values({ run, limit, moments, fresh }, { quantity = 'outputs' }) {
      if (run.diverged || limit.diverged) return {};
      const { distance, deviation } = distanceOf(quantity);
      return { ...single('limitDistance', distance), ...single('limitDeviation', deviation) };

      function distanceOf(what: string) {
        if (what === 'testLoss') {
          return distanceToLimit(comparable({ ...limit, loss: testLoss(limit) }), { quantity: 'loss' })({
            ...run,
            loss: run.testLoss!,
          });
        }
        if (what === 'loss') {
          const cut = (curve: Float64Array) => (fresh ? curve.subarray(0, -1) : curve);
          const theirs = { ...limit, loss: cut(limit.loss), steps: limit.steps - (fresh ? 1 : 0) };
          return distanceToLimit(comparable(theirs), { quantity: 'loss' })({ ...run, loss: cut(run.loss) });
        }
        const options =
          what === 'outputs' ? { quantity: 'outputs' as const, moments } : { quantity: 'predictor' as const };
        return distanceToLimit(comparable(limit), options)(run);
      }
    },
  },
];

function comparable(limit: CellLimit) {
  return {
    ...limit,
    predictor(step: number) {
      if (limit.predictors) return limit.predictors[step];
      throw new Error(
        "limitDistance: expected quantity 'loss' or 'testLoss' with the joint limit, which has no predictor",
      );
    },
  };
}

function testLoss(limit: CellLimit): Float64Array {
  if (limit.testLoss) return limit.testLoss;
  throw new Error('limitTestLoss: expected the joint limit; the others know no test data');
}
