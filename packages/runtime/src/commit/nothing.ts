/** In place of a value that the replay does not use. A proxy of itself, so that any pattern can take it apart. */
export const nothing: never = new Proxy(Object.create(null), {
  get: (_, key) => (key === Symbol.iterator ? endless : nothing),
}) as never;

function* endless(): Generator<never> {
  for (;;) yield nothing;
}
