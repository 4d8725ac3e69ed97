import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useSession } from '../../api/session';
import { useOrderCounts } from '../../live/use-live-state';
import { SHOWN, SHOWN_LABEL, type Shown } from './order-filter';

interface OrdersToolbarProps {
  shown: Shown;
  onShown: (shown: Shown) => void;
  search: string;
  onSearch: (search: string) => void;
  searchRef: Ref<HTMLInputElement>;
  onLeaveSearch: () => void;
  onNew: () => void;
}

export function OrdersToolbar(props: OrdersToolbarProps) {
  const { shown, onShown, search, onSearch, searchRef, onLeaveSearch, onNew } = props;
  const { orders } = useSession();
  const { total, open, inDoubt, rejected } = useOrderCounts(orders);
  const count: Readonly<Record<Shown, number>> = { all: total, open, inDoubt, rejected };

  return (
    <Group gap="xs" px="sm" py={6} wrap="wrap">
      <SegmentedControl
        aria-label="Which orders"
        className="figure"
        value={shown}
        onChange={(value) => onShown(value)}
        data={SHOWN.map((value) => ({ value, label: `${SHOWN_LABEL[value]} ${count[value]}` }))}
      />
      <TextInput
        ref={searchRef}
        type="search"
        aria-label="Search the orders"
        placeholder="Search  /"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        onKeyDown={({ key }) => (key === 'Escape' || key === 'Enter') && onLeaveSearch()}
        style={{ flex: '1 1 120px', maxWidth: 280 }}
      />
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={onNew} ml="auto">
        New order
      </Button>
    </Group>
  );
}
