import { WATCHED_SYMBOLS } from '@ome/contracts';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

const KEPT_AS = 'ome.preferences';

export interface Preferences {
  /** A short tone on rejects and lost connections. */
  sound: boolean;
  /** The browser's own notification on the same. */
  notifications: boolean;
  /** Single-letter shortcuts; users of speech input may want them off. */
  singleKeys: boolean;
  /** Symbols whose prices are shown above the orders, separated by commas. */
  watched: string;
}

const STANDARD: Preferences = {
  sound: false,
  notifications: false,
  singleKeys: true,
  watched: WATCHED_SYMBOLS.join(', '),
};

interface PreferencesContext {
  preferences: Preferences;
  change: (changes: Partial<Preferences>) => void;
}

const Context = createContext<PreferencesContext | null>(null);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(kept);
  const change = useCallback((changes: Partial<Preferences>) => {
    setPreferences((before) => {
      const after = { ...before, ...changes };
      localStorage.setItem(KEPT_AS, JSON.stringify(after));
      return after;
    });
  }, []);
  const value = useMemo(() => ({ preferences, change }), [preferences, change]);
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): PreferencesContext {
  const context = useContext(Context);
  if (!context) throw new Error('There is no PreferencesProvider');
  return context;
}

function kept(): Preferences {
  try {
    const text = localStorage.getItem(KEPT_AS) ?? '{}';
    return { ...STANDARD, ...(JSON.parse(text) as Partial<Preferences>) };
  } catch {
    return STANDARD;
  }
}
