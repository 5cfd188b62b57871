/** Factorizations of ml-matrix, each with what the others return: vectors and factors included. */
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

// biome-ignore lint/suspicious/noExplicitAny: the package is loaded by require, without its types.
export function mlMatrixFactor(ml: any, work: Factor): Prepared {
  const { operation, n } = work;
  const data = factorOperand(work);
  const a = ml.Matrix.from1DArray(n, n, data);
  const flat = (m: { to1DArray(): number[] }) => m.to1DArray();
  const prepared = <T>(run: () => T, check: (result: T) => number[]): Prepared => ({
    time: timer(() => {
      run();
    }),
    check: () => check(run()),
  });
  switch (operation) {
    case 'cholesky':
      return prepared(
        () => flat(new ml.CholeskyDecomposition(a).lowerTriangularMatrix),
        (l) => productSample(n, l, l, { tb: true }),
      );
    case 'lu':
      return prepared(
        () => {
          const lu = new ml.LuDecomposition(a);
          return { l: lu.lowerTriangularMatrix, u: flat(lu.upperTriangularMatrix) };
        },
        ({ u }) => logDetPerRow(Array.from({ length: n }, (_, i) => u[i * (n + 1)])),
      );
    case 'solve': {
      const b = ml.Matrix.columnVector(rightHandSide(work));
      return prepared(
        () => flat(ml.solve(a, b)),
        (x) => timesVector(data, x),
      );
    }
    case 'qr':
      return prepared(
        () => {
          const qr = new ml.QrDecomposition(a);
          return { q: flat(qr.orthogonalMatrix), r: flat(qr.upperTriangularMatrix) };
        },
        ({ q, r }) => [...productSample(n, q, r), ...productSample(n, q, q, { ta: true })],
      );
    // It has no path for values only: the same call.
    case 'eigh':
    case 'eigvalsh':
      return prepared(
        () => new ml.EigenvalueDecomposition(a, { assumeSymmetric: true }),
        (eigen) => {
          const [values, v] = [eigen.realEigenvalues, flat(eigen.eigenvectorMatrix)];
          const sums = powerSums(values);
          if (operation === 'eigvalsh') return sums;
          return [...sums, ...productSample(n, v, v, { tb: true, values }), ...productSample(n, v, v, { ta: true })];
        },
      );
    case 'svd':
      return prepared(
        () => new ml.SingularValueDecomposition(a),
        (svd) => {
          const [u, values, v] = [flat(svd.leftSingularVectors), svd.diagonal, flat(svd.rightSingularVectors)];
          return [
            ...evenPowerSums(values),
            ...productSample(n, u, v, { tb: true, values }),
            ...productSample(n, u, u, { ta: true }),
            ...productSample(n, v, v, { ta: true }),
          ];
        },
      );
    case 'singularValues': {
      const none = { computeLeftSingularVectors: false, computeRightSingularVectors: false };
      return prepared(
        () => new ml.SingularValueDecomposition(a, none).diagonal as number[],
        (values) => evenPowerSums(values),
      );
    }
  }
}
