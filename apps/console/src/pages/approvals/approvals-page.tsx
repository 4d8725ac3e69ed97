import { Tabs } from '@mantine/core';
import { PageFrame } from '../../feedback/page-frame';
import { usePageTitle } from '../../feedback/use-page-title';
import { CountChip } from '../../order/count-chip';
import classes from '../../feedback/tabbed-lists.module.css';
import { useWaitingBaskets, useWaitingChanges, useWaitingOrders } from './use-approvals';
import { WaitingBaskets } from './waiting-baskets';
import { WaitingChanges } from './waiting-changes';
import { WaitingOrders } from './waiting-orders';

const LISTS = [
  { name: 'orders', label: 'Orders', useList: useWaitingOrders, List: WaitingOrders },
  { name: 'baskets', label: 'Baskets', useList: useWaitingBaskets, List: WaitingBaskets },
  { name: 'changes', label: 'Settings', useList: useWaitingChanges, List: WaitingChanges },
] as const;

/** Everything that waits for a second person, or for the trader who staged it. */
export function ApprovalsPage() {
  usePageTitle('Approvals');
  return (
    <PageFrame title="Approvals">
      <Tabs defaultValue={LISTS[0].name} keepMounted={false} className={classes.tabs}>
        <Tabs.List>
          {LISTS.map(({ name, label, useList }) => (
            <ListTab key={name} name={name} label={label} useList={useList} />
          ))}
        </Tabs.List>
        {LISTS.map(({ name, List }) => (
          <Tabs.Panel key={name} value={name} className={classes.panel}>
            <List />
          </Tabs.Panel>
        ))}
      </Tabs>
    </PageFrame>
  );
}

interface ListTabProps {
  name: string;
  label: string;
  useList: (typeof LISTS)[number]['useList'];
}

function ListTab({ name, label, useList }: ListTabProps) {
  const { data } = useList();
  return (
    <Tabs.Tab value={name} rightSection={<CountChip count={data?.items.length ?? 0} />}>
      {label}
    </Tabs.Tab>
  );
}
