import { escapeHtml } from './escapeHtml';
import { pageScript } from './pageScript';
import { style } from './style';

export interface HtmlPage {
  title: string;
  /** HTML. */
  body: string;
  /** Colours of sizes that it uses. */
  sizes: number;
  /** Everything that it shows, as JSON: embedded, so that a page kept alone keeps its numbers. */
  run: string;
  /** File name, without ending, of what it saves. */
  name: string;
  /** More declarations of CSS variables, for each theme. Default: none. */
  variables?: { light: string; dark: string };
}

/** A whole page that loads nothing (its own policy forbids it) and is complete without its script. */
export function htmlPage({ title, body, sizes, run, name, variables }: HtmlPage): string {
  return `<!doctype html>
<html lang="en" data-name="${escapeHtml(name)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style(sizes, variables)}</style>
</head>
<body>
<main>
${body}
</main>
<script type="application/json" id="run">${run.trim().replaceAll('<', '\\u003c')}</script>
<script>${pageScript()}</script>
</body>
</html>
`;
}
