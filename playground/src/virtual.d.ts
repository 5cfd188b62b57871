declare module 'virtual:scenes' {
  import type { SceneDescription } from './scenes/description';

  const scenes: SceneDescription[];
  export default scenes;
}

declare module '*.css' {}
