/** Random programs on changed packages. */
import { Child } from './children.ts';
import { CRASH, type Slice } from './protocol.ts';

/** A process checks so many slices: compiled programs stay in memory. */
const SLICES = 200;

/** A process that is replaced when it dies: with a rule switched off programs may do anything. */
export class Checker {
  private child: Child | undefined;
  private readonly script: string;

  constructor(script: string) {
    this.script = script;
  }

  /** Programs of the slice that are wrong. That `transform()` throws is no wrong answer, and not counted. */
  async wrong(slice: Slice): Promise<number[]> {
    const { wrong, dead } = await this.checked(slice);
    if (dead === undefined) return wrong;
    // It may have been the process that was at its end, and not the program.
    const alone = await this.checked({ ...slice, first: dead, count: 1 });
    return [...wrong, ...alone.wrong, ...(alone.dead === undefined ? [] : [dead])];
  }

  end(): void {
    this.child?.process.kill();
    this.child = undefined;
  }

  /** `dead`: the program whose transformed version has ended the process, or had to be ended. */
  private async checked(slice: Slice): Promise<{ wrong: number[]; dead: number | undefined }> {
    const wrong: number[] = [];
    if (this.child !== undefined && this.child.slices >= SLICES) this.end();
    this.child ??= new Child(this.script, { shrink: false });
    const death = await this.child.check(slice, {
      counts: () => {},
      failure: ({ seed, lines }) => void (lines[0]?.startsWith(CRASH) || wrong.push(seed)),
    });
    if (death !== undefined) this.child = undefined;
    return { wrong, dead: death?.at?.version === 'parallel' ? death.at.seed : undefined };
  }
}
