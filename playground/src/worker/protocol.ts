import type { Values } from '../scenes/control';
import type { Snippet } from '../scenes/scene';
import type { SceneState } from '../scenes/sceneState';

/** What the page asks of the worker. */
export type Request =
  | { type: 'start'; run: number; scene: string; values: Values; seed: number; site: string }
  | { type: 'pause' | 'resume' | 'step' }
  /** Pictures a second at most; 0: as fast as they come. */
  | { type: 'pace'; perSecond: number }
  /** The page has drawn the last news. */
  | { type: 'drawn' };

/** What the worker tells the page; `run` is the number of the start that it belongs to. */
export type News =
  | {
      type: 'news';
      run: number;
      /** What became known since the last news; `steps` are those since then. */
      news: SceneState;
      /** Seconds of computing behind it. */
      seconds: number;
      finished: boolean;
    }
  | { type: 'snippet'; run: number; snippet: Snippet }
  | { type: 'failed'; run: number; message: string };
