import type { ClosedPosition } from '@ome/contracts';

const OUTCOME: Readonly<Record<ClosedPosition['outcome'], string>> = {
  closing: 'A closing order was sent',
  alreadyClosing: 'It is being closed already',
  flat: 'There is nothing to close',
  notHeld: 'Nothing was sent',
  waiting: 'It waits',
  failed: 'It could not be closed',
};

export const outcomeText = ({ outcome, detail }: ClosedPosition): string =>
  detail === null ? OUTCOME[outcome] : `${OUTCOME[outcome]}: ${detail}`;
