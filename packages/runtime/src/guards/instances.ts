import { holds } from './failure.ts';
import { isOrdinary } from './proxy.ts';

const textOf = Function.prototype.toString;

/**
 * A method that was put in place of another one has another text, or does the same.
 *
 * @throws GuardFailure unless it is a direct instance of the class, and the methods are those that the class's text has
 */
export const methods = <T>(object: T, type: object, names: readonly string[]): T => {
  const proto: unknown = Object.getOwnPropertyDescriptor(type, 'prototype')?.value;
  holds(isOrdinary(object) && Object.getPrototypeOf(object) === proto, 'instance of another class');
  const whole = textOf.call(type);
  for (const name of names) {
    const method: unknown = Object.getOwnPropertyDescriptor(proto as object, name)?.value;
    const text = typeof method === 'function' ? textOf.call(method) : '';
    const isSame = text.startsWith(name) && !/[\w$]/.test(text.charAt(name.length)) && whole.includes(text);
    holds(isSame && !Object.hasOwn(object as object, name), `${name} was changed`);
  }
  return object;
};
