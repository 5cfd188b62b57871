/** What @assemblyscript/loader does when it is imported, and what is written in its place. */
const effects = [
  // some test environments (jsdom) have no TextDecoder
  [/^const utf16 = (new TextDecoder\(.*?\));.*$/m, 'const utf16 = { decode: (units) => $1.decode(units) };'],
  // a global, which hosts may have frozen; every engine that runs the library has it
  [/^Object\.hasOwn = Object\.hasOwn \|\| function[\s\S]*?^};$/m, ''],
];

/** The loader without effects at its import. @param {string} code of the package's index.js @throws Error where it is another than expected. */
export function quietLoader(code) {
  return effects.reduce((text, [pattern, instead]) => {
    if (!pattern.test(text)) throw new Error(`@assemblyscript/loader: expected ${pattern}`);
    return text.replace(pattern, instead);
  }, code);
}
