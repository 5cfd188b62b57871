/**
 * The functions whose generated code is reviewed: their text format is committed under assembly/wat/ (written by
 * `npm run build`) and test/wasm/wat.test.ts holds it against what the compiler emits. `v128Locals` bounds the vector
 * locals of a kernel whose accumulators must stay in registers.
 */
export const hotKernels = [
  { name: 'factor/cholesky/choleskyBlock' },
  { name: 'factor/lu/luPanel' },
  { name: 'factor/rotations/rotateRows', v128Locals: 14 },
  { name: 'factor/triangular/solveTriangle' },
  { name: 'factor/tridiagonal/symmetricTimesVector' },
  { name: 'gemm/micro/bandF32', v128Locals: 14 },
  { name: 'gemm/micro/bandF64', v128Locals: 14 },
  { name: 'gemm/micro/gridF32', v128Locals: 14 },
  { name: 'gemm/micro/gridF64', v128Locals: 14 },
  { name: 'gemm/edge/thinF32' },
  { name: 'gemm/edge/thinF64' },
  { name: 'gemm/pack/packPanelsF32' },
  { name: 'gemm/pack/packPanelsF64' },
  { name: 'gemm/pack/packSliverF32' },
  { name: 'gemm/pack/packSliverF64' },
  { name: 'gemm/skinnyNn/skinnyNnF32' },
  { name: 'gemm/skinnyNn/skinnyNnF64' },
  { name: 'gemm/skinnyNt/skinnyNtF32' },
  { name: 'gemm/skinnyNt/skinnyNtF64' },
  { name: 'net/fields/netBackwardF32' },
  { name: 'net/fields/netBackwardF64' },
  { name: 'net/step/netForwardF32' },
  { name: 'net/step/netForwardF64' },
  { name: 'random/normal/normalF32' },
  { name: 'random/normal/normalF64' },
  { name: 'random/philox/philoxWords' },
];

/** File name of a kernel's text below assembly/wat/BUILD/. */
export function watFile(name) {
  return `${name.split('/').pop()}.wat`;
}

/** Text of one function of a module in text format, undefined when the module has none of that name. */
export function functionText(wat, name) {
  const start = wat.indexOf(`\n (func $assembly/${name} `);
  if (start < 0) return undefined;
  const end = wat.indexOf('\n )\n', start);
  return wat.slice(start + 1, end + 4);
}
