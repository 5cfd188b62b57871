import type { Reading } from '../scenes/scene';
import { element } from './element';

/** The numbers that the copied code prints as well. */
export class ReadingsView {
  readonly node: HTMLElement;
  readonly #body = element('tbody');

  constructor() {
    const head = ['Quantity', 'From', 'Value'].map((words) => element('th', { scope: 'col' }, words));
    const table = element('table', {}, element('thead', {}, element('tr', {}, ...head)), this.#body);
    this.node = element('section', { class: 'readings', 'aria-label': 'Numbers' }, element('h2', {}, 'Numbers'), table);
  }

  show(readings: Iterable<Reading>): void {
    const rows = [...readings].map(({ label, kind, value }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, label),
        element('td', {}, kind),
        // with the minus of programs: it is there to be copied and compared
        element('td', { class: 'value' }, String(value)),
      ),
    );
    this.#body.replaceChildren(...rows);
    this.node.hidden = rows.length === 0;
  }
}
