import scenes from 'virtual:scenes';
import './style.css';
import { App } from './page/app';
import { element } from './page/element';
import { hasWasmSimd } from './page/wasmSimd';

const main = document.querySelector('#main') as HTMLElement;
if (hasWasmSimd()) {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  new App(scenes, worker, main).open();
} else {
  const words =
    'This browser does not run WebAssembly with SIMD, which the simulations need. Current versions of Chrome, Edge, Firefox and Safari do; in hardened or “lockdown” modes WebAssembly may have to be allowed for this site.';
  main.replaceChildren(element('p', { class: 'message', role: 'alert' }, words));
}
