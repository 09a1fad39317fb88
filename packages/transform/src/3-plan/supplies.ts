/** Whether and why a worker cannot have a variable that P mentions. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { SymbolId, SymbolRecord } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { View } from './view.ts';

export class Supplies {
  private readonly view: View;
  private readonly known = new Map<SymbolId, Omit<Cause, 'span'> | undefined>();

  constructor(view: View) {
    this.view = view;
  }

  /** Undefined when the value, or the declaration with everything that it refers to, can be had in a worker. */
  missing(id: SymbolId, span: Span): Cause | undefined {
    const reason = this.reason(id);
    return reason && { ...reason, span };
  }

  private reason(id: SymbolId): Omit<Cause, 'span'> | undefined {
    if (this.known.has(id)) return this.known.get(id);
    this.known.set(id, undefined);
    const reason = this.find(id);
    this.known.set(id, reason);
    return reason;
  }

  private find(id: SymbolId): Omit<Cause, 'span'> | undefined {
    const symbol = this.view.symbol(id);
    const { supply, name } = symbol;
    if (supply.kind === 'none')
      return { code: supply.code, args: supply.args, variable: name, related: supply.related };
    if (supply.kind === 'alias' || supply.kind === 'within') return this.reason(supply.target);
    if (supply.kind === 'value' && symbol.place !== 'private' && symbol.unclonable)
      return unclonable(name, symbol.unclonable);
    if (supply.kind !== 'copy') return undefined;
    for (const ref of supply.refs) {
      const reason = this.reason(ref);
      if (reason) return reason;
    }
    return undefined;
  }
}

function unclonable(name: string, { type, why, place }: NonNullable<SymbolRecord['unclonable']>): Omit<Cause, 'span'> {
  if (why === undefined) return { code: 'PAR6001', args: { name, type }, variable: name };
  const related = place && { message: 'the reason is here', ...place };
  return { code: 'PAR6010', args: { name, type, why }, variable: name, ...(related ? { related } : {}) };
}
