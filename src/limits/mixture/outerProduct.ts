/** q = t·tᵀ for a rows×stride array t whose first `cols` columns count. Default stride: rows. */
export function outerProduct(t: Float64Array, rows: number, cols: number, q: Float64Array, stride = rows): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += t[i * stride + k] * t[j * stride + k];
      q[i * rows + j] = sum;
      q[j * rows + i] = sum;
    }
  }
}
