import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly platform: string;
  /** Average number of busy threads over the minute before the first and after the last run. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

export const load = (): number => Math.round(loadavg()[0]! * 100) / 100;

/** This machine, with the load that was noted before the first run. */
export const machine = (loadBefore: number): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform}-${process.arch}`,
  loadBefore,
  loadAfter: load(),
});
