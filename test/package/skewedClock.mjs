/** Preloaded into a process: its clock is wrong by so many seconds. */
const skew = 1000 * Number(process.env.CLOCK_SKEW_SECONDS);
const { now } = Date;
globalThis.Date = class extends Date {
  constructor(...words) {
    super(...(words.length > 0 ? words : [now() + skew]));
  }
  static now() {
    return now() + skew;
  }
};
