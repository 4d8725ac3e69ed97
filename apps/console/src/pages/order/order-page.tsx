import { Button, Tabs } from '@mantine/core';
import type { OrderHistoryItem, OrderView } from '@ome/contracts';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { PageBody, PageFrame } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { useLiveOrder } from '../../live/use-live-state';
import { CancelOrderDialog } from '../../order-entry/cancel-order-dialog';
import { ChangeOrderDialog } from '../../order-entry/change-order-dialog';
import { useOrderDialogs } from '../../order-entry/use-order-dialogs';
import { OrderFacts } from '../../order/order-facts';
import { canCancel, canChange, orderLabel } from '../../order/order-state';
import { useShortcuts } from '../../shortcuts/use-shortcuts';
import { LinkCallTable } from './link-call-table';
import { MomentSlider } from './moment-slider';
import { OrderFills } from './order-fills';
import { OrderSlices } from './order-slices';
import { OrderStory } from './order-story';
import { ResolveDialog } from './resolve-dialog';
import { StateAtMoment } from './state-at-moment';

const ALL_EVENTS = 1_000;

/** One order: its current state, its state at any moment, and its history. */
export function OrderPage() {
  const { orderId = '' } = useParams();
  const live = useLiveOrder(orderId);
  const history = useApiQuery(
    ['order-events', orderId],
    (client, options) => client.orders.events(orderId, { limit: ALL_EVENTS }, options),
    { version: live?.version },
  );
  usePageTitle('Order');
  return (
    <QueryState query={history}>
      {({ items }) => <OrderHistory events={items} order={live ?? items.at(-1)!.order} />}
    </QueryState>
  );
}

interface OrderHistoryProps {
  order: OrderView;
  events: OrderHistoryItem[];
}

function OrderHistory({ order, events }: OrderHistoryProps) {
  const [moment, setMoment] = useState<number | null>(null);
  const [isResolving, setResolving] = useState(false);
  const dialogs = useOrderDialogs();
  const shown = moment === null ? order : (events[moment]?.order ?? order);
  useShortcuts([
    { keys: 'e', run: () => dialogs.askChange(order) },
    { keys: 'c', run: () => dialogs.askCancel(order) },
  ]);

  return (
    <PageFrame
      title={orderLabel(order)}
      actions={
        <>
          {order.inDoubt && (
            <Button color="red" onClick={() => setResolving(true)}>
              Resolve the doubt
            </Button>
          )}
          <Button
            variant="default"
            disabled={!canChange(order)}
            onClick={() => dialogs.askChange(order)}
          >
            Change
          </Button>
          <Button
            variant="default"
            disabled={!canCancel(order)}
            onClick={() => dialogs.askCancel(order)}
          >
            Cancel order
          </Button>
        </>
      }
    >
      <PageBody>
        <StateAtMoment order={shown} isPast={moment !== null} />
        <MomentSlider events={events} moment={moment} onMoment={setMoment} />
        <Tabs defaultValue="story" keepMounted={false}>
          <Tabs.List mb="xs">
            <Tabs.Tab value="story">Journal</Tabs.Tab>
            {order.slicing && <Tabs.Tab value="slices">Slices</Tabs.Tab>}
            <Tabs.Tab value="fills">Fills</Tabs.Tab>
            <Tabs.Tab value="calls">Calls to the link</Tabs.Tab>
            <Tabs.Tab value="facts">All fields</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="story">
            <OrderStory events={events} moment={moment} onMoment={setMoment} />
          </Tabs.Panel>
          {order.slicing && (
            <Tabs.Panel value="slices">
              <OrderSlices order={order} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="fills">
            <OrderFills order={order} />
          </Tabs.Panel>
          <Tabs.Panel value="calls">
            <LinkCallTable events={events} />
          </Tabs.Panel>
          <Tabs.Panel value="facts">
            <OrderFacts order={shown} />
          </Tabs.Panel>
        </Tabs>
      </PageBody>
      <ChangeOrderDialog order={dialogs.changed} onClose={dialogs.close} />
      <CancelOrderDialog order={dialogs.canceled} onClose={dialogs.close} />
      <ResolveDialog order={isResolving ? order : null} onClose={() => setResolving(false)} />
    </PageFrame>
  );
}
