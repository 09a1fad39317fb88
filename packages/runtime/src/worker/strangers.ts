/** Objects of built-in classes of which none may be met, because their methods have names that mean others. */

/** @returns a test that gives the reason, or null where nothing is excluded */
export const strangers = (names: readonly string[]): ((value: object) => string | null) | null => {
  if (names.length === 0) return null;
  const prototypes = new Map(
    names.map((name): [unknown, string] => {
      const type: unknown = Reflect.get(globalThis, name);
      return [typeof type === 'function' ? type.prototype : name, name];
    }),
  );
  return (value) => {
    const name = prototypes.get(Object.getPrototypeOf(value));
    return name === undefined ? null : `${name}, whose methods have names of the program's`;
  };
};
