import type { Matrix } from 'deeplinear';
import type { CellValues } from '../cell';
import { single } from './curve';
import type { CellResults, Observable } from './observable';

const norm = ({ data }: Matrix) => {
  let sum = 0;
  for (const value of data) sum += value * value;
  return Math.sqrt(sum);
};

/** What is read of the weights after the last step; a run that diverged ends before that. */
export const netState: readonly Observable[] = [
  state('sharpness', 'largest eigenvalue of the loss Hessian in units of the learning rates: stable below 2/lr', (r) =>
    single('sharpness', r.run.net.sharpness(r.moments, { layerLr: r.layerLr })),
  ),
  {
    name: 'initialSharpness',
    doc: 'the same before the first step',
    needs: [],
    values: (r) => single('initialSharpness', r.start.sharpness(r.moments, { layerLr: r.layerLr })),
  },
  state('predictorNorm', 'Frobenius norm of the end-to-end map', ({ run }) =>
    single('predictorNorm', norm(run.net.predictor())),
  ),
  state('weightNorms', 'root mean square of the entries of each weight matrix, input to readout', ({ run }) =>
    list(
      'weightNorms',
      run.net.weights().map((w) => norm(w) / Math.sqrt(w.data.length)),
    ),
  ),
  state('weightMovement', 'relative change of each weight matrix since initialization', ({ run, start }) =>
    list('weightMovement', movements(start.weights(), run.net.weights())),
  ),
  state('gradientKernelNorms', 'Frobenius norms of the gradient kernels G^1 … G^L (C×C)', ({ run }) =>
    list('gradientKernelNorms', run.net.gradientKernels().slice(0, -1).map(norm)),
  ),
  state(
    'featureKernelNorms',
    'Frobenius norms of the feature kernels Φ^1 … Φ^L over the training inputs, over P',
    (r) => list('featureKernelNorms', r.run.net.featureKernels(r.inputRows()).slice(1).map(norm)),
  ),
  state('featureMovement', 'relative change of Φ^1 … Φ^L since initialization', (r) =>
    list(
      'featureMovement',
      movements(r.start.featureKernels(r.inputRows()), r.run.net.featureKernels(r.inputRows())).slice(1),
    ),
  ),
];

function state(name: string, doc: string, measure: (results: CellResults) => CellValues): Observable {
  return { name, doc, needs: ['run'], values: (results) => (results.run.diverged ? {} : measure(results)) };
}

function list(name: string, values: number[]): CellValues {
  return values.every(Number.isFinite) ? { [name]: values } : {};
}

function movements(before: Matrix[], after: Matrix[]): number[] {
  return before.map((start, i) => {
    const change = start.data.map((value, k) => after[i].data[k] - value);
    return norm({ ...start, data: change } as Matrix) / norm(start);
  });
}
