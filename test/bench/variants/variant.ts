import type { Output, Task } from '../tasks.ts';

/** One way to do a task. */
export interface Variant {
  readonly name: string;
  run(task: Task): Output | Promise<Output>;
  /** Ends the workers. */
  close?(): Promise<void>;
}
