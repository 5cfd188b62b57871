/** Relaxed build (FMA): same exports, last bits may differ between machines. */
export * from './exports';
