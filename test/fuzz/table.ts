import type { Driven } from './drive';
import type { Finding } from './runCase';

/** Cases and milliseconds a case of every target, several on a line. */
export function table({ targets }: Driven): string {
  const all = [...targets].map(([target, { cases, seconds }]) => {
    const each = cases > 0 ? (1000 * seconds) / cases : 0;
    return `${target} ${cases}${each >= 1 ? ` (${each.toFixed(0)} ms)` : ''}`;
  });
  return all
    .reduce(
      (lines, entry) => {
        const last = lines.length - 1;
        if (lines[last].length + entry.length > 118) lines.push(entry);
        else lines[last] += lines[last] === '' ? entry : `, ${entry}`;
        return lines;
      },
      [''],
    )
    .join('\n');
}

/** A finding, with the command that runs the case again. */
export function findingText({ target, number, changes, wrong, stack }: Finding, key: string): string {
  const [name] = /^(file|command): /.test(target) ? [target] : target.split('(');
  const where =
    stack
      ?.split('\n')
      .filter((line) => line.includes('/src/'))
      .slice(0, 3)
      .map((line) => `    ${line.trim()}`) ?? [];
  return [
    `${target}: ${wrong}`,
    ...changes.map((change) => `    ${change}`),
    ...where,
    `    again: npm run fuzz -- --only '${name}' --key ${key} --case ${number}`,
  ].join('\n');
}
