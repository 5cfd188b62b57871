import { emptyPlot } from '../plots/plot';
import type { ThemeName } from '../plots/theme';
import type { Values } from '../scenes/control';
import type { Snippet } from '../scenes/scene';
import type { SceneState } from '../scenes/sceneState';
import type { Request } from '../worker/protocol';
import { CodeView, copy } from './codeView';
import { controlsView } from './controlsView';
import { csvFile, download } from './download';
import { button, element } from './element';
import type { Place } from './link';
import { PlotView } from './plotView';
import { ReadingsView } from './readingsView';
import { Transport } from './transport';

/** Milliseconds between two sentences for screen readers. */
const BETWEEN_WORDS = 4000;

export interface SceneViewOptions {
  theme(): ThemeName;
  post(request: Request): void;
  change(values: Values, seed: number): void;
  restart(): void;
  defaults(): void;
  state(): SceneState;
}

const nextFrame = () => new Promise((frame) => requestAnimationFrame(frame));

/** Everything on the page that belongs to one scene. */
export class SceneView {
  readonly node: HTMLElement;
  readonly #plots: PlotView[];
  readonly #transport: Transport;
  readonly #readings = new ReadingsView();
  readonly #code: CodeView;
  readonly #summary = element('p', { class: 'summary' });
  readonly #live = element('p', { class: 'hidden', 'aria-live': 'polite', role: 'status' });
  readonly #message = element('p', { class: 'message', role: 'alert', hidden: '' });
  readonly #unit: string;
  #spoken = Number.NEGATIVE_INFINITY;
  /** Runs that were asked for. */
  #asked = 0;

  constructor(place: Place, { theme, post, change, restart, defaults, state }: SceneViewOptions) {
    const { scene } = place;
    const { title, explanation, mathml, law, paper, plots } = scene;
    this.#unit = scene.unit ?? 'steps';
    const say = (words: string) => this.#say(words);
    this.#plots = plots.map((spec) => new PlotView(spec, `${scene.id}-${spec.id}`, theme));
    this.#transport = new Transport({ post, restart, defaults });
    this.#code = new CodeView(say);
    const formula = element('div', { class: 'formula', tabindex: '0', role: 'region', 'aria-label': 'Formula' });
    // made when the page was built, from our own text
    formula.innerHTML = mathml;
    const source = element('a', { href: paper.url, rel: 'noreferrer' }, `${paper.authors} ${paper.year}`);
    const share = element(
      'div',
      { class: 'actions', role: 'group', 'aria-label': 'Share' },
      button('Copy link', () => copy(location.href, say)),
      button('Save data (CSV)', () => download(`${scene.id}.csv`, csvFile(state()))),
    );
    const intro = element(
      'section',
      { class: 'intro' },
      element('div', {}, element('h1', {}, title), element('p', {}, explanation)),
      element('div', {}, formula, element('p', { class: 'law' }, `The theory: ${law}. `, source, '.')),
    );
    const side = element(
      'section',
      { class: 'side', 'aria-label': 'Controls' },
      this.#transport.node,
      controlsView(place, change, (sentences) => this.complain(sentences)),
      share,
    );
    const figures = element('div', { class: 'plots' }, ...this.#plots.map(({ node }) => node));
    const shown = element('section', { class: 'shown', 'aria-label': 'Plots' }, figures, this.#summary);
    const details = element('div', { class: 'details' }, this.#readings.node, this.#code.node);
    this.node = element('div', { class: 'scene' }, this.#message, intro, side, shown, details, this.#live);
    this.#readings.show([]);
  }

  /** Shows what became known, one plot a frame so that the page is never busy for long; milliseconds that it took. */
  async show(
    state: SceneState,
    news: SceneState,
    { seconds, finished }: { seconds: number; finished: boolean },
  ): Promise<number> {
    const asked = this.#asked;
    let busy = 0;
    for (const plot of this.#plots) {
      const changed = news.plots.get(plot.spec.id);
      if (changed && changed.series.size === 0 && changed.pictures.size === 0 && !changed.grid) continue;
      await nextFrame();
      const started = performance.now();
      plot.draw(state.plots.get(plot.spec.id) ?? emptyPlot());
      busy += performance.now() - started;
    }
    if (news.readings.size > 0) this.#readings.show(state.readings.values());
    this.#summary.textContent = state.summary;
    this.#transport.show({ done: finished ? 1 : state.done, steps: state.steps, seconds, unit: this.#unit });
    // the end of a run that was replaced meanwhile is not that of the new one
    if (asked === this.#asked) this.node.dataset.finished = String(finished);
    if (finished || performance.now() - this.#spoken > BETWEEN_WORDS) this.#say(state.summary);
    return busy;
  }

  /** A new run was asked for; what is shown is of the old one until its news come. */
  restarted(): void {
    this.#asked++;
    this.node.dataset.finished = 'false';
  }

  focusDefaults(): void {
    this.#transport.focusDefaults();
  }

  showSnippet(snippet: Snippet): void {
    this.#code.show(snippet);
  }

  /** Sentences about what went wrong; none: nothing did. */
  complain(sentences: readonly string[]): void {
    this.#message.textContent = sentences.join(' ');
    this.#message.hidden = sentences.length === 0;
  }

  redraw(): void {
    for (const plot of this.#plots) plot.redraw();
  }

  /** The page may have another width: plots that do not fit any more are drawn anew, one a frame. */
  async resized(): Promise<void> {
    for (const plot of this.#plots) {
      if (plot.fits()) continue;
      await nextFrame();
      if (!plot.fits()) plot.redraw();
    }
  }

  #say(words: string): void {
    this.#live.textContent = words;
    this.#spoken = performance.now();
  }
}
