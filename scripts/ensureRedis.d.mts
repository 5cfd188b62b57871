/** Path of redis-server or valkey-server, or undefined. */
export function findRedis(): string | undefined;
