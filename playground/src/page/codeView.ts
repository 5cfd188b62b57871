import type { Snippet } from '../scenes/scene';
import { button, element } from './element';

/** The library code and the command that print the same numbers, to copy. */
export class CodeView {
  readonly node: HTMLElement;
  readonly #code = element('code');
  readonly #command = element('code');
  readonly #note = element('p');

  constructor(said: (words: string) => void) {
    const block = (title: string, code: HTMLElement) =>
      element(
        'div',
        { class: 'snippet' },
        element('h3', {}, title),
        button('Copy', () => copy(code.textContent ?? '', said), { 'aria-label': `Copy: ${title}` }),
        element('pre', { tabindex: '0', 'aria-label': title }, code),
      );
    this.node = element(
      'section',
      { class: 'code', 'aria-label': 'Copy as code' },
      element('h2', {}, 'Copy as code'),
      this.#note,
      block('Command line', this.#command),
      block('Library, a module for Node or a bundler', this.#code),
    );
  }

  show({ code, command, note = 'Both print the numbers of the table, to the last digit.' }: Snippet): void {
    this.#note.textContent = note;
    this.#code.textContent = code;
    this.#command.textContent = command;
  }
}

/** Puts words into the clipboard, where the browser lets a page do so. */
export async function copy(words: string, said: (words: string) => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    said('Copied.');
  } catch {
    said('The browser does not let this page use the clipboard: select the text and copy it.');
  }
}
