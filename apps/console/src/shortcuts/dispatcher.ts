export interface Shortcut {
  /** A key as the browser names it (`n`, `?`), or two, one after the other (`g o`). */
  keys: string;
  run: () => void;
}

const TYPING =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="dialog"] *';
/** Between the two keys of a shortcut. */
const PATIENCE_MS = 1_500;

/** All shortcuts, so that the second key of one is never taken for another one. */
export class ShortcutDispatcher {
  private readonly groups = new Set<() => readonly Shortcut[]>();
  private begun: { key: string; at: number } | null = null;

  /** @param shortcuts read at each key press, so that they may change */
  add(shortcuts: () => readonly Shortcut[]): () => void {
    this.groups.add(shortcuts);
    return () => this.groups.delete(shortcuts);
  }

  readonly press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.matches(TYPING)) return;
    const keys = this.pressed(event.key);
    const all = [...this.groups].flatMap((shortcuts) => shortcuts());
    if (all.some((shortcut) => shortcut.keys.startsWith(`${keys} `))) {
      this.begun = { key: keys, at: event.timeStamp };
      return;
    }
    const shortcut = all.findLast((each) => each.keys === keys);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  };

  private pressed(key: string): string {
    const before = this.begun;
    this.begun = null;
    const isSecond = before !== null && performance.now() - before.at < PATIENCE_MS;
    return isSecond ? `${before.key} ${key}` : key;
  }
}
