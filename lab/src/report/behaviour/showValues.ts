/**
 * Runs in the page: the point of a plot nearest to the pointer says its values, and the arrow keys walk from point to point
 * (left and right along a curve, up and down between curves). The points are the circles of `.values`, whose titles are what
 * browsers show without this script. Refers to nothing outside of itself: its text goes into the page.
 */
export function showValues(): void {
  /** In units of the SVG. */
  const REACH = 36;
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  document.body.append(tip);
  let shown: SVGCircleElement | undefined;

  const hide = () => {
    tip.hidden = true;
    shown?.classList.remove('shown');
    shown = undefined;
  };
  const show = (circle: SVGCircleElement) => {
    if (circle !== shown) {
      hide();
      shown = circle;
      circle.classList.add('shown');
      const [name, ...lines] = (circle.dataset.text ?? '').split('\n');
      const strong = document.createElement('strong');
      strong.textContent = name;
      tip.replaceChildren(
        strong,
        ...lines.map((line) => {
          const div = document.createElement('div');
          div.textContent = line;
          return div;
        }),
      );
    }
    tip.hidden = false;
    const at = circle.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(4, Math.min(width - size.width - 4, at.left + at.width / 2 - size.width / 2));
    const above = at.top - size.height - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above >= 4 ? above : at.bottom + 6}px`;
  };

  for (const plot of document.querySelectorAll<HTMLElement>('.plot')) {
    const svg = plot.querySelector('svg');
    const curves = Array.from(plot.querySelectorAll('.values > g'), (curve) =>
      Array.from(curve.querySelectorAll('circle')),
    );
    if (!svg || curves.length === 0) continue;
    const all = curves.flat();
    for (const circle of all) {
      circle.dataset.text = circle.querySelector('title')?.textContent ?? '';
      circle.querySelector('title')?.remove();
    }
    const place = (circle: SVGCircleElement) => [circle.cx.baseVal.value, circle.cy.baseVal.value];
    const nearest = (circles: SVGCircleElement[], [x, y]: number[], tall = 1) => {
      let best: SVGCircleElement | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (const circle of circles) {
        const [cx, cy] = place(circle);
        const far = Math.hypot(cx - x, tall * (cy - y));
        if (far < least) [best, least] = [circle, far];
      }
      return { best, least };
    };
    const point = (event: PointerEvent) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const { best, least } = nearest(all, [at.x, at.y]);
      if (best && least <= REACH) show(best);
      else hide();
    };
    plot.addEventListener('pointermove', point);
    plot.addEventListener('pointerdown', point);
    plot.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') hide();
    });

    plot.tabIndex = 0;
    plot.setAttribute('role', 'application');
    plot.setAttribute('aria-roledescription', 'plot');
    plot.setAttribute(
      'aria-label',
      `${svg.getAttribute('aria-label') ?? 'Plot'} Arrow keys say the values, point by point.`,
    );
    plot.addEventListener('blur', hide);
    plot.addEventListener('keydown', (event) => {
      const c = curves.findIndex((curve) => curve.includes(shown as SVGCircleElement));
      const i = c < 0 ? -1 : curves[c].indexOf(shown as SVGCircleElement);
      const along = (to: number) =>
        curves[Math.max(c, 0)][Math.max(0, Math.min(curves[Math.max(c, 0)].length - 1, to))];
      const beside = (step: number) => {
        if (c < 0) return curves[0][0];
        const other = curves[(c + step + curves.length) % curves.length];
        // The same x, whatever the height.
        return nearest(other, place(curves[c][i]), 1e-6).best;
      };
      const moves: Record<string, () => SVGCircleElement | undefined> = {
        ArrowRight: () => along(i + 1),
        ArrowLeft: () => along(i - 1),
        Home: () => along(0),
        End: () => along(Number.MAX_SAFE_INTEGER),
        ArrowDown: () => beside(1),
        ArrowUp: () => beside(-1),
      };
      if (event.key === 'Escape') hide();
      const next = moves[event.key]?.();
      if (!next) return;
      event.preventDefault();
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      show(next);
    });
  }
  window.addEventListener('scroll', hide, { passive: true });
}
