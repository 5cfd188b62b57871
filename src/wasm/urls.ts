/** Where the two WebAssembly builds are as files; bundlers copy them along. For `configure({ module })`. */
export const portable: URL = /* @__PURE__ */ new URL('./portable.wasm', import.meta.url);
export const relaxed: URL = /* @__PURE__ */ new URL('./relaxed.wasm', import.meta.url);
