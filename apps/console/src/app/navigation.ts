import {
  IconActivityHeartbeat,
  IconAlertTriangle,
  IconArrowsExchange,
  IconChartLine,
  IconChecks,
  IconHistory,
  IconPlugConnected,
  type IconProps,
  IconReceipt,
  IconShieldHalf,
  IconStack2,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export interface Place {
  path: string;
  name: string;
  /** Opens it after a `g`. */
  key: string;
  Icon: ComponentType<IconProps>;
}

export const PLACES: readonly Place[] = [
  { path: '/orders', name: 'Orders', key: 'o', Icon: IconArrowsExchange },
  { path: '/fills', name: 'Fills', key: 'f', Icon: IconReceipt },
  { path: '/positions', name: 'Positions', key: 'p', Icon: IconChartLine },
  { path: '/baskets', name: 'Baskets', key: 'b', Icon: IconStack2 },
  { path: '/approvals', name: 'Approvals', key: 'v', Icon: IconChecks },
  { path: '/risk', name: 'Risk', key: 'r', Icon: IconShieldHalf },
  { path: '/connectivity', name: 'Connectivity', key: 'c', Icon: IconActivityHeartbeat },
  { path: '/fix', name: 'FIX', key: 'i', Icon: IconPlugConnected },
  { path: '/exceptions', name: 'Exceptions', key: 'x', Icon: IconAlertTriangle },
  { path: '/audit', name: 'Audit', key: 'a', Icon: IconHistory },
];
