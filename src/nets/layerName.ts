/** What files call a weight matrix: W_0 … W_{L−1}, readout. */
export function layerName(l: number, hidden: number): string {
  return l === hidden ? 'readout' : `W_${l}`;
}
