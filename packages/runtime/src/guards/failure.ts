import type { GuardFailure } from '../contract.ts';

/** Thrown while an entry is built: the construct then runs serially. */
export class Failure extends Error implements GuardFailure {
  override readonly name = 'GuardFailure';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** @throws Failure with the reason unless the condition holds */
export function holds(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new Failure(`guard: ${reason}`);
}
