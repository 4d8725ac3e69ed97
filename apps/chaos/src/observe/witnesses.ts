import type { RunState } from '../../../dev/src/run-file';
import { JsonClient } from '../json-client';
import { Announcements } from './announcements';
import { Simulator } from './simulator';
import { Store } from './store';

/** All sources of evidence about an engine, each on its own connections. */
export interface Witnesses {
  readonly api: JsonClient;
  readonly simulator: Simulator;
  readonly store: Store;
  readonly announcements: Announcements;
  close(): Promise<void>;
}

export async function callWitnesses(state: RunState, connections: number): Promise<Witnesses> {
  const { apiUrl, simulatorUrl, redisUrl, mongoUrl } = state;
  const api = new JsonClient(apiUrl, connections);
  const control = new JsonClient(simulatorUrl, connections);
  const store = await Store.open(mongoUrl as string);
  const announcements = await Announcements.listen(redisUrl as string);
  return {
    api,
    store,
    announcements,
    simulator: new Simulator(control),
    close: async () => {
      announcements.close();
      await Promise.all([api.close(), control.close(), store.close()]);
    },
  };
}
