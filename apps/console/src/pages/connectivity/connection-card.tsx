import { Button, Group, Title } from '@mantine/core';
import type { LinkState } from '@ome/contracts';
import type { ReactNode } from 'react';
import type { Tone } from '../../order/order-status';
import { Chip } from '../../order/status-chip';
import classes from './connectivity-page.module.css';

const TONE: Readonly<Record<LinkState, Tone>> = { up: 'good', down: 'bad', unknown: 'warn' };

export interface Shown {
  /** Whether its history is shown below. */
  isShown: boolean;
  onShow: () => void;
}

interface ConnectionCardProps extends Shown {
  name: string;
  state: LinkState;
  actions?: ReactNode;
  children: ReactNode;
}

export function ConnectionCard(props: ConnectionCardProps) {
  const { name, state, isShown, onShow, actions, children } = props;
  return (
    <article className={`${classes.card} ${isShown ? classes.shown : ''}`} aria-label={name}>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Title order={3}>{name}</Title>
        <Chip tone={TONE[state]}>{state}</Chip>
      </Group>
      {children}
      <Group gap={6} mt={8}>
        {actions}
        <Button variant="default" aria-pressed={isShown} onClick={onShow}>
          History
        </Button>
      </Group>
    </article>
  );
}
