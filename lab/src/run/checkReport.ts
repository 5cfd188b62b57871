import type { Finding, ParameterValues } from 'deeplinear';
import type { Environment } from './result';

/** One check as plain data: what was asked, what was found. */
export interface CheckRecord {
  id: string;
  title: string;
  /** What is compared with what. */
  summary: string;
  /** What the theory says should happen. */
  law: string;
  paper: { authors: string; title: string; year: number; url: string };
  /** Below docs/. */
  page: string;
  /** What one entry of the table's first column is, e.g. 'width'. */
  size: string;
  /** Repeats it. */
  command: string;
  parameters: ParameterValues;
  /** The wrong law that was put in place of the right one. */
  wrong?: { id: string; doc: string };
  /** What it learned from, where data were brought along. */
  data?: string;
  /** Remarks about what was chosen, one sentence each. */
  notes: string[];
  /** Absent where the check could not be computed. */
  found?: CheckFound;
  /** Why it could not be computed. */
  failure?: string;
  seconds: number;
}

/** A finding without its function. */
export interface CheckFound extends Omit<Finding, 'explain'> {
  explanation: string;
}

/** One check or several: what `--json` prints and run.json of a report holds. */
export interface CheckReport {
  format: 'deeplinear-check/1';
  created: string;
  command: string;
  checks: CheckRecord[];
  /** What was seen, in plain words. */
  summary: string[];
  /** From start to end; less than the sum where several ran at once. */
  seconds: number;
  environment: Environment;
}
