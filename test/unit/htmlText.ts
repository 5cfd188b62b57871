import { expect } from 'vitest';

/** A report without its two scripts, of data and of behaviour. */
export function shown(html: string): string {
  const scripts = /<script(?: type="application\/json" id="run")?>[\s\S]*?<\/script>/g;
  expect(html.match(scripts)?.length).toBe(2);
  return html.replace(scripts, '');
}

/** The run that a report carries. */
export function embedded(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="run">([\s\S]*?)<\/script>/.exec(html)![1]);
}
