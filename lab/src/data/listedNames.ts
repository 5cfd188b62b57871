/** Names for a message: the first ones of many, the beginnings of long ones. */
export function listedNames(names: readonly string[]): string {
  const cut = names.slice(0, 20).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return [...cut, ...(names.length > cut.length ? [`and ${names.length - cut.length} more`] : [])].join(', ');
}
