import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** All pages of docs/, by their paths below it. */
export const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .sort();

export const textOf = (page: string) => readFileSync(join(root, 'docs', page), 'utf8');

/** A block of code on a page: between fences, or indented by four spaces (language ''). */
export interface CodeBlock {
  page: string;
  /** For the name of a test: page and line. */
  name: string;
  language: string;
  code: string;
}

/** Every block of a text, in its order. */
export function codeBlocks(page: string, text = textOf(page)): CodeBlock[] {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  const block = (line: number, language: string, code: readonly string[]) =>
    blocks.push({ page, name: `${page}:${line + 1}`, language, code: `${code.join('\n').trimEnd()}\n` });
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(`{3,})(\S*)\s*$/.exec(lines[at]);
    if (fence) {
      const end = lines.indexOf(fence[1], at + 1);
      if (end < 0) throw new Error(`${page}:${at + 1}: the block has no end`);
      block(at, fence[2], lines.slice(at + 1, end));
      at = end;
    } else if (/^ {4}\S/.test(lines[at]) && (lines[at - 1] ?? '').trim() === '') {
      let end = at;
      while (end < lines.length && /^( {4}|\s*$)/.test(lines[end])) end++;
      block(
        at,
        '',
        lines.slice(at, end).map((line) => line.slice(4)),
      );
      at = end - 1;
    }
  }
  return blocks;
}

/** A command that a page tells its reader to type. */
export interface TypedCommand {
  page: string;
  name: string;
  /** Words after `npx` and the like stay as they are; remarks after # are gone. */
  command: string;
  /** In a block, to be typed as it stands; else within a sentence. */
  isBlock: boolean;
}

const STARTS = /^(?:\w+=\S+ )*(npx|npm|node|deeplinear|git|docker|redis-server|python3?) /;
const SHELLS = ['', 'sh', 'bash', 'shell', 'console'];

/** Every command of a page. */
export function typedCommands(page: string, text = textOf(page)): TypedCommand[] {
  const inBlocks = codeBlocks(page, text)
    .filter(({ language }) => SHELLS.includes(language))
    .flatMap(({ name, code }) =>
      code
        .replace(/\\\n\s*/g, '')
        .split('\n')
        .map((line) => line.replace(/^\$ /, '').replace(/\s+#.*/, ''))
        .filter((line) => STARTS.test(line))
        .map((command) => ({ page, name, command: command.trim(), isBlock: true })),
    );
  const outside = text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''));
  const inSentences = [...outside.matchAll(/`((?:npx|npm|deeplinear) [^`]*)`/g)].map(([, command]) => ({
    page,
    name: page,
    command: command.replace(/\s+/g, ' '),
    isBlock: false,
  }));
  return [...inBlocks, ...inSentences];
}
