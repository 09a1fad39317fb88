import type { Platform } from '../executor.ts';
import { WebExecutor } from './web.ts';

const said = new Set<string>();

const warn = (text: string): void => {
  if (said.has(text)) return;
  said.add(text);
  console.warn(`parloop: ${text}`);
};

let executor: WebExecutor | undefined;

/** Browsers. Proxies cannot be told there; a clone refuses them. */
export const webPlatform: Platform = {
  executor: () => {
    executor ??= new WebExecutor(warn);
    return executor;
  },
  isProxy: () => false,
  warn,
  started: () => {},
};
