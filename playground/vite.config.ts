import { experiments } from 'deeplinear';
import temml from 'temml';
import { defineConfig, type Plugin } from 'vite';
import { digitsAsset } from './digitsAsset';
import type { SceneDescription } from './src/scenes/description';
import { scenes } from './src/scenes/registry';

const MODULE = 'virtual:scenes';

function describe({ run: _, snippet: __, formula, ...plain }: (typeof scenes)[number]): SceneDescription {
  const experiment = experiments.find(({ id }) => id === plain.experiment);
  if (!experiment) throw new Error(`${plain.id}: expected an experiment of the library, got ${plain.experiment}`);
  const mathml = temml.renderToString(formula, { displayMode: true, throwOnError: true });
  return { ...plain, mathml, paper: experiment.paper, law: experiment.expected.law };
}

/** What the page knows of the scenes, as plain data: neither the library nor the typesetter is loaded for it. */
function sceneDescriptions(): Plugin {
  return {
    name: 'scene-descriptions',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => (id === `\0${MODULE}` ? `export default ${JSON.stringify(scenes.map(describe))}` : undefined),
  };
}

/** The file of the scene of digits, beside index.html. */
function digits(): Plugin {
  const fileName = 'digits.bin';
  return {
    name: 'digits',
    generateBundle() {
      // the worker is bundled by the same plugins, into the same folder
      this.emitFile({ type: 'asset', fileName, source: digitsAsset() });
    },
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_, response) => {
        response.setHeader('content-type', 'application/octet-stream');
        response.end(digitsAsset());
      });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // works below any path, and from a folder that is not the root of a site
  base: './',
  plugins: [sceneDescriptions(), digits()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  server: { port: 5173 },
});
