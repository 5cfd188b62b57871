import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { singularValues } from '../../linalg/singularValues';
import { type Matrix, matrix, transpose } from '../../matrix';
import { symmetrized } from '../data/dataModes';

/**
 * Everything that the singular values of W(t)/√N_l = c X + b Σ_s K(t, s) g(s) z(s)ᵀ/N_l depend on, X = W(0)/√N_l with entries of
 * variance s²/N_l and ρN_l rows, z the field that it reads and g the one that it writes back to; n = C·t columns (s, c).
 */
export interface LearnedMatrix {
  /** ⟨z zᵀ⟩ and ⟨g gᵀ⟩, n×n. */
  z: Matrix;
  g: Matrix;
  /** ⟨g (X z − response)ᵀ⟩ = s² ∂g/∂u c ⟨z zᵀ⟩ and ⟨z (Xᵀg − response)ᵀ⟩/ρ = s² ∂z/∂r c ⟨g gᵀ⟩, n×n. */
  gu: Matrix;
  zr: Matrix;
  /** b K(t, s) of every column. */
  coupling: ArrayLike<number>;
  /** c(t) and s. */
  start: number;
  scale: number;
  ratio: number;
}

/** Directions with less than this share of a Gram matrix are lost in rounding. */
const NEGLIGIBLE = 1e-12;
/** Relative error at which the search for an outlier ends. */
const PRECISION = 1e-13;

/** Orthonormal combinations of fields: columns T with Tᵀ Gram T = 1. */
function frame(gram: Matrix): { combine: Matrix; back: Matrix } {
  const { values, vectors } = eigh(symmetrized(gram));
  const n = values.length;
  const largest = Math.max(0, values[n - 1] ?? 0);
  const kept = values.filter((value) => value > NEGLIGIBLE * largest).length;
  const combine = matrix(n, kept);
  const back = matrix(n, kept);
  for (let k = 0; k < kept; k++) {
    const root = Math.sqrt(values[n - 1 - k]);
    for (let i = 0; i < n; i++) {
      combine.data[i * kept + k] = vectors.data[i * n + n - 1 - k] / root;
      back.data[i * kept + k] = vectors.data[i * n + n - 1 - k] * root;
    }
  }
  return { combine, back };
}

/** Singular values of the learned part b Σ_s K(t, s) g(s) z(s)ᵀ/N_l alone, descending; those that are 0 are left out. */
export function learnedSingularValues(part: LearnedMatrix): Float64Array {
  if (part.z.rows === 0) return new Float64Array(0);
  return singularValues(learned(part, frame(part.g).back, frame(part.z).back));
}

function learned({ coupling, ratio }: LearnedMatrix, g: Matrix, z: Matrix): Matrix {
  const weighted = matrix(
    z.rows,
    z.cols,
    z.data.map((value, i) => Math.sqrt(ratio) * coupling[Math.floor(i / z.cols)] * value),
  );
  return matmul(g, weighted, { transposeA: true });
}

/**
 * Singular values of W(t)/√N_l above the bulk, descending. X is known on the span of z and Xᵀ on that of g; given both, what is left of X
 * is independent noise on the complements (Bolthausen's conditioning), and W = noise + a finite matrix F between the spans of
 * (g, X z) and (z, Xᵀg). With the noise's resolvents m_1, m_2 (1/σ on the spans of g and z, which it does not see) σ is an
 * outlier when 1 is a singular value of D_1^½ F D_2^½ (finite-rank perturbations: Benaych-Georges & Nadakuditi 2012).
 */
export function outliers(part: LearnedMatrix): Float64Array {
  const { start, scale, ratio } = part;
  if (part.z.rows === 0) return new Float64Array(0);
  const [g, z] = [frame(part.g), frame(part.z)];
  const [rowsG, colsZ] = [g.combine.cols, z.combine.cols];
  const among = (left: Matrix, middle: Matrix, right: Matrix) =>
    matmul(matmul(left, middle, { transposeA: true }), right);
  const fresh = among(g.combine, part.gu, z.combine);
  const back = among(z.combine, part.zr, g.combine);
  const size = rowsG + colsZ;
  const f = matrix(size, size);
  const place = (block: Matrix, row: number, col: number, factor: number) => {
    block.data.forEach((value, i) => {
      f.data[(row + Math.floor(i / block.cols)) * size + col + (i % block.cols)] += factor * value;
    });
  };
  const root = Math.sqrt(ratio);
  place(fresh, 0, 0, root * start);
  place(transpose(back), 0, 0, root * start);
  place(learned(part, g.back, z.back), 0, 0, 1);
  place(restRoot(fresh, scale), rowsG, 0, root * start);
  place(restRoot(back, scale, ratio), 0, colsZ, start);

  const noise = Math.abs(start) * scale;
  const edge = noise * (1 + root);
  const norm = singularValues(f)[0];
  const at = (sigma: number) => {
    const [left, right] = resolvents(sigma, noise, ratio);
    const scaled = f.data.map((value, i) => {
      const [row, col] = [Math.floor(i / size), i % size];
      return value * Math.sqrt((row < rowsG ? 1 / sigma : left) * (col < colsZ ? 1 / sigma : right));
    });
    return singularValues(matrix(size, size, scaled));
  };
  if (norm === 0) return new Float64Array(0);
  const floor = Math.max(edge, NEGLIGIBLE * norm) * (1 + PRECISION);
  const count = at(floor).filter((value) => value > 1).length;
  return Float64Array.from({ length: count }, (_, k) => {
    let [low, high] = [floor, edge + norm];
    while (high - low > PRECISION * high) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (at(middle)[k] > 1) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
}

/** Root of s² − factor·PᵀP: what of X's image of an orthonormal frame lies outside the span that P is the part in. */
function restRoot(part: Matrix, scale: number, factor = 1): Matrix {
  const gram = matmul(part, part, { transposeA: true, alpha: -factor });
  const n = gram.rows;
  for (let i = 0; i < n; i++) gram.data[i * n + i] += scale ** 2;
  const { values, vectors } = eigh(symmetrized(gram));
  const weighted = matrix(
    n,
    n,
    vectors.data.map((value, i) => value * Math.sqrt(Math.max(0, values[i % n]))),
  );
  return matmul(weighted, vectors, { transposeB: true });
}

/** (1/ρN) tr σ(σ² − XXᵀ)⁻¹ and (1/N) tr σ(σ² − XᵀX)⁻¹ above the bulk. */
function resolvents(sigma: number, noise: number, ratio: number): [number, number] {
  const b = sigma ** 2 + noise ** 2 * (ratio - 1);
  const left = (2 * sigma) / (b + Math.sqrt(Math.max(0, b ** 2 - 4 * sigma ** 2 * noise ** 2 * ratio)));
  return [left, 1 / (sigma - noise ** 2 * ratio * left)];
}
