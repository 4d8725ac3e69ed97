import { useState } from 'react';

const kept = new Map<string, unknown>();

/** State of a page that is as it was when somebody comes back to it, for as long as the tab is open. */
export function useKeptState<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => (kept.has(name) ? (kept.get(name) as Value) : initial));
  const keep = (next: Value) => {
    kept.set(name, next);
    setValue(next);
  };
  return [value, keep];
}
