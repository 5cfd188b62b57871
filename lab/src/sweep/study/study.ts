import type { CellConfig, Plain } from '../cell';
import type { StudyBudget } from './budgetSchema';

/** One axis: a path, or several that move together. */
export interface StudyAxis {
  paths: readonly string[];
  /** points[i][k] is the i-th value of paths[k]. */
  points: readonly (readonly Plain[])[];
}

/** A study as it was read and checked. */
export interface Study {
  name: string;
  title?: string;
  /** Absolute path of its file. */
  file: string;
  /** What the file said. */
  text: string;
  /** Paths of all axes, in order: the columns of tables. */
  paths: readonly string[];
  /** The last one moves fastest. */
  axes: readonly StudyAxis[];
  budget: StudyBudget;
  /** The configuration of the cell at one point of every axis. It need not be one that can be computed. */
  configAt(points: readonly (readonly Plain[])[]): CellConfig;
}
