import { useState } from 'react';

const kept = new Map<string, unknown>();

/** A value kept under a name, for as long as the tab is open. */
export const recall = <Value>(name: string, initial: Value): Value =>
  kept.has(name) ? (kept.get(name) as Value) : initial;

export const keep = (name: string, value: unknown): void => void kept.set(name, value);

/** Page state that is restored when the user returns, for as long as the tab is open. */
export function useKeptState<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => recall(name, initial));
  const change = (next: Value) => {
    keep(name, next);
    setValue(next);
  };
  return [value, change];
}
