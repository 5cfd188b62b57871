/** Portable SIMD build: same bits on every engine. */
export * from './exports';
