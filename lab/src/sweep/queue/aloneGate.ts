/** Lets work run beside other work, or alone. */
export interface AloneGate {
  beside<R>(work: () => Promise<R>): Promise<R>;
  /** Begins when nothing else runs, and nothing else begins before it ends. */
  alone<R>(work: () => Promise<R>): Promise<R>;
}

/** What wants to be alone comes before what is content beside others and arrived later. */
export function aloneGate(): AloneGate {
  const waiting: { alone: boolean; begin(): void }[] = [];
  let running = 0;
  let occupied = false;
  return { beside: (work) => run(false, work), alone: (work) => run(true, work) };

  async function run<R>(alone: boolean, work: () => Promise<R>): Promise<R> {
    await new Promise<void>((resolve) => {
      waiting.push({ alone, begin: resolve });
      admit();
    });
    try {
      return await work();
    } finally {
      running--;
      occupied = false;
      admit();
    }
  }

  function admit(): void {
    while (waiting.length > 0 && !occupied && !(waiting[0].alone && running > 0)) {
      const { alone, begin } = waiting.shift()!;
      running++;
      occupied = alone;
      begin();
    }
  }
}
