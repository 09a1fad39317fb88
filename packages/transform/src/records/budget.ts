/** What the analysis of one construct may cost: counted, not measured, so that a text has the same plan on every machine. */

/** Questions about expressions, and tests of dependence, in each stage: half a second's worth. */
const LIMIT = 1_000_000;

/** Thrown where the budget is spent: the construct stays serial. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
}

export class Budget {
  private left = LIMIT;

  spend(): void {
    if (--this.left < 0) throw new OverBudget();
  }
}
