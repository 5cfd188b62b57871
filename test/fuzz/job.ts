import type { Finding } from './runCase';

/** Work for a child: cases of the targets of one name, from a case on. */
export interface Job {
  name: string;
  /** First case, and how many of a target that costs nothing; dear ones have fewer. */
  from: number;
  cases: number;
  /** Of the choice of cases. */
  key: string;
  /** Where to go on after a case that ended the child before. */
  after?: { target: string; number: number };
}

export type Report =
  | { type: 'ready'; names: string[] }
  | { type: 'finding'; finding: Finding }
  | { type: 'target'; target: string; cases: number; seconds: number }
  | { type: 'done' };
