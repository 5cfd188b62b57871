import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { FigureContent, Panel, Series } from '../../lab/src/figures/definition';
import { drawFigure } from '../../lab/src/figures/drawFigure';
import { svgLine, textWidth, wrapText } from '../../lab/src/figures/drawText';
import { axisTicks } from '../../lab/src/figures/drawTicks';
import { svgToPng } from '../../lab/src/report/svgToPng';

const series = (name: string, more: Partial<Series> = {}): Series => ({
  name,
  x: [0, 1, 2, 3],
  y: [1, 0.1, 0.01, 0.001],
  ...more,
});
const panel = (...all: Series[]): Panel => ({
  title: 'A panel',
  x: { label: 'step' },
  y: { label: 'loss', log: true },
  series: all,
});
const draw = (content: Partial<FigureContent>, mode: 'light' | 'dark' | 'page' = 'light') =>
  drawFigure(
    { id: 'it', title: 'Title & more', content: { panels: [], caption: '', ...content }, below: ['Said <below>'] },
    mode,
  );
const parsed = (svg: string) => parseHTML(`<body>${svg}</body>`).document;
const legend = (svg: string) => [...parsed(svg).querySelectorAll('.legend text')].map((node) => node.textContent);

describe('drawFigure', () => {
  it('gives the same bytes for the same numbers, also after other figures', () => {
    const content = { panels: [panel(series('a'), series('b', { dots: true, error: [0.1, 0.01, 0.001, 0.0001] }))] };
    const first = draw(content);
    draw({ panels: [panel(series('c'))] });
    expect(draw(content)).toBe(first);
    expect(first).not.toMatch(/NaN|undefined|="[^"]*\d\.\d{3,}/);
  });

  it('shares one legend among panels with the same names, and gives panels with their own names their own', () => {
    expect(legend(draw({ panels: [panel(series('a'), series('b')), panel(series('b'), series('a'))] }))).toEqual([
      'a',
      'b',
    ]);
    const own = legend(draw({ panels: [panel(series('a'), series('b')), panel(series('a'), series('c'))] }));
    expect(own).toEqual(['a', 'b', 'a', 'c']);
  });

  it('has one legend entry for a line and the dots of the same name, in one colour', () => {
    const svg = draw({ panels: [panel(series('a'), series('a', { dots: true }), series('b'))] });
    expect(legend(svg)).toEqual(['a', 'b']);
    const document = parsed(svg);
    const line = document.querySelector('[aria-label="line"] > g')?.getAttribute('stroke');
    expect(line).toMatch(/^#/);
    expect(document.querySelector('[aria-label="dot"]')?.getAttribute('fill')).toBe(line);
  });

  it('says the values of points, with their errors', () => {
    const document = parsed(
      draw({ panels: [panel(series('nets', { dots: true, error: [0.1, 0.01, 0.001, 0.0001] }), series('law'))] }),
    );
    const titles = [...document.querySelectorAll('.values title')].map((node) => node.textContent);
    expect(titles).toHaveLength(8);
    expect(titles[1]).toBe('nets\nstep: 1\nloss: 0.100 ± 0.010');
  });

  it('leaves out points that a logarithmic axis cannot show, and breaks the line there', () => {
    const svg = draw({
      panels: [
        panel(series('a', { y: [1, 0, 0.01, Number.NaN] }), series('b', { dots: true, y: [1, -1, 0.5, Infinity] })),
      ],
    });
    const document = parsed(svg);
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(document.querySelectorAll('[aria-label="line"] path')).toHaveLength(2);
    expect(document.querySelectorAll('[aria-label="dot"] path')).toHaveLength(2);
  });

  it.each([
    ['a loss that diverged', true, [1, 1e-3, 1e9, 7.9e306]],
    ['all the range of doubles', true, [5e-324, 1, 1e300, Number.MAX_VALUE]],
    ['one value at the end of doubles', true, Array(4).fill(Number.MAX_VALUE)],
    ['a linear axis of the same', false, [-Number.MAX_VALUE, 0, 1e300, Number.MAX_VALUE]],
  ])('draws %s', (_, log, y) => {
    const band = { low: y.map((value) => (log ? 0 : value)), high: y };
    const svg = draw({
      panels: [{ ...panel(series('a', { y, band }), series('b', { y })), y: { label: 'loss', log } }],
    });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(parsed(svg).querySelectorAll('[aria-label="line"] path')).toHaveLength(2);
  });

  it('cuts lines at a given domain and keeps dots within it', () => {
    const cut: Panel = {
      ...panel(series('a', { y: [1e9, 1, 0.1, 1e-9] }), series('b', { dots: true, y: [1e9, 1, 0.1, 1e-9] })),
      y: { label: 'loss', log: true, domain: [0.01, 10] },
    };
    const document = parsed(draw({ panels: [cut] }));
    expect(document.querySelectorAll('[aria-label="dot"] path')).toHaveLength(2);
    expect(document.querySelector('[aria-label="line"]')?.getAttribute('clip-path')).toBe('url(#it-0-clip-0)');
    expect(document.querySelectorAll('clipPath').length).toBeGreaterThan(0);
  });

  it('escapes what it is told to write', () => {
    const svg = draw({ panels: [panel(series('<a> & "b"'), series('c'))] });
    expect(svg).toContain('Title &amp; more');
    expect(svg).toContain('&lt;a&gt; &amp; &quot;b&quot;');
    expect(svg).not.toContain('<below>');
  });

  it('draws on a page with the variables of the page, elsewhere with colours', () => {
    const content = { panels: [panel(series('a'), series('b'))] };
    expect(draw(content, 'page')).toContain('var(--distinct-0)');
    expect(draw(content, 'dark')).not.toContain('var(');
    const ordered = { ...content, ordered: true };
    expect(draw(ordered, 'page')).toContain('var(--ramp-2-1)');
  });

  it('gives names the same colours in panels that share some, and begins anew in others', () => {
    const panels = [panel(series('a'), series('b')), panel(series('b'), series('c')), panel(series('d'))];
    const document = parsed(draw({ panels }));
    const strokes = [...document.querySelectorAll('[aria-label="line"] > g')].map((node) =>
      node.getAttribute('stroke'),
    );
    expect(strokes[1]).toBe(strokes[2]);
    expect(new Set(strokes.slice(0, 4)).size).toBe(3);
    expect(strokes[4]).toBe(strokes[0]);
  });

  it('draws references in the colour of text', () => {
    const document = parsed(draw({ panels: [panel(series('a'), series('limit', { reference: true }))] }));
    const [, line] = document.querySelectorAll('[aria-label="line"] > g');
    expect(line.getAttribute('stroke')).toBe('#1b1b24');
  });

  it('puts panels beside or below each other', () => {
    const panels = [panel(series('a')), panel(series('a'))];
    const size = (svg: string) => /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.slice(1).map(Number);
    const [beside, stacked] = [size(draw({ panels })), size(draw({ panels, stacked: true }))];
    expect(beside[0]).toBeGreaterThan(stacked[0]);
    expect(stacked[1]).toBeGreaterThan(1.5 * beside[1]);
  });

  it('becomes a PNG of twice its size', () => {
    const svg = draw({ panels: [panel(series('a'), series('b', { dots: true }))] });
    const png = Buffer.from(svgToPng(svg));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
  });
});

