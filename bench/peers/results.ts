import type { LoadRow } from './load';
import type { Rate, Verdict } from './report';

export interface GroupResult {
  title: string;
  date: string;
  machine: string;
  runtime: string;
  rounds: number;
  tasks: { name: string; unit: string; rates: Rate[]; verdicts: Verdict[] }[];
}

/** What bench/results/peers.json holds. */
export interface Results {
  versions: Record<string, string>;
  /** Name → why it was not measured. */
  absent: Record<string, string>;
  groups: Record<string, GroupResult>;
  load?: LoadRow[];
}
