import { failing } from './loops.ts';

const seen: number[] = [];
try {
  failing(96, seen);
  console.log(JSON.stringify({ error: null }));
} catch (error) {
  const { name, message, stack } = error as RangeError;
  console.log(JSON.stringify({ error: name, message, seen: seen.length, stack }));
}