describe('axisTicks', () => {
  const written = (domain: [number, number], log: boolean, most = 6) => {
    const { at, label } = axisTicks(domain, log, most);
    return at.map(label);
  };

  it.each([
    [[0, 40], false, ['0', '10', '20', '30', '40']],
    [[-1, 0.5], false, ['−1.0', '−0.5', '0.0', '0.5']],
    [[0.1, 0.25], false, ['0.10', '0.15', '0.20', '0.25']],
    [[0, 3e6], false, ['0', '5·10⁵', '10⁶', '1.5·10⁶', '2·10⁶', '2.5·10⁶', '3·10⁶']],
    [[0.01, 10], true, ['0.01', '0.03', '0.1', '0.3', '1', '3', '10']],
    [[0.001, 10], true, ['0.001', '0.01', '0.1', '1', '10']],
    [[1e-6, 10], true, ['10⁻⁶', '10⁻⁴', '10⁻²', '1']],
    [[1e-12, 1], true, ['10⁻¹²', '10⁻⁹', '10⁻⁶', '10⁻³', '1']],
    [[16, 512], true, ['20', '50', '100', '200', '500']],
    [[1e-300, 1e300], true, ['10⁻³⁰⁰', '10⁻¹⁵⁰', '1', '10¹⁵⁰', '10³⁰⁰']],
    [[0.2, 0.3], true, ['0.2', '0.22', '0.24', '0.26', '0.28', '0.3']],
  ] as [[number, number], boolean, string[]][])(
    'of %j, logarithmic: %s, are round numbers',
    (domain, log, expected) => {
      expect(written(domain, log)).toEqual(expected);
    },
  );

  it('fit the number that was asked for, within a domain of any size', () => {
    for (let power = -20; power <= 20; power++) {
      for (const log of [false, true]) {
        for (const span of [1.01, 1.7, 12, 3e4, 1e9]) {
          const domain: [number, number] = [1.3 * 10 ** power, 1.3 * span * 10 ** power];
          const { at } = axisTicks(domain, log, 6);
          expect(at.length).toBeGreaterThanOrEqual(2);
          expect(at.length).toBeLessThanOrEqual(8);
          expect(at.every((value) => value >= domain[0] * (1 - 1e-9) && value <= domain[1] * (1 + 1e-9))).toBe(true);
        }
      }
    }
  });
});

describe('text of figures', () => {
  it('is wrapped at spaces within its width', () => {
    const lines = wrapText('a few words that do not fit in one line of the picture', 120, 12);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(' ')).toBe('a few words that do not fit in one line of the picture');
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(120);
  });

  it('raises powers and lowers indices', () => {
    const plain = (line: string) =>
      svgLine(line, 10)
        .replace(/<tspan dy="-?[\d.]+" font-size[^>]*>/g, '[')
        .replace(/<tspan[^>]*>/g, ']')
        .replaceAll('</tspan>', '');
    expect(plain('N^(−1/2) and 1/N')).toBe('N[−1/2] and 1/N');
    expect(plain('u^L, t^-0.5 < N^−1/2/3')).toBe('u[L], t[−0.5] &lt; N[−1/2]/3');
    expect(plain('σ_w = 2, W_0; snake_case stays')).toBe('σ[w] = 2, W[0]; snake_case stays');
    expect(svgLine('σ_w²', 10)).toBe('σ<tspan dy="2" font-size="7.5">w</tspan><tspan dy="-2">²</tspan>');
  });
});
