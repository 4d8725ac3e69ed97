import { Button, CloseButton, Group, Stack, Text, Title } from '@mantine/core';
import type { OrderView } from '@ome/contracts';
import { OrderFacts } from '../../order/order-facts';
import { canCancel, canChange, whyInThisState } from '../../order/order-state';
import { StatusChip } from '../../order/status-chip';
import classes from './orders-page.module.css';

interface OrderAsideProps {
  order: OrderView;
  onClose: () => void;
  onOpen: () => void;
  onChange: () => void;
  onCancel: () => void;
}

/** Beside the blotter: the selected order, and the reasons for its state. */
export function OrderAside({ order, onClose, onOpen, onChange, onCancel }: OrderAsideProps) {
  return (
    <aside className={classes.aside} aria-label="Selected order" tabIndex={0}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <Title order={2}>
            {order.side} {order.orderQty} {order.symbol}
          </Title>
          <CloseButton size="sm" aria-label="Close the panel" onClick={onClose} />
        </Group>
        <StatusChip status={order.ordStatus} inDoubt={order.inDoubt} />
        {whyInThisState(order).map((sentence) => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
        <Group gap={6}>
          <Button variant="default" onClick={onOpen}>
            Open
          </Button>
          <Button variant="default" disabled={!canChange(order)} onClick={onChange}>
            Change
          </Button>
          <Button variant="default" disabled={!canCancel(order)} onClick={onCancel}>
            Cancel order
          </Button>
        </Group>
        <OrderFacts order={order} />
      </Stack>
    </aside>
  );
}
