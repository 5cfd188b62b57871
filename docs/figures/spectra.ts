/** Squared singular values of products of Gaussian matrices: fussCatalan (lines), histogram of products of nets' layers (dots). */
import { createNet, matmulChain, singularValues, spectra } from '../../src/index';
import { figure } from './figure';

const width = 200;
const nets = 12;
const bins = 24;

const series = [1, 2, 4].flatMap((factors) => {
  const { at, cdf } = spectra.fussCatalan({ factors });
  const phi = Array.from({ length: 300 }, (_, i) => ((i + 0.5) / 300) * (Math.PI / (factors + 1)));
  const line = phi.map(at).filter(({ x }) => x > 1e-4);
  // bins of equal size in log x
  const ends = Array.from({ length: bins + 1 }, (_, i) => 1e-4 * 1.5e5 ** (i / bins));
  const counts = new Float64Array(bins);
  for (let seed = 0; seed < nets; seed++) {
    const layers = createNet({ inputs: 1, outputs: 1, hidden: factors + 1, width, seed })
      .weights()
      .slice(1, -1);
    const product = factors === 1 ? layers[0] : matmulChain(...layers);
    for (const s of singularValues(product)) {
      const bin = ends.findIndex((end) => s ** 2 / width ** factors < end) - 1;
      if (bin >= 0) counts[bin]++;
    }
  }
  const shown = Array.from(counts.keys()).filter((i) => counts[i] > 5 && cdf(ends[i + 1]) < 1);
  const name = factors === 1 ? '1 matrix' : `${factors} matrices`;
  return [
    { name, x: line.map(({ x }) => x), y: line.map(({ density }) => density) },
    {
      name,
      x: shown.map((i) => Math.sqrt(ends[i] * ends[i + 1])),
      y: shown.map((i) => counts[i] / (nets * width * (ends[i + 1] - ends[i]))),
      dots: true,
    },
  ];
});

figure('spectra', {
  title: `Squared singular values of products of Gaussian layers: fussCatalan (lines), ${nets} nets of width ${width} (dots)`,
  x: { label: 'squared singular value', log: true },
  y: { label: 'density', log: true },
  series,
});
