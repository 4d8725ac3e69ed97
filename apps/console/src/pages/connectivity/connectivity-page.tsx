import type { ConnectivityView } from '@ome/contracts';
import { useState } from 'react';
import { PageBody, PageFrame, Section } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { useConnectivity } from '../../live/use-connectivity';
import { HistoryCharts } from './history-charts';
import { LinkCard } from './link-card';
import { MongoCard, RedisCard } from './store-cards';
import { SweepTable } from './sweep-table';
import { WorkerTable } from './worker-table';
import classes from './connectivity-page.module.css';

export function ConnectivityPage() {
  usePageTitle('Connectivity');
  const connectivity = useConnectivity();
  return (
    <PageFrame title="Connectivity">
      <PageBody>
        <QueryState query={connectivity}>{(view) => <Connections view={view} />}</QueryState>
      </PageBody>
    </PageFrame>
  );
}

function Connections({ view }: { view: ConnectivityView }) {
  const { links, mongodb, redis, workers, latencyWindowMs } = view;
  const [route, setRoute] = useState<string | null>(null);
  const shown = route ?? links[0]?.route ?? 'mongodb';
  const card = (name: string) => ({ isShown: shown === name, onShow: () => setRoute(name) });
  return (
    <>
      <Section title="Links and sessions">
        <div className={classes.cards}>
          {links.map((link) => (
            <LinkCard
              key={link.route}
              link={link}
              latencyWindowMs={latencyWindowMs}
              {...card(link.route)}
            />
          ))}
        </div>
      </Section>
      <Section title="Stores">
        <div className={classes.cards}>
          <MongoCard mongodb={mongodb} {...card('mongodb')} />
          <RedisCard redis={redis} {...card('redis')} />
        </div>
      </Section>
      <HistoryCharts route={shown} />
      <WorkerTable workers={workers} />
      <SweepTable workers={workers} />
    </>
  );
}
