import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { RouterProvider } from 'react-router';
import type { SessionView } from '@ome/contracts';
import { type ConsoleSettings, loadConsoleSettings } from '../api/console-settings';
import { keptKey } from '../api/kept-key';
import { QueryState } from '../feedback/state-view';
import { PreferencesProvider } from '../preferences/preferences';
import { router } from './router';
import { SessionProvider } from './session-provider';
import { SignInPage } from '../sign-in/sign-in-page';
import { loadPerson } from '../sign-in/who';
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

/** Has people sign in if the engine needs it, then shows the pages. */
function Entrance() {
  const asked = useQuery({
    queryKey: ['console-settings'],
    queryFn: loadConsoleSettings,
    staleTime: Infinity,
  });
  // The first page is rendered piece by piece: all at once, it would block the thread for too long.
  const settings = useDeferredValue(asked);
  return (
    <QueryState query={settings}>
      {(given) => (given.open ? <Pages {...given} /> : <Door {...given} />)}
    </QueryState>
  );
}

/** Whoever has a key, or is signed in, comes in. */
function Door(settings: ConsoleSettings) {
  const [key, setKey] = useState(keptKey.get);
  const [refused, setRefused] = useState(false);
  const person = useQuery({
    queryKey: ['person'],
    queryFn: loadPerson,
    enabled: key === null,
    staleTime: Infinity,
  });
  const takeKey = (given: string) => {
    keptKey.set(given);
    setKey(given);
    queries.clear();
  };
  const refuseKey = () => {
    keptKey.forget();
    setRefused(true);
    setKey(null);
  };

  if (key !== null) return <Pages {...settings} key={key} apiKey={key} onRefused={refuseKey} />;
  const who = person.data;
  if (who === undefined) return <QueryState query={person}>{() => null}</QueryState>;
  if (who) return <Pages {...settings} person={who} onRefused={() => void person.refetch()} />;
  return (
    <SignInPage
      oidc={settings.oidc}
      keyRefused={refused}
      // Nothing stays of whoever was signed in before.
      onSignedIn={() => location.reload()}
      onKey={takeKey}
    />
  );
}

interface PagesProps extends ConsoleSettings {
  apiKey?: string;
  person?: SessionView;
  onRefused?: () => void;
}

function Pages({ marketTimeZone, apiKey, person, onRefused = () => undefined }: PagesProps) {
  return (
    <SessionProvider
      apiKey={apiKey ?? null}
      person={person ?? null}
      marketTimeZone={marketTimeZone}
      onRefused={onRefused}
    >
      <RouterProvider router={router} />
    </SessionProvider>
  );
}
