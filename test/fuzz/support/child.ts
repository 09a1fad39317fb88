/** A process that checks programs: `node child.mjs OPTIONS`, with slices as messages. */
import { Examination, type Examiner } from './examine.ts';
import { changedKit, kitOf } from './kit.ts';
import type { Report, Slice } from './protocol.ts';

/** What the parent decides, as JSON in the first argument. */
export interface ChildOptions {
  readonly folder?: string | undefined;
  readonly shrink: boolean;
}

const { folder, shrink }: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
const send = (report: Report): void => {
  process.send?.(report);
};

/** With the packages as they are beside it, when the slice is about a change. */
async function kitsFor({ packages, changes }: Slice): Promise<Pick<Examiner, 'kit' | 'before'>> {
  if (packages === undefined || changes === undefined) return { kit: await kitOf(packages) };
  return { kit: await changedKit(packages, changes), before: await kitOf() };
}

process.on('message', async (slice: Slice) => {
  await new Examination({ send, folder, shrink, ...(await kitsFor(slice)) }).run(slice);
});
