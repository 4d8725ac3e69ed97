import { Button, Group, Slider, Text } from '@mantine/core';
import type { OrderHistoryItem } from '@ome/contracts';
import { useMarketTime } from '../../api/session';

interface MomentSliderProps {
  events: readonly OrderHistoryItem[];
  /** Place of the event after which the order is shown; null for now. */
  moment: number | null;
  onMoment: (moment: number | null) => void;
}

/** An order changes by its events only: the moments after each of them are all there are. */
export function MomentSlider({ events, moment, onMoment }: MomentSliderProps) {
  const marketTime = useMarketTime();
  const last = events.length - 1;
  if (last < 1) return null;
  const at = events[moment ?? last];
  const text = `${at.type}, ${marketTime.time(at.at)}`;
  return (
    <Group gap="md" wrap="nowrap">
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        As it was
      </Text>
      <Slider
        style={{ flex: 1 }}
        thumbLabel="Moment that the order is shown at"
        label={null}
        min={0}
        max={last}
        value={moment ?? last}
        onChange={(value) => onMoment(value === last ? null : value)}
        thumbProps={{ 'aria-valuetext': text }}
      />
      <Text size="xs" className="figure" miw={190}>
        {text}
      </Text>
      <Button variant="default" disabled={moment === null} onClick={() => onMoment(null)}>
        Now
      </Button>
    </Group>
  );
}
