import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { experiments } from 'deeplinear';
import { describe, expect, it } from 'vitest';
import { captionText, paperText } from '../../lab/src/figures/captionText';
import type { FigureContent, FigureDefinition, Series } from '../../lab/src/figures/definition';
import { figureFaults } from '../../lab/src/figures/figureFaults';
import { figureValues } from '../../lab/src/figures/figureValues';
import { figures } from '../../lab/src/figures/registry';
import { runFigure } from '../../lab/src/figures/runFigure';

const root = join(import.meta.dirname, '..', '..', 'lab', 'src', 'figures');
const { signal } = new AbortController();
const run = (definition: FigureDefinition, set: string[] = []) =>
  runFigure({ definition, values: figureValues(definition, { quick: true, set }), quick: true }, signal, () => {});

const line: Series = { name: 'limit', x: [1, 2], y: [3, 4] };
const dots: Series = { name: 'limit', x: [1, 2], y: [3, 4], error: [0.1, 0.2], dots: true };
const content = (...series: Series[]): FigureContent => ({
  panels: [{ x: { label: 'step' }, y: { label: 'loss' }, series }],
  caption: 'Nets follow the limit.',
});
const madeUp: FigureDefinition = {
  id: 'made-up',
  title: 'A figure',
  experiment: experiments[0].id,
  settings: { full: { nets: 100, widths: [16, 32], law: 'right' }, quick: { nets: 10 } },
  // biome-ignore lint/correctness/useYield: nothing to wait for
  *content() {
    return content(line, dots);
  },
};

