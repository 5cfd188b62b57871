import { setFlagsFromString } from 'node:v8';
import { configure, currentBuild } from '../src/wasm/load';

// Node 20 has relaxed SIMD behind this flag; later versions have it on.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
// files share a process: chosen once, before the first of them computes
if (currentBuild() !== 'relaxed') configure({ build: 'relaxed' });
