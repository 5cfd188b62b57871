/** Every export of both builds. `index.ts` adds what is always taken from the portable module. */
export { bidiagonalPanel } from './factor/bidiagonal';
export { bidiagonalQr } from './factor/bidiagonalQr';
export { choleskyBlock } from './factor/cholesky';
export { householderPanel, reflector, reflectRows } from './factor/householder';
export { exchangeRows, luPanel } from './factor/lu';
export { rotateRows } from './factor/rotations';
export { solveTriangle } from './factor/triangular';
export { tridiagonalPanel } from './factor/tridiagonal';
export { tridiagonalQl } from './factor/tridiagonalQl';
export { gemmF32, gemmF64, gemmScratchBytes } from './gemm/gemm';
export { gramF32, gramF64 } from './gemm/gram';
export { axpyF32, axpyF64, dotF32, dotF64, nrm2F32, nrm2F64, scalF32, scalF64 } from './level1';
export { gemvF32, gemvF64 } from './level2';
export { drawScratchBytes, normalF32, normalF64, uniformF64 } from './random/normal';
export { philoxWords } from './random/philox';
export { netBackwardF32, netBackwardF64, netScratchEntries } from './net/fields';
export { netRunF32, netRunF64 } from './net/run';
export { netForwardF32, netForwardF64 } from './net/step';
