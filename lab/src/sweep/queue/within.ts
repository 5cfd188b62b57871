/** What a server was asked did not come back in time. */
export class TooLate extends Error {
  override name = 'TooLate';
}

/** The result of `work`, or TooLate after so many seconds; what comes later is dropped. Nothing waits for ever on a network. */
export async function within<R>(seconds: number, work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${seconds} s`)), 1000 * seconds);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
