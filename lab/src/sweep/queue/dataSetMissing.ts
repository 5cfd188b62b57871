import { short } from '../../view/format';
import type { DataSetName } from './protocol';

/** This machine lacks a data set, and nobody sent it: the cell is for another worker, and a person has something to do. */
export class DataSetMissing extends Error {
  override name = 'DataSetMissing';
  constructor(
    readonly dataSet: DataSetName,
    readonly reason: string,
  ) {
    super(
      `${dataSetText(dataSet)} is not on this machine, and did not come through the queue: ${reason}. Put it into a folder of this machine and name that with --data-dir`,
    );
  }
}

/** "houses.csv (12.3 MiB, SHA-256 0123…)": all that tells whether one has the right file. */
export function dataSetText({ name, bytes, sha256 }: DataSetName): string {
  const size = bytes === undefined ? '' : `${sizeOf(bytes)}, `;
  return `the data set ${name} (${size}SHA-256 ${sha256})`;
}

/** The same of one that a worker lacks, and why. */
export function lackText(dataSet: DataSetName): string {
  return dataSet.why === undefined ? dataSetText(dataSet) : `${dataSetText(dataSet)}: ${dataSet.why}`;
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 2 ** 20 ? `${short(bytes / 1024, 3)} KiB` : `${short(bytes / 2 ** 20, 3)} MiB`;
}
