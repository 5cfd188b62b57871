import type { Caption } from './captionText';
import type { FigureDefinition } from './definition';

/** A figure in the docs. */
export interface GalleryEntry extends Pick<FigureDefinition, 'id' | 'title'> {
  caption: Caption;
  /** Page of its experiment, below docs/. */
  page: string;
}

const HEAD = `# Gallery

Theory and simulation on the same axes: lines are theories, dots are simulations of finite nets, bars are standard errors. Every
picture names its paper, its settings and the command that makes it again: \`npx deeplinear figure --list\` lists them all, without \`--quick\`
they have more nets and sizes, \`--set\` changes a setting. This page and its pictures are written by \`npm run docs:figures\`.
`;
const mark = (id: string) => `<!-- figure ${id} -->`;

/**
 * docs/gallery.md: a section a figure, in the order of `ids`. Figures that were not made this time keep their section of `before`.
 * @throws Error naming a figure that has no section in either.
 */
export function galleryMarkdown(ids: readonly string[], entries: readonly GalleryEntry[], before = ''): string {
  const kept = new Map(
    before
      .split(/(?=^<!-- figure )/m)
      .slice(1)
      .map((text) => [/^<!-- figure (\S+)/.exec(text)![1], text.trim()]),
  );
  for (const entry of entries) kept.set(entry.id, section(entry));
  const sections = ids.map((id) => {
    const text = kept.get(id);
    if (text === undefined) throw new Error(`the gallery has no section of ${id} yet: make it too`);
    return text;
  });
  return `${[HEAD, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

/** The picture itself holds caption, paper and settings: the page repeats none of it to the eye. */
function section({ id, title, caption, page }: GalleryEntry): string {
  const limit = page.replace(/^.*\/|\.md$/g, '').replaceAll('-', ' ');
  return `${mark(id)}
## ${title}

![${title}. ${caption.text.replace(/([*_<>|[\]])/g, '\\$1')}](figures/${id}.svg)

Statement, formula and code: [${limit}](${page}). Again:

    ${caption.command}

<!-- ${caption.paper}. Settings: ${caption.settings}. -->`;
}
