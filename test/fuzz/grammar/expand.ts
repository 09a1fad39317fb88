/** Expands productions: text from random choices, with the variables that are visible where a hole stands. */
import type { Random } from '../../properties/random.ts';
import { cell, construct } from './loops.ts';
import { bool, cmp, int, num, op, pos, upd } from './numbers.ts';
import type { Need, Row, Table } from './rows.ts';
import { stmt } from './statements.ts';
import { big, inst, item, nums, str, val } from './values.ts';

const TABLES: Readonly<Record<string, Table>> = {
  construct,
  cell,
  stmt,
  int,
  pos,
  num,
  op,
  upd,
  bool,
  cmp,
  str,
  big,
  item,
  inst,
  nums,
  val,
};

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly assignable: boolean;
}

interface Scope {
  readonly variables: Variable[];
  readonly allows: ReadonlySet<Need>;
  /** How much nesting is left, of statements and of expressions. */
  readonly blocks: number;
  readonly depth: number;
}

/** What the places of each kind of block allow; undefined: what the place around it allows. */
const BLOCKS: Readonly<Record<string, readonly Need[] | 'same' | 'loop'>> = {
  block: 'same',
  stmts: 'same',
  loop: 'loop',
  body: ['loop', 'return'],
  outer: ['loop', 'outer', 'return'],
  fn: ['return'],
};

const HOLE = /@(new|own|const|as|var|any):(\w+)|@(\w+)|\$(\d)/g;
const NEEDED = /@(var|any):(\w+)/g;

const needed = new Map<string, readonly RegExpMatchArray[]>();

function neededBy(text: string): readonly RegExpMatchArray[] {
  const known = needed.get(text) ?? Array.from(text.matchAll(NEEDED));
  needed.set(text, known);
  return known;
}

/** Weight from which a production belongs to every program's grammar. */
const ALWAYS = 5;

export interface Size {
  /** Most statements in a block. */
  readonly statements: number;
  readonly blocks: number;
  readonly depth: number;
  /** Of 16 rare productions, so many belong to this program's grammar. */
  readonly rare: number;
}

function weighted(rows: readonly Row[], random: Random): Row {
  let at = random.below(rows.reduce((sum, [weight]) => sum + weight, 0));
  for (const row of rows) {
    at -= row[0];
    if (at < 0) return row;
  }
  throw new Error('no production');
}

export class Expander {
  private names = 0;
  private readonly random: Random;
  private readonly size: Size;
  private readonly waits: boolean;
  private readonly rows = new Map<Row, boolean>();

  /** @param waits loops may wait */
  constructor(random: Random, size: Size, waits: boolean) {
    this.waits = waits;
    this.random = random;
    this.size = size;
  }

  /** Text of a whole construct. */
  construct(): string {
    const scope = { variables: [], allows: new Set<Need>(), blocks: this.size.blocks, depth: this.size.depth };
    return this.production('construct', scope);
  }

  private production(name: string, scope: Scope): string {
    const row = this.choose(TABLES[name]!, scope);
    return this.fill(row[1], name === 'stmt' ? { ...scope, depth: this.size.depth } : scope);
  }

  private choose({ leaf, inner }: Table, scope: Scope): Row {
    const left = leaf === stmt.leaf ? scope.blocks : scope.depth;
    const nested = left > 0 && inner.length > 0 && (leaf.length === 0 || this.random.below(3) > 0);
    const possible = (nested ? inner : leaf).filter((row) => this.available(row, scope));
    const rows = possible.length > 0 ? possible : leaf.filter(([, , need]) => need === undefined).slice(0, 1);
    return weighted(rows, this.random);
  }

  private available(row: Row, { variables, allows }: Scope): boolean {
    const [, text, need] = row;
    if (need !== undefined && !allows.has(need)) return false;
    if (!this.belongs(row)) return false;
    return neededBy(text).every(([, how, type]) =>
      variables.some((one) => one.type === type && (how === 'any' || one.assignable)),
    );
  }

  /** Each program has a grammar of its own: few rare productions meet more often than many do. */
  private belongs(row: Row): boolean {
    const known = this.rows.get(row);
    if (known !== undefined) return known;
    const fresh = row[0] >= ALWAYS || this.random.below(16) < this.size.rare;
    this.rows.set(row, fresh);
    return fresh;
  }

  private fill(text: string, scope: Scope): string {
    const declared: string[] = [];
    const later: Variable[] = [];
    const own: Variable[] = [];
    const declare = (how: string, type: string): string => {
      const name = `${type[0]}${this.names++}`;
      declared.push(name);
      (how === 'own' ? own : later).push({ name, type, assignable: how === 'new' });
      return name;
    };
    const filled = text.replace(HOLE, (_, how?: string, type?: string, hole?: string, digit?: string) => {
      if (digit !== undefined) return declared[Number(digit) - 1] ?? '';
      if (hole !== undefined) return this.hole(hole, scope, own);
      if (how === 'var' || how === 'any') return this.pick(type!, how === 'any', scope);
      if (how !== 'as') return declare(how!, type!);
      declared.push(this.hole(type!, scope, own));
      return declared.at(-1)!;
    });
    scope.variables.push(...later);
    return filled;
  }

  private pick(type: string, any: boolean, { variables }: Scope): string {
    return this.random.pick(variables.filter((one) => one.type === type && (any || one.assignable))).name;
  }

  private hole(name: string, scope: Scope, own: readonly Variable[]): string {
    const kind = BLOCKS[name];
    if (kind === undefined) return this.production(name, { ...scope, depth: scope.depth - 1 });
    const allows =
      kind === 'same'
        ? scope.allows
        : kind === 'loop'
          ? new Set([...scope.allows, 'loop' as const])
          : this.allowed(kind);
    const inner = { ...scope, variables: [...scope.variables, ...own], allows, blocks: scope.blocks - 1 };
    const text = this.statements(inner);
    return name === 'stmts' || name === 'fn' ? text : `{\n${text}\n}`;
  }

  private allowed(kind: readonly Need[]): Set<Need> {
    return new Set(this.waits && kind.includes('loop') ? [...kind, 'await'] : kind);
  }

  private statements(scope: Scope): string {
    const count = 1 + this.random.below(this.size.statements);
    return Array.from({ length: count }, () => this.production('stmt', scope)).join('\n');
  }
}
