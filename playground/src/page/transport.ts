import type { Request } from '../worker/protocol';
import { button, element } from './element';

const paces = [
  { label: 'full speed', perSecond: 0 },
  { label: '10 pictures a second', perSecond: 10 },
  { label: '2 pictures a second', perSecond: 2 },
];

export interface TransportOptions {
  post(request: Request): void;
  restart(): void;
  /** Every control back to its default. */
  defaults(): void;
}

/** Pause, step, restart, speed; and what the run is at. */
export class Transport {
  readonly node: HTMLElement;
  readonly #pause: HTMLButtonElement;
  readonly #defaults: HTMLButtonElement;
  readonly #status = element('p', { class: 'status' });
  readonly #bar = element('progress', { max: '1', value: '0', 'aria-label': 'Share of the run that is done' });
  #paused = false;

  constructor({ post, restart, defaults }: TransportOptions) {
    const pause = (paused: boolean) => {
      this.#paused = paused;
      this.#pause.textContent = paused ? 'Resume' : 'Pause';
    };
    this.#pause = button('Pause', () => {
      pause(!this.#paused);
      post({ type: this.#paused ? 'pause' : 'resume' });
    });
    const step = button('Step', () => {
      pause(true);
      post({ type: 'step' });
    });
    const speed = element(
      'select',
      { 'aria-label': 'Speed' },
      ...paces.map(({ label, perSecond }) => element('option', { value: String(perSecond) }, label)),
    );
    speed.addEventListener('change', () => post({ type: 'pace', perSecond: Number(speed.value) }));
    this.#defaults = button('Defaults', defaults);
    const actions = [this.#pause, step, button('Restart', restart), this.#defaults, speed];
    this.node = element(
      'div',
      { class: 'transport' },
      element('div', { class: 'actions', role: 'group', 'aria-label': 'Run' }, ...actions),
      this.#bar,
      this.#status,
    );
  }

  focusDefaults(): void {
    this.#defaults.focus();
  }

  show({ done, steps, seconds, unit }: { done: number; steps: number; seconds: number; unit: string }): void {
    this.#bar.value = done;
    const speed = seconds > 0 && steps > 0 ? ` · ${count(steps / seconds)} ${unit}/s` : '';
    this.#status.textContent = `${Math.round(100 * done)} % · ${count(steps)} ${unit}${speed}`;
  }
}

function count(value: number): string {
  const rounded = value < 1000 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US');
}
