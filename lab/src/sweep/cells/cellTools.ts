/** What a cell is run with. */
export interface CellTools {
  /** Aborted: the cell ends with Interrupted at its next report of progress. */
  signal: AbortSignal;
  /** Called about every 20 ms with the fraction of 1 that is done. */
  onProgress(fraction: number): void;
}
