/** deeplinear's factorizations, from plain values to plain values. */
import * as d from '../../../src/index';
import {
  evenPowerSums,
  factorOperand,
  logDetPerRow,
  powerSums,
  productSample,
  rightHandSide,
  timesVector,
} from '../factorData';
import type { Factor } from '../factorTasks';
import { type Prepared, timer } from './serve';

export function oursFactor(work: Factor): Prepared {
  const { operation, n } = work;
  const a = d.matrix(n, n, factorOperand(work));
  const prepared = <T>(run: () => T, check: (result: T) => number[]): Prepared => ({
    time: timer(() => {
      run();
    }),
    check: () => check(run()),
  });
  switch (operation) {
    case 'cholesky':
      return prepared(
        () => d.cholesky(a).data,
        (l) => productSample(n, l, l, { tb: true }),
      );
    case 'lu':
      return prepared(
        () => d.lu(a),
        ({ u }) => logDetPerRow(Array.from({ length: n }, (_, i) => u.data[i * (n + 1)])),
      );
    case 'solve': {
      const b = d.matrix(n, 1, rightHandSide(work));
      return prepared(
        () => d.solve(a, b).data,
        (x) => timesVector(a.data, x),
      );
    }
    case 'qr':
      return prepared(
        () => d.qr(a),
        ({ q, r }) => [...productSample(n, q.data, r.data), ...productSample(n, q.data, q.data, { ta: true })],
      );
    case 'eigh':
      return prepared(
        () => d.eigh(a),
        ({ values, vectors: { data: v } }) => [
          ...powerSums(values),
          ...productSample(n, v, v, { tb: true, values }),
          ...productSample(n, v, v, { ta: true }),
        ],
      );
    case 'eigvalsh':
      return prepared(() => d.eigvalsh(a), powerSums);
    case 'svd':
      return prepared(
        () => d.svd(a),
        ({ u: { data: u }, s, vt: { data: vt } }) => [
          ...evenPowerSums(s),
          ...productSample(n, u, vt, { values: s }),
          ...productSample(n, u, u, { ta: true }),
          ...productSample(n, vt, vt, { tb: true }),
        ],
      );
    case 'singularValues':
      return prepared(() => d.singularValues(a), evenPowerSums);
  }
}
