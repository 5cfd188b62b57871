import { escapeHtml } from './escapeHtml';
import { style } from './style';

/** A whole page that loads nothing; `body` is HTML, `sizes` the number of colours that it uses. */
export function htmlPage(title: string, sizes: number, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style(sizes)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
