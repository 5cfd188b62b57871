import { Resvg } from '@resvg/resvg-js';

/** Families that are tried in turn for `sans-serif` and for every family that is not installed. */
const SANS = 'DejaVu Sans';

/** A picture of an SVG as PNG, `scale` pixels a unit; text in the system's font without serifs. */
export function svgToPng(svg: string, scale = 2): Uint8Array {
  const font = { loadSystemFonts: true, defaultFontFamily: SANS, sansSerifFamily: SANS };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: scale }, font }).render().asPng();
}
