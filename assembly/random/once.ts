/**
 * A constant that V8 does not recognize as one: it goes through memory. V8 builds a vector constant anew in every pass
 * of a loop (three instructions each; V8 13.6 even where V8 11 and 12 keep it); this way it is made once and then read
 * from the stack. An exclusive or with an unknown zero hides it as well, but V8 11 and 12 then keep the constants of all
 * loops at once: a fifth slower.
 */
@inline
export function once(slot: usize, value: v128): v128 {
  v128.store(slot, value);
  return v128.load(slot);
}
