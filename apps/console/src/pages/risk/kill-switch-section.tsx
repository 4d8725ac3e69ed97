import { Button, Text } from '@mantine/core';
import type { KillSwitchView } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { remove } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { Section, TableRoom } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';
import { PullSwitchDialog } from './pull-switch-dialog';
import { useKillSwitches } from './use-kill-switches';

const switchId = ({ scope, id }: KillSwitchView): string => `${scope}:${id}`;

const columnsOf = (marketTime: MarketTime): Column<KillSwitchView>[] => [
  textColumn({ field: 'scope', name: 'Stops', width: 100 }),
  textColumn({ field: 'id', name: 'Whose', width: 120 }),
  textColumn({ field: 'mode', name: 'Refuses', width: 110 }),
  textColumn({ field: 'reason', name: 'Why', width: 320 }),
  textColumn({ field: 'by', name: 'By', width: 160, wide: true }),
  timeColumn({ field: 'at', name: 'Since' }, marketTime),
];

/** Stops new orders at once, for everybody, an account or a user. */
export function KillSwitchSection() {
  const marketTime = useMarketTime();
  const queries = useQueryClient();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const switches = useKillSwitches();
  const [isPulling, setPulling] = useState(false);
  const [selected, setSelected] = useState<KillSwitchView | null>(null);
  const release = useConfirmation<void>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['risk'] });
  const askRelease = ({ scope, id }: KillSwitchView) => {
    const path = ['/risk/kill-switch', scope, ...(id === null ? [] : [encodeURIComponent(id)])];
    release.ask(remove(path.join('/'), (client) => client.risk.release(scope, id ?? undefined)));
  };

  return (
    <Section
      title="Kill switch"
      actions={
        <span>
          <Button
            variant="default"
            mr={6}
            disabled={!selected}
            onClick={() => selected && askRelease(selected)}
          >
            Release
          </Button>
          <Button color="red" onClick={() => setPulling(true)}>
            Stop trading …
          </Button>
        </span>
      }
    >
      <QueryState
        query={switches}
        empty={{
          when: ({ items }) => items.length === 0,
          title: 'Trading is on',
          hint: 'No switch is pulled.',
        }}
      >
        {({ items }) => (
          <TableRoom rows={items.length}>
            <Blotter
              label="Switches that are pulled"
              columns={columns}
              rowId={switchId}
              rows={items}
              onSelect={setSelected}
              onOpen={askRelease}
            />
          </TableRoom>
        )}
      </QueryState>
      <PullSwitchDialog opened={isPulling} onDone={refresh} onClose={() => setPulling(false)} />
      <ConfirmDialog
        request={release.request}
        title="Allow new orders again?"
        confirmLabel="Release the switch"
        danger
        onDone={() => {
          announceDone('The switch is released');
          setSelected(null);
          refresh();
          release.close();
        }}
        onClose={release.close}
      >
        <Text size="sm">From then on new orders are accepted again.</Text>
      </ConfirmDialog>
    </Section>
  );
}
