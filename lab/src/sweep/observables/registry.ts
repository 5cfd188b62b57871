import { limitValues } from './limitValues';
import { losses } from './losses';
import { netState } from './netState';
import type { Observable } from './observable';

/** Everything that can be measured of a cell with a net or a limit, in the order of the docs. */
export const observables: readonly Observable[] = [...losses, ...netState, ...limitValues];
