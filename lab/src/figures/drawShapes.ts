/** What draws a path: the plot library's context, or `path` below. */
interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
}

/** A shape of dots as the plot library takes it: `size` is its area in square pixels. */
export interface Shape {
  draw(pen: Pen, size: number): void;
}

const turned = (corners: number, from: number, radii: readonly number[] = [1]): [number, number][] =>
  Array.from({ length: corners }, (_, i) => {
    const [angle, radius] = [2 * Math.PI * (i / corners) + from, radii[i % radii.length]];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const UP = -Math.PI / 2;
const plus: [number, number][] = [1, 0, -1, 0].flatMap((_, quarter): [number, number][] => {
  const [cos, sin] = [Math.round(Math.cos((quarter * Math.PI) / 2)), Math.round(Math.sin((quarter * Math.PI) / 2))];
  const arm: [number, number][] = [
    [1, -0.36],
    [1, 0.36],
    [0.36, 0.36],
  ];
  return arm.map(([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
});

/** Corners within about the unit circle; the first shape is a circle. */
const POLYGONS: readonly [number, number][][] = [
  turned(4, Math.PI / 4),
  turned(3, UP),
  turned(4, UP),
  turned(3, -UP),
  plus,
  turned(10, UP, [1, 0.45]),
  turned(6, 0),
];

const circle: Shape = {
  draw(pen, size) {
    const radius = Math.sqrt(size / Math.PI);
    pen.moveTo(radius, 0);
    pen.arc(0, 0, radius, 0, 2 * Math.PI);
  },
};

/** Told apart without colour. */
export const shapes: readonly Shape[] = [circle, ...POLYGONS.map(polygon)];

/** All shapes cover the same area. */
function polygon(corners: readonly [number, number][]): Shape {
  const area = Math.abs(
    corners.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length];
      return sum + (x * nextY - y * nextX) / 2;
    }, 0),
  );
  return {
    draw(pen, size) {
      const scale = Math.sqrt(size / area);
      corners.forEach(([x, y], i) => {
        if (i === 0) pen.moveTo(x * scale, y * scale);
        else pen.lineTo(x * scale, y * scale);
      });
      pen.closePath();
    },
  };
}

/** A shape as the path of an SVG. */
export function shapePath(shape: Shape, size: number): string {
  const parts: string[] = [];
  shape.draw(
    {
      moveTo: (x, y) => parts.push(`M${x},${y}`),
      lineTo: (x, y) => parts.push(`L${x},${y}`),
      arc: (x, y, radius) =>
        parts.push(`A${radius},${radius},0,1,1,${x - radius},${y}A${radius},${radius},0,1,1,${x + radius},${y}`),
      closePath: () => parts.push('Z'),
    },
    size,
  );
  return parts.join('');
}
