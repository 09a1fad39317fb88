import { BODIES, type BodyFactory } from '../contract.ts';

/** How long a body module may take from its import to its registration, in ms. */
const PATIENCE = 30_000;
const POLL = 5;

const SYMBOL = Symbol.for(BODIES);

/** The bodies that have registered in this realm. */
export const bodies = (): Map<string, BodyFactory> => {
  const found: unknown = Reflect.get(globalThis, SYMBOL);
  if (found instanceof Map) return found;
  const made = new Map<string, BodyFactory>();
  Reflect.set(globalThis, SYMBOL, made);
  return made;
};

const loading = new Map<string, Promise<BodyFactory>>();

/** The body, importing its module on first use. Rejects when the module fails or never registers the key. */
export const loadBody = (key: string, url: string): Promise<BodyFactory> => {
  const present = bodies().get(key);
  if (present !== undefined) return Promise.resolve(present);
  const running = loading.get(key) ?? load(key, url);
  loading.set(key, running);
  return running;
};

const load = async (key: string, url: string): Promise<BodyFactory> => {
  const deadline = Date.now() + PATIENCE;
  await within(import(/* @vite-ignore */ /* webpackIgnore: true */ url), url);
  while (Date.now() < deadline) {
    const body = bodies().get(key);
    if (body !== undefined) return body;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  throw new Error(`${url} did not register the body ${key}`);
};

/** A module whose top-level await never ends must not hold a construct for ever. */
const within = async (loaded: Promise<unknown>, url: string): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${url} took more than ${PATIENCE} ms to load`)), PATIENCE);
  });
  try {
    await Promise.race([loaded, late]);
  } finally {
    clearTimeout(timer);
  }
};
