/** The observables that may hold a limit's value of another one, which is drawn beside it. */
export function limitOf(observable: string): string[] {
  const capital = observable[0].toUpperCase() + observable.slice(1);
  const inside = /^(final|best)([A-Z].*)$/.exec(observable);
  return [`limit${capital}`, ...(inside ? [`${inside[1]}Limit${inside[2]}`] : []), `${observable}Expected`];
}

/** Observables that are drawn with another one, are the ends of its interval, or what it stands at. */
export function isPartner(name: string, names: readonly string[]): boolean {
  if (names.some((other) => limitOf(other).includes(name))) return true;
  if (names.includes('rowValues') && ['rowSizes', 'rowErrors'].includes(name)) return true;
  const end = /^(.*)(Low|High)$/.exec(name);
  if (end && names.includes(end[1] === 'interval' ? 'value' : end[1])) return true;
  const steps = /^(.*)Steps$/.exec(name);
  return steps !== null && names.includes(steps[1]);
}
