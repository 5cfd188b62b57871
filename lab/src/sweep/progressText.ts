import { count, secondsText, short } from '../view/format';
import type { Cell, CellFailure } from './cell';
import type { Best, Tally } from './progressTally';

/** "12.3 cells/s, 2 min left, 1 failed, best loss 0.012 (net.width 64)": what a line of progress says beside the counts. */
export function tallyText({ rate, left, failed, best }: Tally): string {
  const parts = [
    rate !== undefined && rateText(rate),
    left !== undefined && left > 0 && `${durationText(left)} left`,
    failed > 0 && `${count(failed)} failed`,
    best && bestText(best),
  ];
  return parts.filter(Boolean).join(', ');
}

export function rateText(rate: number): string {
  return rate >= 0.1 ? `${short(rate, 3)} cells/s` : `${short(3600 * rate, 3)} cells/h`;
}

export function bestText({ observable, value, axes }: Best): string {
  return `best ${observable} ${short(value)} ${axesText(axes)}`.trimEnd();
}

/** "(net.width 64, trainer.lr 0.1)"; nothing where there are no axes. */
export function axesText(axes: Cell['axes']): string {
  const parts = Object.entries(axes).map(([axis, value]) => `${axis} ${value}`);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}

export function cellText({ index, axes }: Pick<Cell, 'index' | 'axes'>): string {
  return `cell ${index} ${axesText(axes)}`.trimEnd();
}

const words: Record<CellFailure['reason'], string> = {
  threw: 'error',
  timeout: 'out of time',
  memory: 'out of memory',
  lost: 'lost',
};

export function failureText({ reason, message }: CellFailure): string {
  return `${words[reason]}: ${message}`;
}

export function durationText(seconds: number): string {
  if (seconds < 100) return secondsText(seconds);
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}