describe('the registry of figures', () => {
  it('has every file that defines a figure, under an id that is the name of its file', () => {
    const files = ['dynamics', 'static'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => /Figure: FigureDefinition/.test(readFileSync(join(root, folder, name), 'utf8')))
        .map((name) => basename(name, '.ts').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
    );
    expect(figures.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('has at least 24 figures', () => expect(figures.length).toBeGreaterThanOrEqual(24));

  it.each(figures.map((figure) => [figure.id, figure] as const))('%s is a view of an experiment', (_, figure) => {
    expect(experiments.map(({ id }) => id)).toContain(figure.experiment);
    expect(figure.title).not.toMatch(/\.$|^$/);
    const { full, quick = {} } = figure.settings;
    expect(Object.keys(full)).toEqual(expect.arrayContaining(Object.keys(quick)));
  });
});

describe('figureValues', () => {
  it('puts quick settings over the full ones, and given ones over both', () => {
    expect(figureValues(madeUp, {})).toEqual({ nets: 100, widths: [16, 32], law: 'right' });
    expect(figureValues(madeUp, { quick: true, set: ['widths=8, 64', 'law=other'] })).toEqual({
      nets: 10,
      widths: [8, 64],
      law: 'other',
    });
  });

  it('takes any number for what is whole only by chance', () => {
    const settings = { full: { gamma0: 2, rates: [1.5, 1], nets: 10 } };
    const values = figureValues({ ...madeUp, settings }, { set: ['gamma0=0.5', 'rates=0,0.1', 'nets=10000'] });
    expect(values).toEqual({ gamma0: 0.5, rates: [0, 0.1], nets: 10000 });
  });

  it.each([
    ['width=3', /expected one of the settings nets, widths, law of made-up, got "width"/],
    ['nets', /expected name=value, got "nets"/],
    ['nets=1,2', /expected a number for nets, got "1,2"/],
    ['nets=', /expected a number for nets, got ""/],
    ['widths=1,x', /expected numbers with commas between for widths, got "1,x"/],
    ['nets=-3', /^--set: nets: expected a positive integer up to 100000, got -3$/],
    ['nets=0', /nets: expected a positive integer/],
    ['nets=2.5', /nets: expected a positive integer/],
    ['nets=1e99', /nets: expected a positive integer up to 100000, got 1e\+99/],
    ['nets=Infinity', /expected a number for nets/],
    ['widths=8,0', /widths: expected a positive integer up to 32000, got 0/],
    ['__proto__=1', /expected one of the settings/],
  ])('refuses %s', (text, message) => {
    expect(() => figureValues(madeUp, { set: [text] })).toThrow(message);
  });
});

describe('captionText', () => {
  it('names the paper, the settings and the command that makes the figure again', () => {
    const values = figureValues(madeUp, { quick: true, set: ['widths=8'] });
    const caption = captionText(madeUp, 'What is seen.', values, { quick: true }, experiments);
    expect(caption).toEqual({
      text: 'What is seen.',
      paper: 'Theory: Bordelon and Pehlevan 2025, arXiv:2502.02531',
      settings: 'nets = 10; widths = 8; law = right',
      command: 'npx deeplinear figure made-up --quick --set widths=8',
    });
  });

  it('names the paper that a figure is after, and once where it is the theory', () => {
    const catapult = experiments.find(({ id }) => id === 'catapult');
    expect(paperText(catapult, 'Lewkowycz et al. 2020, figure 1')).toBe(
      'After Lewkowycz et al. 2020, figure 1, arXiv:2003.02218',
    );
    expect(paperText(catapult, 'Lewkowycz et al. 2020 (arXiv:2003.02218)')).toBe(
      'After Lewkowycz et al. 2020 (arXiv:2003.02218)',
    );
    expect(paperText(catapult, 'Lewkowycz et al. 2020 (arXiv:1.2)')).toBe(
      'After Lewkowycz et al. 2020 (arXiv:1.2); theory: Lewkowycz et al. 2020, arXiv:2003.02218',
    );
    expect(paperText(catapult, 'somebody else 2021')).toBe(
      'After somebody else 2021; theory: Lewkowycz et al. 2020, arXiv:2003.02218',
    );
  });
});

describe('figureFaults', () => {
  it('finds nothing in theory beside simulations with errors', () => {
    expect(figureFaults({}, content(line, dots))).toEqual([]);
    expect(figureFaults({ exact: true }, content(line, { ...dots, error: undefined }))).toEqual([]);
    expect(figureFaults({ onlyOne: 'There are no nets of infinite width.' }, content(line))).toEqual([]);
  });

  it.each([
    ['no theory', [dots], /a line: what a theory says/],
    ['no simulation', [line], /dots: what simulations do/],
    ['no error bars', [line, { ...dots, error: undefined }], /error bars/],
    ['lists of two lengths', [line, dots, { ...line, y: [1] }], /1 values of y for 2 of x/],
    ['infinity', [line, dots, { ...line, y: [1, Number.POSITIVE_INFINITY] }], /y is infinite/],
    ['nothing to draw', [line, dots, { ...line, y: [Number.NaN, Number.NaN] }], /no point can be drawn/],
    ['errors below 0', [line, { ...dots, error: [-1, 1] }], /an error is negative/],
    ['a band upside down', [dots, { ...line, band: { low: [5, 5], high: [4, 4] } }], /a band ends below/],
  ] as [string, Series[], RegExp][])('finds %s', (_, series, message) => {
    expect(figureFaults({}, content(...series)).join('; ')).toMatch(message);
  });
});

describe('runFigure', () => {
  it('says when nothing can be seen with the settings given', async () => {
    const empty = {
      ...madeUp,
      // biome-ignore lint/correctness/useYield: nothing to wait for
      *content() {
        return content(line, { ...dots, y: [Number.NaN, Number.NaN] });
      },
    };
    await expect(run(empty)).rejects.toThrow(
      /^made-up: with these settings it shows nothing \(.*no point can be drawn/,
    );
  });

  it('gives plain data: what JSON gives back is the same', async () => {
    const typed = {
      ...madeUp,
      *content() {
        yield { step: 1, steps: 2 };
        return content(line, { ...dots, y: Float64Array.of(3, 4) });
      },
    };
    const record = await run(typed);
    expect(JSON.parse(JSON.stringify(record))).toEqual(
      JSON.parse(JSON.stringify({ ...record, content: content(line, dots) })),
    );
    expect(record).toMatchObject({ format: 'deeplinear-figure/1', id: 'made-up', quick: true, values: { nets: 10 } });
  });

  it.each([
    ['angle-collapse', 'nets=100'],
    ['catapult', 'width=64'],
  ])('%s shows theory and simulation, the same numbers every time', async (id, set) => {
    const definition = figures.find((one) => one.id === id)!;
    const first = await run(definition, [set]);
    expect(figureFaults(definition, first.content)).toEqual([]);
    expect(await run(definition, [set])).toEqual(first);
  });

  it('stops where the signal says so', async () => {
    const stopped = new AbortController();
    const definition = figures.find((one) => one.id === 'angle-collapse')!;
    const values = figureValues(definition, {});
    const work = runFigure({ definition, values }, stopped.signal, () => stopped.abort());
    await expect(work).rejects.toThrow('interrupted');
  });
});
