import { Button, Group } from '@mantine/core';

interface ReviewButtonsProps {
  onClose: () => void;
  danger?: boolean;
}

/** The buttons of a form whose request is reviewed before it is sent. */
export function ReviewButtons({ onClose, danger = false }: ReviewButtonsProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        Close
      </Button>
      <Button type="submit" color={danger ? 'red' : undefined}>
        Review
      </Button>
    </Group>
  );
}
