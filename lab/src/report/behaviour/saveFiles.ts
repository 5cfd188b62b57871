/**
 * Runs in the page: buttons that save a plot as PNG, a table as CSV and the run as JSON. Refers to nothing outside of itself: its
 * text goes into the page.
 */
export function saveFiles(): void {
  const SCALE = 2;
  const page = document.documentElement.dataset.name ?? 'report';

  const save = (blob: Blob, name: string) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const button = (text: string, label: string, action: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', label);
    made.addEventListener('click', action);
    const tools = document.createElement('div');
    tools.className = 'tools';
    tools.append(made);
    return tools;
  };

  /** The SVG as a picture on the page's ground; colours that are variables become what they are now. */
  const png = (svg: SVGSVGElement): Promise<Blob> => {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const values of copy.querySelectorAll('.values')) values.remove();
    const style = getComputedStyle(document.documentElement);
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute('width', String(SCALE * width));
    copy.setAttribute('height', String(SCALE * height));
    copy.style.fontFamily = 'system-ui, sans-serif';
    const text = new XMLSerializer()
      .serializeToString(copy)
      .replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
    return new Promise((done, failed) => {
      const image = new Image();
      image.onerror = () => failed(new Error('the plot cannot be drawn as a picture'));
      image.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = SCALE * width;
        canvas.height = SCALE * height;
        const context = canvas.getContext('2d')!;
        context.fillStyle = style.getPropertyValue('--paper').trim() || 'white';
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0);
        canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png');
      };
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });
  };

  for (const plot of document.querySelectorAll<HTMLElement>('.plot')) {
    const svg = plot.querySelector('svg');
    if (!svg) continue;
    const name = plot.dataset.name ?? 'plot';
    const tools = button('Save PNG', `Save the plot ${name} as PNG`, async () => save(await png(svg), `${name}.png`));
    plot.after(tools);
  }

  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-name]')) {
    const name = table.dataset.name ?? 'table';
    const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const rowsOf = () => Array.from(table.tBodies[0].rows).filter((row) => !row.cells[0]?.classList.contains('below'));
    const line = (row: HTMLTableRowElement, errors: readonly number[]) =>
      Array.from(row.cells, (one, c) => {
        const text = cell(one.dataset.value ?? one.textContent ?? '');
        if (!errors.includes(c)) return text;
        return `${text},${one.tagName === 'TH' ? cell(`${one.textContent} standard error`) : (one.dataset.error ?? '')}`;
      }).join(',');
    const tools = button('Save CSV', `Save the table ${name} as CSV`, () => {
      const rows = rowsOf();
      const errors = Array.from(table.tHead!.rows[0].cells, (_, c) => c).filter((c) =>
        rows.some((row) => row.cells[c]?.dataset.error),
      );
      const lines = [table.tHead!.rows[0], ...rows].map((row) => line(row, errors));
      save(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }), `${name}.csv`);
    });
    (table.closest('.scroll') ?? table).after(tools);
  }

  const run = document.getElementById('run');
  document.querySelector('#save-run')?.append(
    button('Save run.json', 'Save every number of this page as JSON', () => {
      save(new Blob([run?.textContent ?? ''], { type: 'application/json' }), `${page}.json`);
    }),
  );
}
