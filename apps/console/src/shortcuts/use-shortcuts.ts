import { useEffect, useRef } from 'react';
import { usePreferences } from '../preferences/preferences';
import { type Shortcut, ShortcutDispatcher } from './dispatcher';

const dispatcher = new ShortcutDispatcher();
document.addEventListener('keydown', dispatcher.press);

/** Keys that act anywhere except in a text field or a dialog. */
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
