/** The answer to a question about a record, asked once. */
export function remembered<K, T>(memory: Map<K, T>, key: K, find: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const found = find();
  memory.set(key, found);
  return found;
}
