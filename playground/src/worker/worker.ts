import { configure } from 'deeplinear';
import { scenes } from '../scenes/registry';
import { Driver } from './driver';
import type { Request } from './protocol';

/** The part of a worker's scope that is used here: the compiler is told of pages only. */
interface Scope {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: Request }) => void) | null;
}
const scope = globalThis as unknown as Scope;

// same bits on every engine: a link shows the same numbers to everybody
configure({ build: 'portable' });

const driver = new Driver({
  scenes,
  post: (news) => scope.postMessage(news),
  load: async (address) => {
    const response = await fetch(address).catch((error: Error) => {
      throw new Error(`${address} could not be loaded: ${error.message}`);
    });
    if (!response.ok) throw new Error(`${address}: expected a file, got status ${response.status}`);
    // gzipped by us, so that it is small on every server
    return new Response(response.body!.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  },
});
scope.onmessage = ({ data }) => driver.receive(data);
