/** Every object and function that can be reached from `roots` through data properties, Map and Set entries and views. */
export const reach = (roots: readonly unknown[]): Set<object> => {
  const found = new Set<object>();
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const value = open.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || found.has(value)) continue;
    found.add(value);
    parts(value, open);
  }
  return found;
};

const parts = (value: object, open: unknown[]): void => {
  if (ArrayBuffer.isView(value)) {
    open.push(value.buffer);
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' || typeof item === 'function') open.push(item);
    return;
  }
  if (value instanceof Map) for (const [key, item] of Map.prototype.entries.call(value)) open.push(key, item);
  if (value instanceof Set) for (const item of Set.prototype.values.call(value)) open.push(item);
  for (const key of Reflect.ownKeys(value)) open.push(Object.getOwnPropertyDescriptor(value, key)?.value);
};
