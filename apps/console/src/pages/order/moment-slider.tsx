import { Button, Group, Slider, Text } from '@mantine/core';
import type { OrderHistoryItem } from '@ome/contracts';
import { useMarketTime } from '../../api/session';

interface MomentSliderProps {
  events: readonly OrderHistoryItem[];
  /** The event after which the order is shown; null for now. */
  moment: number | null;
  onMoment: (moment: number | null) => void;
}

/** An order changes only by its events, so the slider stops after each of them. */
export function MomentSlider({ events, moment, onMoment }: MomentSliderProps) {
  const marketTime = useMarketTime();
  const last = events.length - 1;
  if (last < 1) return null;
  const at = events[moment ?? last];
  const text = `${at.type}, ${marketTime.time(at.at)}`;
  return (
    <Group gap="md" wrap="nowrap">
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        State at
      </Text>
      <Slider
        style={{ flex: 1 }}
        thumbLabel="Point in time"
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
