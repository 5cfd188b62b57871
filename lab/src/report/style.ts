import { paletteCss } from './palette';

/** The page's style sheet: one column, light and dark, legible in print and on a phone. `more` are variables beside the palette's. */
export function style(sizes: number, more: { light: string; dark: string } = { light: '', dark: '' }): string {
  const variables = { light: paletteCss('light', sizes) + more.light, dark: paletteCss('dark', sizes) + more.dark };
  return `
:root { color-scheme: light dark; ${variables.light} }
@media (prefers-color-scheme: dark) { :root { ${variables.dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.4rem; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 0.6rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 0.4rem; }
p { margin: 0.6rem 0; overflow-wrap: break-word; }
section { border-top: 1px solid var(--grid); margin-top: 3rem; }
.lead { color: var(--muted); margin-bottom: 1.4rem; }
.seen { background: var(--soft); border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0; padding: 0.7rem 1.2rem; }
.seen p:first-child { font-weight: 600; }
.seen.words p { font-weight: normal; }
.verdict { display: inline-block; border: 1.5px solid var(--accent); color: var(--accent); border-radius: 999px; padding: 0.1rem 0.8rem; font-size: 0.9rem; font-weight: 600; margin-bottom: 0.9rem; }
.verdict.disagrees, .verdict.failed { background: var(--accent); color: var(--paper); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.94rem; }
th, td { padding: 0.42rem 0.7rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th { color: var(--muted); font-weight: 600; white-space: normal; vertical-align: bottom; }
th.left, td.left { text-align: left; }
.wraps td { white-space: normal; overflow-wrap: anywhere; vertical-align: top; }
.wide { width: min(940px, 100vw - 48px); margin-left: 50%; transform: translateX(-50%); }
.wide td, .wide th { padding: 0.42rem 0.5rem; }
tr.above td { border-bottom: 0; padding-bottom: 0; }
td.below { text-align: left; white-space: normal; color: var(--muted); padding-top: 0; }
tr.disagrees td:last-child, tr.failed td:last-child { font-weight: 650; color: var(--accent); }
th:first-child, td:first-child { text-align: left; padding-left: 0.2rem; }
tr.limit td { font-weight: 650; border-bottom: 0; border-top: 2px solid var(--ink); }
table.plain td { text-align: left; white-space: normal; overflow-wrap: anywhere; vertical-align: top; }
table.plain td:first-child { color: var(--muted); white-space: nowrap; width: 1%; padding-right: 1.4rem; }
figure { margin: 1rem 0 0; }
figure svg { width: 100%; height: auto; display: block; }
.plot { overflow-x: auto; overflow-y: hidden; border-radius: 6px; touch-action: pan-x pan-y; }
.plot:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.values .shown { stroke: var(--ink); stroke-width: 2px; }
.tip { position: fixed; z-index: 2; pointer-events: none; max-width: min(22rem, 92vw); background: var(--ink); color: var(--paper); border-radius: 6px; padding: 0.3rem 0.6rem; font-size: 0.82rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
.tools { display: flex; justify-content: flex-end; margin-top: 0.4rem; }
.tools button { font: inherit; font-size: 0.82rem; color: var(--accent); background: none; border: 1px solid var(--grid); border-radius: 6px; padding: 0.15rem 0.6rem; cursor: pointer; }
.tools button:hover { border-color: var(--accent); }
.sort { font: inherit; color: inherit; background: none; border: 0; padding: 0; margin: 0; text-align: inherit; cursor: pointer; }
.sort:hover { color: var(--ink); }
.sort::after { content: '\\2195'; opacity: 0.35; padding-left: 0.3em; }
[aria-sort] .sort { color: var(--ink); }
[aria-sort=ascending] .sort::after { content: '\\2191'; opacity: 1; }
[aria-sort=descending] .sort::after { content: '\\2193'; opacity: 1; }
.source { color: var(--muted); font-size: 0.85rem; margin-top: 0.3rem; }
.source summary { cursor: pointer; }
.source ul { margin: 0.3rem 0 0; padding-left: 1.2rem; }
.source li { overflow-wrap: anywhere; }
figcaption, .note { color: var(--muted); font-size: 0.92rem; margin-top: 0.5rem; }
.dot { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; margin-right: 0.5em; vertical-align: baseline; }
.strip { display: grid; grid-template-columns: 5.2rem repeat(auto-fit, minmax(48px, 1fr)); gap: 5px; align-items: center; margin-top: 6px; }
.strip span { color: var(--muted); font-size: 0.85rem; line-height: 1.2; }
.strip img { width: 100%; image-rendering: pixelated; border-radius: 3px; display: block; outline: 1px solid var(--grid); }
pre { background: var(--soft); padding: 0.8rem 1rem; border-radius: 8px; overflow-x: auto; font-size: 0.88rem; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: 0.92em; }
a { color: var(--accent); }
@media (max-width: 560px) {
  body { font-size: 16px; }
  main { padding: 24px 16px 48px; }
  h1 { font-size: 1.5rem; }
  .wide { width: calc(100vw - 32px); }
  .plot svg { width: 600px; max-width: none; }
  table.plain td:first-child { white-space: normal; width: 35%; padding-right: 0.8rem; }
}
@media print {
  :root { color-scheme: light; ${variables.light} }
  .tools, .tip, .sort::after, .source:not([open]) { display: none; }
  .plot, .scroll { overflow: visible; }
  .scroll td { white-space: normal; }
  body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  .wide { width: auto; margin-left: 0; transform: none; }
  .wide table { font-size: 7.5pt; }
  .scroll th { overflow-wrap: anywhere; }
  figure, table, .seen, .strip { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
}
