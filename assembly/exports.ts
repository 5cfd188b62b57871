/** Every export of both builds. `index.ts` adds what is always taken from the portable module. */
export { gemmF32, gemmF64, gemmScratchBytes, gramF32, gramF64 } from './gemm/gemm';
