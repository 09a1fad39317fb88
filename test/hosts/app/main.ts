import { codes, labels, large, table } from './loops.ts';

async function main(): Promise<void> {
  const items = Array.from({ length: 96 }, (_, index) => (index * 7) % 101);
  const result = {
    codes: await codes(96),
    table: Array.from(table(96)),
    large: large(items, 0.25),
    labels: labels(items),
  };
  console.log(JSON.stringify(result));
}

void main();
