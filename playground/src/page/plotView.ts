import { type Drawing, drawPlot } from '../plots/drawPlot';
import { emptyPlot, type PlotData, type PlotSpec } from '../plots/plot';
import { type ThemeName, themes } from '../plots/theme';
import { download, pngFile, svgFile } from './download';
import { button, element } from './element';

/** Pixels within which the pointer finds a point. */
const REACH = 24;

/** A plot on the page: the drawing, what the pointer is at, and its exports. */
export class PlotView {
  readonly node: HTMLElement;
  readonly #canvas = element('div', { class: 'drawing' });
  readonly #tip = element('div', { class: 'tip', hidden: '' });
  #data: PlotData = emptyPlot();
  #drawing: Drawing | undefined;
  #drawn = { width: 0, fontSize: 0 };

  constructor(
    readonly spec: PlotSpec,
    readonly name: string,
    readonly theme: () => ThemeName,
  ) {
    const exports = element(
      'span',
      { class: 'exports' },
      button('SVG', () => download(`${name}.svg`, svgFile(spec, this.#data)), {
        'aria-label': `Save “${spec.title}” as SVG`,
      }),
      button('PNG', async () => download(`${name}.png`, await pngFile(spec, this.#data)), {
        'aria-label': `Save “${spec.title}” as PNG`,
      }),
    );
    const caption = element('figcaption', {}, element('h2', {}, spec.title), exports);
    this.node = element('figure', { class: spec.kind === 'pictures' ? 'plot wide' : 'plot' }, caption, this.#canvas);
    this.#canvas.addEventListener('pointermove', (event) => this.#point(event));
    this.#canvas.addEventListener('pointerleave', () => {
      this.#tip.hidden = true;
    });
  }

  draw(data: PlotData): void {
    this.#data = data;
    const { width, fontSize } = this.#room();
    if (width < 50) return;
    this.#drawn = { width, fontSize };
    const height = Math.round(Math.min(0.55 * width, 26 * fontSize) + 3 * fontSize);
    this.#drawing = drawPlot(this.spec, data, { width, height, fontSize, theme: themes[this.theme()] });
    // our own drawing code escapes every text in it
    this.#canvas.innerHTML = this.#drawing.svg;
    this.#canvas.append(this.#tip);
    this.#tip.hidden = true;
  }

  redraw(): void {
    this.draw(this.#data);
  }

  /** Whether width and letters are still those that it was drawn for. */
  fits(): boolean {
    const { width, fontSize } = this.#room();
    return width < 50 || (width === this.#drawn.width && fontSize === this.#drawn.fontSize);
  }

  #room(): { width: number; fontSize: number } {
    const width = Math.floor(this.#canvas.clientWidth);
    return { width, fontSize: Number.parseFloat(getComputedStyle(this.#canvas).fontSize) };
  }

  /** Says what the nearest point is. */
  #point(event: PointerEvent): void {
    const { x, y } = this.#drawing ?? {};
    if (!x || !y) return;
    const box = this.#canvas.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    let nearest = REACH ** 2;
    let words = '';
    for (const { id, label, mark, x: xs, y: ys } of this.#data.series.values()) {
      if (mark === 'bars') continue;
      for (let i = 0; i < ys.length; i++) {
        const distance = (x.at(xs[i]) - left) ** 2 + (y.at(ys[i]) - top) ** 2;
        if (!(distance < nearest)) continue;
        nearest = distance;
        words = `${label ?? id}: ${short(xs[i])}, ${short(ys[i])}`;
      }
    }
    this.#tip.hidden = words === '';
    this.#tip.textContent = words;
    this.#tip.style.left = `${Math.min(left + 12, box.width - 7.5 * words.length)}px`;
    this.#tip.style.top = `${top + 14}px`;
  }
}

const short = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');
