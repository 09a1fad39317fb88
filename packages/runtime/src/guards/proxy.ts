/** Telling proxies, so that no guard runs their traps. Only hosts can: language code cannot. */
let test: (value: object) => boolean = () => false;

/** Makes the host's test known. */
export const detectProxies = (isProxy: (value: object) => boolean): void => {
  test = isProxy;
};

export const isProxy = (value: object): boolean => test(value);

/** The value is an object that is no proxy, as far as the host can tell. */
export const isOrdinary = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !test(value);
