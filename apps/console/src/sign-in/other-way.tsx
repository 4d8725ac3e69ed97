import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

interface OtherWayProps {
  onChoose: () => void;
  children: ReactNode;
}

export function OtherWay({ onChoose, children }: OtherWayProps) {
  return (
    <Button variant="subtle" type="button" onClick={onChoose}>
      {children}
    </Button>
  );
}
