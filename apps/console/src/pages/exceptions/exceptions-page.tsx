import { Tabs } from '@mantine/core';
import { PageFrame } from '../../feedback/page-frame';
import { usePageTitle } from '../../feedback/use-page-title';
import { AlertsPanel } from './alerts-panel';
import { ClosingsPanel } from './closings-panel';
import { DifferencesPanel } from './differences-panel';
import { DoubtedPanel } from './doubted-panel';
import { SetAsidePanel } from './set-aside-panel';
import { UndeliveredPanel } from './undelivered-panel';
import { UnmatchedPanel } from './unmatched-panel';
import { WaitingPanel } from './waiting-panel';
import classes from '../../feedback/tabbed-lists.module.css';

const PANELS = [
  { name: 'undelivered', label: 'Undelivered trade-post messages', Panel: UndeliveredPanel },
  { name: 'unmatched', label: 'Unmatched reports', Panel: UnmatchedPanel },
  { name: 'doubted', label: 'Doubted fills', Panel: DoubtedPanel },
  { name: 'differences', label: 'Differences with brokers', Panel: DifferencesPanel },
  { name: 'waiting', label: 'Waiting orders', Panel: WaitingPanel },
  { name: 'closings', label: 'Waiting closings', Panel: ClosingsPanel },
  { name: 'set-aside', label: 'Unreadable histories', Panel: SetAsidePanel },
  { name: 'alerts', label: 'Odd reports', Panel: AlertsPanel },
] as const;

/** Everything that needs a person, and the actions for it. */
export function ExceptionsPage() {
  usePageTitle('Exceptions');
  return (
    <PageFrame title="Exceptions">
      <Tabs defaultValue={PANELS[0].name} keepMounted={false} className={classes.tabs}>
        <Tabs.List>
          {PANELS.map(({ name, label }) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PANELS.map(({ name, Panel }) => (
          <Tabs.Panel key={name} value={name} className={classes.panel}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </PageFrame>
  );
}
