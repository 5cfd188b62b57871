import type { Cell, CellConfig, CellFailure, CellValues } from '../cell';
import type { CellBudget } from '../executor';
import { storedJson, storedValue } from '../storeLine';
import type { CellJobData, CellJobResult } from './protocol';

/** A cell as a job says it: every number arrives as it is, those that JSON has no words for as well. */
export function jobData({ index, config }: Cell, budget: CellBudget, alone: boolean): CellJobData {
  return { index, config: storedJson(config), budget, ...(alone && { alone }) };
}

export function configOf({ config }: CellJobData): CellConfig {
  return storedValue(config) as CellConfig;
}

export function valuesResult(values: CellValues, seconds: number, worker: string): CellJobResult {
  return { worker, seconds, values: storedJson(values) };
}

export function failureResult(failure: CellFailure, seconds: number, worker: string): CellJobResult {
  return { worker, seconds, failure };
}

export function valuesOf({ values }: { values: string }): CellValues {
  return storedValue(values) as CellValues;
}
