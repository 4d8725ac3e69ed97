import { useEffect, useRef } from 'react';
import { usePreferences } from '../preferences/preferences';
import { type Shortcut, ShortcutDispatcher } from './dispatcher';

const dispatcher = new ShortcutDispatcher();
document.addEventListener('keydown', dispatcher.press);

/** Keys that do something wherever one presses them, but where one types or in a dialog. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { preferences } = usePreferences();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(
    () => (preferences.singleKeys ? dispatcher.add(() => latest.current) : undefined),
    [preferences.singleKeys],
  );
}
