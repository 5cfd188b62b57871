import { csvOf } from '../plots/csvOf';
import { drawPlot } from '../plots/drawPlot';
import type { PlotData, PlotSpec } from '../plots/plot';
import { themes } from '../plots/theme';
import type { SceneState } from '../scenes/sceneState';

/** Pixels of an exported plot; the PNG has twice as many. */
const SIZE = { width: 800, height: 500, fontSize: 15 };

/** A plot as an SVG file for print: always in light colours. */
export function svgFile(spec: PlotSpec, data: PlotData): Blob {
  return new Blob([drawPlot(spec, data, { ...SIZE, theme: themes.light }).svg], { type: 'image/svg+xml' });
}

export async function pngFile(spec: PlotSpec, data: PlotData): Promise<Blob> {
  const { svg, width, height } = drawPlot(spec, data, { ...SIZE, theme: themes.light });
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = themes.light.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('PNG: the browser did not make one'))), 'image/png');
  });
}

export function csvFile({ plots, readings }: SceneState): Blob {
  return new Blob([csvOf(plots, readings.values())], { type: 'text/csv' });
}

/** Hands a file to the browser's downloads. */
export function download(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
