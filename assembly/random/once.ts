/**
 * A constant that V8 does not recognize as one: it goes through memory. V8 builds a vector constant anew in every pass
 * of a loop (three instructions each); this way it is made once and then read from the stack.
 */
@inline
export function once(slot: usize, value: v128): v128 {
  v128.store(slot, value);
  return v128.load(slot);
}
