/**
 * The built-in objects on which copied code rests: a worker has its own, as the engine made them. Whoever changes one
 * on the caller's side would be noticed there only.
 */
interface Known {
  readonly name: string;
  readonly object: object;
  readonly count: number;
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
  readonly accessors: readonly (readonly [key: PropertyKey, get: unknown])[];
}

const TypedArray = Object.getPrototypeOf(Uint8Array) as { readonly prototype: object };

const NAMESPACES: Readonly<Record<string, object>> = { Math, JSON, Reflect };
const CLASSES: Readonly<Record<string, { readonly prototype: object }>> = {
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  BigInt,
  Date,
  Map,
  Set,
  RegExp,
  Error,
  TypedArray,
};
/** Their own members belong to the process: `RegExp.$1`, `Error.stackTraceLimit`. */
const MOVING: ReadonlySet<string> = new Set(['RegExp', 'Error']);

const knownOf = (name: string, object: object): Known => {
  const keys = Reflect.ownKeys(object);
  const all = keys.map((key) => [key, Object.getOwnPropertyDescriptor(object, key) ?? {}] as const);
  const functions = all.filter(([, property]) => typeof property.value === 'function');
  return {
    name,
    object,
    count: keys.length,
    keys: functions.map(([key]) => key),
    values: functions.map(([, property]) => property.value),
    accessors: all.filter(([, property]) => !('value' in property)).map(([key, property]) => [key, property.get]),
  };
};

const KNOWN: readonly Known[] = [
  ...Object.entries(NAMESPACES).map(([name, object]) => knownOf(name, object)),
  ...Object.entries(CLASSES).flatMap(([name, type]) => [
    ...(MOVING.has(name) ? [] : [knownOf(name, type)]),
    knownOf(`${name}.prototype`, type.prototype),
  ]),
];

const isSame = ({ object, count, keys, values, accessors }: Known): boolean => {
  if (Reflect.ownKeys(object).length !== count) return false;
  // An accessor in place of a value would be run here, but its result is another one.
  const members = object as Readonly<Record<PropertyKey, unknown>>;
  for (let i = 0; i < keys.length; i++) if (members[keys[i]!] !== values[i]) return false;
  return accessors.every(([key, get]) => Object.getOwnPropertyDescriptor(object, key)?.get === get);
};

/** Name of a built-in object that is not any more what it was when the runtime was loaded. */
export const changedIntrinsic = (): string | null => KNOWN.find((known) => !isSame(known))?.name ?? null;
