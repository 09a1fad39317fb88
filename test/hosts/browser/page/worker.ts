/** Sends what the app prints. */
console.log = (text: string) => postMessage(text);
await import('../../app/main.ts');
