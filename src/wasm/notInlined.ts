/** No build is inside: the host gives one by `configure({ module })`. The bundler puts it in the place of `inlined`. */
export function inlinedBytes(_build: 'portable' | 'relaxed'): Uint8Array<ArrayBuffer> | undefined {
  return undefined;
}
