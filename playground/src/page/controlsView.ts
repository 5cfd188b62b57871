import type { Control, Values } from '../scenes/control';
import { button, element } from './element';
import { isSeed, MOST_SEED, type Place, seedComplaint } from './link';

/**
 * A form with a slider or a choice for every control, and the seed.
 * @param complain says why a seed was not taken.
 */
export function controlsView(
  { scene, values: start, seed: first }: Place,
  onChange: (values: Values, seed: number) => void,
  complain: (sentences: readonly string[]) => void,
) {
  const values: Record<string, number | string> = { ...start };
  let seed = first;
  const changed = () => onChange({ ...values }, seed);
  const rows = scene.controls.map((control) =>
    row(control, values[control.name], (value) => {
      values[control.name] = value;
      changed();
    }),
  );
  const input = element('input', {
    id: 'control-seed',
    type: 'number',
    min: '0',
    max: String(MOST_SEED),
    step: '1',
    value: String(seed),
    'aria-describedby': 'doc-seed',
  });
  const take = (next: number) => {
    seed = next;
    input.value = String(next);
    changed();
  };
  input.addEventListener('change', () => {
    if (isSeed(input.value)) take(Number(input.value));
    else {
      complain([`${seedComplaint(input.value)}; it stays ${seed}.`]);
      input.value = String(seed);
    }
  });
  const next = button('Next seed', () => take((seed + 1) % (MOST_SEED + 1)));
  rows.push(
    element(
      'div',
      { class: 'control' },
      element('label', { for: 'control-seed' }, 'Seed'),
      element('span', { class: 'seed' }, input, next),
      element(
        'small',
        { id: 'doc-seed' },
        'of the random initial weights; the same seed gives the same numbers everywhere',
      ),
    ),
  );
  const form = element('form', { class: 'controls', 'aria-label': 'Parameters' }, ...rows);
  // Enter in the only text field would send the form: the page would be loaded anew
  form.addEventListener('submit', (event) => event.preventDefault());
  return form;
}

function row(control: Control, value: number | string, onChange: (value: number | string) => void): HTMLElement {
  const { name, label, doc, values } = control;
  const id = `control-${name}`;
  const described = { id, 'aria-describedby': `doc-${name}` };
  const help = element('small', { id: `doc-${name}` }, doc);
  const labelled = element('label', { for: id }, label);
  if (typeof values[0] === 'string') {
    const options = values.map((choice) => element('option', { value: String(choice) }, String(choice)));
    const select = element('select', described, ...options);
    select.value = String(value);
    select.addEventListener('change', () => onChange(select.value));
    return element('div', { class: 'control' }, labelled, select, help);
  }
  const slider = element('input', { ...described, type: 'range', min: '0', max: String(values.length - 1), step: '1' });
  const shown = element('output', { for: id });
  const show = () => {
    const text = String(values[slider.valueAsNumber]);
    shown.value = text;
    slider.setAttribute('aria-valuetext', text);
  };
  slider.value = String(values.indexOf(value));
  show();
  slider.addEventListener('input', () => {
    show();
    onChange(values[slider.valueAsNumber]);
  });
  labelled.append(' ', shown);
  return element('div', { class: 'control' }, labelled, slider, help);
}
