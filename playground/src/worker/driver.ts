import type { Scene, Update } from '../scenes/scene';
import { addUpdate, emptyState, type SceneState } from '../scenes/sceneState';
import type { News, Request } from './protocol';

/** Milliseconds of computing between two turns of the message queue. */
const SLICE = 12;

export interface DriverOptions {
  scenes: readonly Scene[];
  post(news: News): void;
  /** Loads a file of the site. */
  load(address: string): Promise<ArrayBuffer>;
}

type Start = Extract<Request, { type: 'start' }>;

/** One run: its generator, and what the page does not know yet. */
interface Run {
  start: Start;
  scene: Scene;
  work: Generator<Update, void, void>;
  unsent: SceneState;
  seconds: number;
  finished: boolean;
  /** Whether the page knows that it is. */
  told: boolean;
  /** Whether `unsent` holds anything. */
  unheard: boolean;
}

/** Drives the generators of scenes: one at a time, in slices, so that a new start takes the place of the old one at once. */
export class Driver {
  #run: Run | undefined;
  #paused = false;
  /** Paused, but on the way to the next update that changes a plot. */
  #stepping = false;
  #pace = 0;
  /** The page is still drawing: news wait and add up, so that a slow page is never flooded. */
  #drawing = false;
  #scheduled = false;
  #newest = 0;
  #assets = new Map<string, Promise<ArrayBuffer>>();
  /** Its messages come after those that wait already, and without the four milliseconds of timers. */
  #next = new MessageChannel();

  constructor(private readonly options: DriverOptions) {
    this.#next.port1.onmessage = () => this.#turn();
  }

  receive(request: Request): void {
    if (request.type === 'start') void this.#start(request);
    else if (request.type === 'pace') this.#pace = request.perSecond;
    else if (request.type === 'drawn') this.#drawn();
    else if (request.type === 'step') this.#step();
    else {
      this.#paused = request.type === 'pause';
      this.#stepping = false;
      this.#schedule();
    }
  }

  async #start(start: Start): Promise<void> {
    this.#run?.work.return();
    this.#run = undefined;
    this.#newest = start.run;
    const { scenes, post } = this.options;
    try {
      const scene = scenes.find(({ id }) => id === start.scene);
      if (!scene)
        throw new Error(`scene: expected one of ${scenes.map(({ id }) => id).join(', ')}, got ${start.scene}`);
      const asset = scene.asset === undefined ? undefined : await this.#asset(new URL(scene.asset, start.site).href);
      if (this.#newest !== start.run) return;
      const work = scene.run(start.values, start.seed, asset);
      this.#run = {
        start,
        scene,
        work,
        unsent: emptyState(scene),
        seconds: 0,
        finished: false,
        told: false,
        unheard: false,
      };
      post({ type: 'snippet', run: start.run, snippet: scene.snippet(start.values, start.seed) });
      // else the page would show numbers of the old values beside the new ones
      this.#stepping = this.#paused;
      this.#schedule();
    } catch (error) {
      post({ type: 'failed', run: start.run, message: (error as Error).message });
    }
  }

  #asset(address: string): Promise<ArrayBuffer> {
    let asset = this.#assets.get(address);
    if (!asset) {
      asset = this.options.load(address);
      this.#assets.set(address, asset);
      // a later start tries again
      asset.catch(() => this.#assets.delete(address));
    }
    return asset;
  }

  #schedule(wait = 0): void {
    if (this.#scheduled || this.#resting || !this.#run || this.#run.finished) return;
    this.#scheduled = true;
    if (wait > 0) setTimeout(() => this.#turn(), wait);
    else this.#next.port2.postMessage(0);
  }

  #turn(): void {
    this.#scheduled = false;
    if (!this.#resting) this.#slice();
  }

  get #resting(): boolean {
    return this.#paused && !this.#stepping;
  }

  #slice(): void {
    const run = this.#run;
    if (!run || run.finished) return;
    const until = performance.now() + SLICE;
    let shown = false;
    const single = this.#stepping || this.#pace > 0;
    while (!run.finished && !(shown && single) && performance.now() < until) shown = this.#advance(run) || shown;
    if (shown) this.#stepping = false;
    this.#send(run);
    this.#schedule(shown && this.#pace ? 1000 / this.#pace : 0);
  }

  /** To the next update that changes a plot, in slices as well: it may be long, and a new start must not wait for it. */
  #step(): void {
    this.#paused = true;
    this.#stepping = true;
    this.#slice();
  }

  /** One update; whether it changed a plot. */
  #advance(run: Run): boolean {
    const started = performance.now();
    let changed = false;
    try {
      const turn = run.work.next();
      run.finished = turn.done === true;
      if (turn.value) {
        addUpdate(run.unsent, turn.value);
        run.unheard = true;
        changed = turn.value.plot !== undefined;
      }
    } catch (error) {
      run.finished = true;
      this.options.post({ type: 'failed', run: run.start.run, message: (error as Error).message });
    }
    run.seconds += (performance.now() - started) / 1000;
    return changed;
  }

  #send(run: Run): void {
    if (this.#drawing) return;
    this.#drawing = true;
    const { unsent: news, seconds, finished, start } = run;
    run.unsent = emptyState(run.scene);
    run.seconds = 0;
    run.unheard = false;
    run.told = finished;
    this.options.post({ type: 'news', run: start.run, news, seconds, finished });
  }

  #drawn(): void {
    this.#drawing = false;
    const run = this.#run;
    // nothing else would send the last news
    if (run && (run.unheard || (run.finished && !run.told))) this.#send(run);
  }
}
