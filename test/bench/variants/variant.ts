import type { Output } from '../tasks.ts';
import type { Work } from '../works.ts';

/** One way to do a work. */
export interface Variant {
  readonly name: string;
  run(work: Work): Output | Promise<Output>;
  /** Ends the workers. */
  close?(): Promise<void>;
}
