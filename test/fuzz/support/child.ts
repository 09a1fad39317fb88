/** A process that checks programs: `node child.mjs OPTIONS`, with slices as messages. */
import { Examination } from './examine.ts';
import type { Report, Slice } from './protocol.ts';
import { SABOTAGES } from './sabotage.ts';

/** What the parent decides, as JSON in the first argument. */
export interface ChildOptions {
  readonly folder?: string | undefined;
  readonly shrink: boolean;
  readonly sabotage?: string | undefined;
}

const { folder, shrink, sabotage }: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
const send = (report: Report): void => {
  process.send?.(report);
};
const options = { send, folder, shrink, sabotage: sabotage === undefined ? undefined : SABOTAGES[sabotage] };

process.on('message', (slice: Slice) => void new Examination(options).run(slice));
