import { curve, single } from './curve';
import type { Observable } from './observable';

/** Losses of the net: ½ mean ‖y − f‖². */
export const losses: readonly Observable[] = [
  {
    name: 'finalLoss',
    doc: 'training loss after the last step; none where the run diverged',
    needs: ['run'],
    values: ({ run }) => single('finalLoss', run.diverged ? undefined : run.loss.at(-1)),
  },
  {
    name: 'bestLoss',
    doc: 'least training loss of the run',
    needs: ['run'],
    values: ({ run }) => single('bestLoss', least(run.loss)),
  },
  {
    name: 'loss',
    doc: 'training loss; of mini-batches, of the batch before its step',
    needs: ['run'],
    curve: true,
    values: ({ run }, times) => curve('loss', run.loss, times),
  },
  {
    name: 'finalTestLoss',
    doc: 'test loss after the last step: on held-out samples, or the population without label noise',
    needs: ['run', 'testLoss'],
    values: ({ run }) => single('finalTestLoss', run.diverged ? undefined : run.testLoss?.at(-1)),
  },
  {
    name: 'bestTestLoss',
    doc: 'least test loss of the run',
    needs: ['run', 'testLoss'],
    values: ({ run }) => single('bestTestLoss', least(run.testLoss!)),
  },
  {
    name: 'testLoss',
    doc: 'test loss: on held-out samples, or the population without label noise',
    needs: ['run', 'testLoss'],
    curve: true,
    values: ({ run }, times) => curve('testLoss', run.testLoss!, times),
  },
  {
    name: 'testScore',
    doc: 'test accuracy (between 0 and 1) of classes, R² of a regression, after the last step',
    needs: ['run', 'score'],
    values: ({ run, score }) => single('testScore', score?.(run.net.predictor())),
  },
  {
    name: 'divergedAt',
    doc: 'first step whose loss is not finite; none where there is no such step',
    needs: ['run'],
    values: ({ run }) => single('divergedAt', run.diverged?.step),
  },
];

function least(values: Float64Array): number | undefined {
  let best: number | undefined;
  for (const value of values)
    if (Number.isFinite(value) && !(value >= (best ?? Number.POSITIVE_INFINITY))) best = value;
  return best;
}
