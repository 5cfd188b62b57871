import { describe, expect, it } from 'vitest';
import { randomNormal } from '../../src/random/randomNormal';
import {
  andersonDarling,
  battery,
  kolmogorovSmirnov,
  pairStatistics,
  pooled,
  type Statistic,
} from '../reference/normality';
import { significance } from '../tolerances';

const { most, leastP, decisive } = significance;
const PARTS = 10;
const PART = 1e7;

const draw = (dtype: 'float64' | 'float32', stream: number) =>
  randomNormal({ rows: 1, cols: PART, seed: 77, stream, dtype }).data;

function report(title: string, statistics: Statistic[]) {
  console.log(`${title}\n${statistics.map(({ name, z }) => `${name}: z = ${z.toFixed(2)}`).join('\n')}`);
}

describe.each(['float32', 'float64'] as const)('1e8 normals in %s', (dtype) => {
  it('have moments to order 8, tails, serial and cross-stream independence of normals; KS and Anderson–Darling pass', () => {
    const statistics: Statistic[][] = [];
    const across: Statistic[][] = [];
    const ks: number[] = [];
    const ad: number[] = [];
    let previous: Float32Array | Float64Array | undefined;
    for (let stream = 0; stream < PARTS; stream++) {
      const x = draw(dtype, stream);
      statistics.push(battery(x));
      ks.push(kolmogorovSmirnov(x));
      ad.push(andersonDarling(x));
      if (previous) across.push(pairStatistics(previous, x));
      previous = x;
    }
    const all = [
      ...pooled(statistics),
      ...pooled(across).map(({ name, z }) => ({ name: `${name} across streams`, z })),
    ];
    report(`${dtype}, ${PARTS} streams of ${PART}`, all);
    console.log(`KS p: ${ks.map((p) => p.toFixed(3)).join(' ')}\nAD p: ${ad.map((p) => p.toFixed(3)).join(' ')}`);
    for (const { name, z } of all) expect(Math.abs(z), name).toBeLessThan(most);
    for (const p of [...ks, ...ad]) expect(p * 2 * PARTS).toBeGreaterThan(leastP);
  });
});

it('1e7 draws are enough to reject a standard deviation of 1.003 and a mean of 0.002', () => {
  const x = draw('float64', 0);
  for (const wrong of [x.map((v) => 1.003 * v), x.map((v) => v + 0.002)]) {
    expect(Math.min(kolmogorovSmirnov(wrong), andersonDarling(wrong))).toBeLessThan(leastP);
    expect(Math.max(...battery(wrong).map(({ z }) => Math.abs(z)))).toBeGreaterThan(decisive / 2);
  }
});
