import type { ExecutionLink } from '@ome/engine';

/** Members whose values are confidential; everything else may be shown or logged. */
const CONFIDENTIAL: ReadonlySet<PropertyKey> = new Set(['logIn', 'options']);

/** Wraps the link and notes every text that it returns or throws. */
export function overheard<L extends ExecutionLink>(link: L, words: string[]): L {
  const note = (said: unknown) => {
    words.push(said instanceof Error ? String(said.stack) : (JSON.stringify(said) ?? ''));
  };
  return new Proxy(link, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') {
        if (!CONFIDENTIAL.has(name)) note(value);
        return value;
      }
      return (...args: unknown[]): unknown => {
        const said: unknown = value.apply(target, args);
        if (!(said instanceof Promise)) note(said);
        else said.then(CONFIDENTIAL.has(name) ? () => undefined : note, note);
        return said;
      };
    },
  });
}
