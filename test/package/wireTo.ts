import { connect, createServer, type Socket } from 'node:net';

/** A wire to a port of this machine that can be cut. */
export interface Wire {
  readonly port: number;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Nothing arrives any more, and nobody is told. */
  hang(): void;
  mend(): void;
  close(): void;
}

export async function wireTo(port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'hanging' = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('data', (bytes) => {
        if (state === 'whole') to.write(bytes);
      });
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      state = 'cut';
      end();
    },
    hang() {
      state = 'hanging';
    },
    mend() {
      // what was swallowed is missing in the middle of a message: as for a real network, the connection is of no use
      if (state === 'hanging') end();
      state = 'whole';
    },
    close() {
      end();
      server.close();
    },
  };
}
