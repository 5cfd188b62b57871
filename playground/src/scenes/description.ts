import type { Experiment } from 'deeplinear';
import type { Scene } from './scene';

/** What the page knows of a scene without the library: made when the page is built. */
export interface SceneDescription extends Omit<Scene, 'run' | 'snippet' | 'formula'> {
  /** The formula. */
  mathml: string;
  paper: Experiment['paper'];
  /** What the theory says should happen. */
  law: string;
}
