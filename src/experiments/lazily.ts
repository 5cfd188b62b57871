/**
 * An object that is made when somebody first looks into it. The registry of experiments is full of them: the
 * import of the package should not wait for those nobody asks for.
 */
export function lazily<T extends object>(make: () => T): T {
  let made: T | undefined;
  const whole = () => {
    made ??= make();
    return made;
  };
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(whole(), key),
    has: (_, key) => Reflect.has(whole(), key),
    ownKeys: () => Reflect.ownKeys(whole()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(whole(), key),
  });
}
