/** What speaks against a function of a package: nobody can change its text, so it is told of as a whole, with the place. */
import type { Fault } from '../../records/graph.ts';
import { spanOf } from '../../syntax/nodes.ts';
import type { ts } from '../../syntax/ts.ts';
import type { Context } from '../context.ts';
import type { Lowering } from '../lowering.ts';
import type { Summary } from '../summaries.ts';

/** Codes that say by themselves what the function does. */
const TELLING: ReadonlySet<string> = new Set(['PAR4003', 'PAR4010', 'PAR2010']);

const arg = ({ args }: Fault, name: string): string => String(args[name] ?? '');

const WHY: Readonly<Record<string, (fault: Fault) => string>> = {
  PAR4001: (f) => `'${arg(f, 'callee')}' is called here`,
  PAR4003: (f) => `'${arg(f, 'callee')}' is called here`,
  PAR4008: (f) => `the function '${arg(f, 'name')}' is passed on here`,
  PAR4011: (f) => `'${arg(f, 'callee')}' is used here`,
  PAR6007: () => "'this' is used here",
  PAR6009: (f) => `'${arg(f, 'what')}' is used here`,
  PAR2013: (f) => `${arg(f, 'what')} stands here`,
};

/** Remembers where in a function of a package the fault is. */
export function placed(ctx: Context, node: ts.Node, fault: Fault): Fault {
  if (fault.related) return fault;
  const { index, package: owner } = ctx.project.moduleOf(node);
  const why = WHY[fault.code]?.(fault) ?? 'here is why';
  const related = { message: `in the package '${owner?.name}': ${why}`, span: fault.span, file: index };
  return { ...fault, related };
}

/** Writes of the callee to objects of which nobody knows where they come from. */
export function blindWrites(l: Lowering, node: ts.Node, label: string, { package: owner, accesses }: Summary): Fault[] {
  const write = accesses.find((a) => a.write && a.root.kind === 'unknown');
  if (owner === undefined || !write || l.ctx.project.moduleOf(node).package) return [];
  const message = `in the package '${owner}': it changes an object here, and it is not known which`;
  const fault = l.fault(node, 'PAR4001', { callee: label }, { fatal: true, variable: label });
  return [{ ...fault, related: { message, ...write.origin } }];
}

/** A fault of a callee at the call. From outside of the package its function is what is not known. */
export function asSeenFrom(l: Lowering, node: ts.Node, label: string, callee: Summary, fault: Fault): Fault {
  const here = { ...fault, span: spanOf(node) };
  const isInside = l.ctx.project.moduleOf(node).package !== undefined;
  if (callee.package === undefined || isInside || TELLING.has(fault.code)) return here;
  return { ...here, code: 'PAR4001', args: { callee: label }, variable: label };
}
