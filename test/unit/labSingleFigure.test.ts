import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ValueError } from 'deeplinear';
import { afterAll, describe, expect, it } from 'vitest';
import { singleFigure } from '../../lab/src/commands/singleFigure';
import type { FigureDefinition } from '../../lab/src/figures/definition';
import { figureValues } from '../../lab/src/figures/figureValues';
import { figures } from '../../lab/src/figures/registry';
import { InputError } from '../../lab/src/inputError';

const out = join(tmpdir(), `deeplinear-figure-${process.pid}`);
afterAll(() => rmSync(out, { recursive: true, force: true }));
const options = { out, quiet: true, format: ['json'], set: ['nets=3'] };
const { signal } = new AbortController();
const failing = (error: Error): FigureDefinition => ({
  id: 'made-up',
  title: 'Made up',
  experiment: 'nngp',
  settings: { full: { nets: 5 } },
  // biome-ignore lint/correctness/useYield: it fails before
  *content() {
    throw error;
  },
});

describe('deeplinear figure', () => {
  it('says that settings leave nothing to draw, in one line and with the cause', async () => {
    const cause = new TypeError("Cannot read properties of undefined (reading 'mean')");
    const failure = await singleFigure(failing(cause), options, signal).catch((error) => error);
    expect(failure).toBeInstanceOf(InputError);
    expect(failure.message).toBe('--set: made-up cannot be drawn with "nets=3": too little is left of its curves');
    expect(failure.cause).toBe(cause);
  });

  it('lets the errors of its own settings through', async () => {
    const bug = new TypeError('a bug');
    await expect(singleFigure(failing(bug), { ...options, set: [] }, signal)).rejects.toBe(bug);
    const refused = singleFigure(failing(new ValueError('nets: expected more')), options, signal);
    await expect(refused).rejects.toThrow('--set: nets: expected more');
  });

  it('leaves no folder where nothing was written, and one that was there', async () => {
    const nested = { ...options, set: [], out: join(out, 'new', 'er') };
    mkdirSync(out, { recursive: true });
    await expect(singleFigure(failing(new Error('ends')), nested, signal)).rejects.toThrow('ends');
    expect(readdirSync(out)).toEqual([]);
    await expect(singleFigure(failing(new Error('ends')), { ...nested, out }, signal)).rejects.toThrow('ends');
    expect(existsSync(out)).toBe(true);
  });

  it.each(figures.filter(({ among }) => among).map((figure) => [figure.id, figure] as const))(
    '%s refuses to show what it does not compute',
    (_, figure) => {
      for (const [name, other] of Object.entries(figure.among!)) {
        expect(() => figureValues(figure, { set: [`${name}=77`] })).toThrow(
          `--set: ${name}: expected numbers among those of ${other}`,
        );
        expect(figureValues(figure, { quick: true, set: [`${name}=1`] })[name]).toEqual([1]);
      }
    },
  );
});
