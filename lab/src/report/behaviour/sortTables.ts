/**
 * Runs in the page: heads of `table.sortable` become buttons that sort, up, down and back. Rows of class `limit` stay below, lines of
 * class `below` with the row above them. Refers to nothing outside of itself: its text goes into the page.
 */
export function sortTables(): void {
  const numberOf = (text: string): number => {
    const plain = text.trim().replaceAll('−', '-').replaceAll(',', '').replace('∞', 'Infinity');
    const found = /^[<>≈]?\s*(-?(?:Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?))(?:\s*(ms|s|min|h|%))?/i.exec(plain);
    const units: Record<string, number> = { ms: 1e-3, min: 60, h: 3600 };
    return found ? Number(found[1]) * (units[found[2]?.toLowerCase() ?? ''] ?? 1) : Number.NaN;
  };
  const keyOf = (row: HTMLTableRowElement, column: number): string => {
    const cell = row.cells[column];
    return cell?.dataset.value ?? cell?.textContent ?? '';
  };
  const compare = (a: string, b: string): number => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x === y ? 0 : x < y ? -1 : 1;
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return a.localeCompare(b, 'en', { numeric: true });
  };

  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead!.rows[0].cells);
    const groups: HTMLTableRowElement[][] = [];
    for (const row of Array.from(body.rows)) {
      if (row.cells[0]?.classList.contains('below')) groups[groups.length - 1]?.push(row);
      else groups.push([row]);
    }
    const fixed = groups.filter(([row]) => row.classList.contains('limit'));
    const free = groups.filter((group) => !fixed.includes(group));
    const sort = (column: number, order: string) => {
      const sign = order === 'descending' ? -1 : 1;
      const missing = (group: HTMLTableRowElement[]) => /^[–\s]*$/.test(keyOf(group[0], column));
      const sorted =
        order === 'none'
          ? free
          : [...free].sort((a, b) =>
              missing(a) || missing(b)
                ? Number(missing(a)) - Number(missing(b))
                : sign * compare(keyOf(a[0], column), keyOf(b[0], column)),
            );
      body.append(...[...sorted, ...fixed].flat());
      for (const [i, head] of heads.entries()) {
        if (i === column && order !== 'none') head.setAttribute('aria-sort', order);
        else head.removeAttribute('aria-sort');
      }
    };
    for (const [column, head] of heads.entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.title = 'Sort by this column';
      button.append(...Array.from(head.childNodes));
      head.append(button);
      button.addEventListener('click', () => {
        const next: Record<string, string> = { ascending: 'descending', descending: 'none' };
        sort(column, next[head.getAttribute('aria-sort') ?? ''] ?? 'ascending');
      });
    }
  }
}
