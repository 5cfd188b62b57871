const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs synchronous work under the default handling of signals, which ends the process at once: handlers of our own would have
 * to wait for the work. For work that leaves nothing to clean up.
 */
export function killable<R>(work: () => R): R {
  const handlers = signals.map((signal) => [signal, process.rawListeners(signal)] as const);
  for (const signal of signals) process.removeAllListeners(signal);
  try {
    return work();
  } finally {
    for (const [signal, listeners] of handlers) {
      for (const listener of listeners) process.on(signal, listener as NodeJS.SignalsListener);
    }
  }
}
