import { defaultsOf, type Values } from '../scenes/control';
import type { SceneDescription } from '../scenes/description';
import { emptyState, mergeStates, type SceneState } from '../scenes/sceneState';
import type { News, Request } from '../worker/protocol';
import { element } from './element';
import { linkOf, type Place, readLink } from './link';
import { SceneView } from './sceneView';
import { themeButton } from './themeButton';

/** Milliseconds between drawings for those who asked for less motion. */
const CALM = 1000;

/** The page: keeps link, worker and view of the open scene together. */
export class App {
  #place!: Place;
  #view: SceneView | undefined;
  #state!: SceneState;
  /** Number of the newest start; news of older ones are stale. */
  #run = 0;
  /** The run that the state belongs to: the old one's plots stay until the new one's come. */
  #shown = 0;
  #seconds = 0;
  readonly #theme = themeButton(document.querySelector('#theme') as HTMLButtonElement, () => this.#view?.redraw());

  constructor(
    private readonly scenes: readonly SceneDescription[],
    private readonly worker: Worker,
    private readonly main: HTMLElement,
  ) {
    worker.onmessage = ({ data }: MessageEvent<News>) => this.#receive(data);
    worker.onerror = (event) =>
      this.#view?.complain([`The worker failed: ${event.message || 'it could not be loaded'}.`]);
    addEventListener('hashchange', () => this.open());
    new ResizeObserver(() => void this.#view?.resized()).observe(main);
    const links = scenes.map(({ id, title }) => element('li', {}, element('a', { href: `#${id}` }, title)));
    document.querySelector('#menu')?.replaceChildren(...links);
  }

  /** Opens what the address says. */
  open(): void {
    const { place, complaints } = readLink(location.hash, this.scenes);
    this.#show(place);
    this.#view?.complain(complaints);
    scrollTo(0, 0);
  }

  #show(place: Place): void {
    this.#place = place;
    this.#shown = 0;
    this.#state = emptyState(place.scene);
    this.#view = new SceneView(place, {
      theme: this.#theme,
      post: (request) => this.#post(request),
      change: (values, seed) => this.#change(values, seed),
      restart: () => this.#start(),
      defaults: () => {
        this.#show({ ...place, values: defaultsOf(place.scene.controls), seed: 1 });
        // the button that was pressed is gone
        this.#view?.focusDefaults();
      },
      state: () => this.#state,
    });
    this.main.replaceChildren(this.#view.node);
    document.title = `${place.scene.title} – deeplinear playground`;
    for (const link of document.querySelectorAll('#menu a')) {
      if (link.getAttribute('href') === `#${place.scene.id}`) {
        link.setAttribute('aria-current', 'page');
        link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      } else link.removeAttribute('aria-current');
    }
    this.#post({ type: 'resume' });
    this.#post({ type: 'pace', perSecond: 0 });
    this.#start();
  }

  #change(values: Values, seed: number): void {
    this.#place = { ...this.#place, values, seed };
    this.#start();
  }

  #start(): void {
    const { scene, values, seed } = this.#place;
    history.replaceState(null, '', linkOf(this.#place));
    this.#view?.complain([]);
    this.#view?.restarted();
    this.#run++;
    this.#post({ type: 'start', run: this.#run, scene: scene.id, values, seed, site: document.baseURI });
  }

  #post(request: Request): void {
    this.worker.postMessage(request);
  }

  #receive(data: News): void {
    const stale = data.run !== this.#run;
    if (data.type === 'news') {
      if (stale) this.#post({ type: 'drawn' });
      else void this.#draw(data);
    } else if (stale) return;
    else if (data.type === 'snippet') this.#view?.showSnippet(data.snippet);
    else this.#view?.complain([`This run could not go on: ${data.message}`]);
  }

  async #draw({ run, news, seconds, finished }: Extract<News, { type: 'news' }>): Promise<void> {
    if (this.#shown !== run) {
      this.#shown = run;
      this.#seconds = 0;
      this.#state = emptyState(this.#place.scene);
    }
    mergeStates(this.#state, news);
    this.#seconds += seconds;
    const busy = await this.#view?.show(this.#state, news, { seconds: this.#seconds, finished });
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches && !finished;
    // at least as much time for everything else as drawing takes
    setTimeout(() => this.#post({ type: 'drawn' }), calm ? CALM : busy);
  }
}
