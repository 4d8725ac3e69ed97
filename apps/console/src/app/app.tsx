import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { RouterProvider } from 'react-router';
import { loadConsoleSettings } from '../api/console-settings';
import { keptKey } from '../api/kept-key';
import { QueryState } from '../feedback/state-view';
import { PreferencesProvider } from '../preferences/preferences';
import { KeyEntry } from './key-entry';
import { router } from './router';
import { SessionProvider } from './session-provider';
import { cssVariables, theme } from './theme';

// Requests ignore the browser's offline state: the engine may be on this machine, and a paused
// request would be sent later, when nobody expects it any more.
const networkMode = 'always';
const queries = new QueryClient({
  defaultOptions: {
    queries: { networkMode, retry: 1, staleTime: 2_000, refetchOnWindowFocus: true },
    mutations: { networkMode },
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <PreferencesProvider>
        <QueryClientProvider client={queries}>
          <Entrance />
        </QueryClientProvider>
      </PreferencesProvider>
    </MantineProvider>
  );
}

/** Asks for a key if the engine needs one, then shows the pages. */
function Entrance() {
  const asked = useQuery({
    queryKey: ['console-settings'],
    queryFn: loadConsoleSettings,
    staleTime: Infinity,
  });
  // The first page is rendered piece by piece: all at once, it would block the thread for too long.
  const settings = useDeferredValue(asked);
  const [key, setKey] = useState(keptKey.get);
  const [refused, setRefused] = useState(false);
  const takeKey = (given: string) => {
    keptKey.set(given);
    setKey(given);
    queries.clear();
  };
  const refuseKey = () => {
    keptKey.forget();
    setRefused(key !== null);
    setKey(null);
  };

  return (
    <QueryState query={settings}>
      {({ open, marketTimeZone }) =>
        key === null && !open ? (
          <KeyEntry refused={refused} onKey={takeKey} />
        ) : (
          <SessionProvider
            key={key}
            apiKey={key}
            marketTimeZone={marketTimeZone}
            onKeyRefused={refuseKey}
          >
            <RouterProvider router={router} />
          </SessionProvider>
        )
      }
    </QueryState>
  );
}
