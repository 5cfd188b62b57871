/** Tests of queues need a Redis server. Uses the one that is there, else installs Debian's package as root, else says what to do. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebian } from './debianPackage.mjs';

/** Path of redis-server or valkey-server, or undefined. */
export function findRedis() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.REDIS_SERVER, ...found].find((path) => path && existsSync(path));
}

if (process.argv[1] === new URL(import.meta.url).pathname && !findRedis()) {
  installDebian('redis-server', 'tests of queues');
  if (!findRedis()) {
    console.error(
      'Tests of queues need Redis. Install it (Debian: apt-get install redis-server) or set REDIS_SERVER to its path.',
    );
    process.exit(1);
  }
}
