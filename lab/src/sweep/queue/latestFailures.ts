import type { CellEvent } from '../coordinate';
import { type CoordinatorRecord, shownFailures } from './protocol';

/** Keeps the latest cells of a run that failed, for those who look from elsewhere. */
export function latestFailures(): { readonly latest: CoordinatorRecord['failures']; see(event: CellEvent): void } {
  const latest: CoordinatorRecord['failures'] = [];
  return {
    latest,
    see(event) {
      if (event.event !== 'end' || !('failure' in event.record)) return;
      const { index, axes, failure } = event.record;
      latest.push({ index, axes, failure });
      if (latest.length > shownFailures) latest.shift();
    },
  };
}
