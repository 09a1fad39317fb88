/** A process that checks programs: `node child.mjs OPTIONS`, with slices as messages. */
import { Examination } from './examine.ts';
import { kitOf } from './kit.ts';
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

process.on('message', async (slice: Slice) => {
  await new Examination({ send, folder, shrink, kit: await kitOf(slice.packages) }).run(slice);
});
