import { Button, Group, Select, Text } from '@mantine/core';
import type { LimitScopeView, RiskOverviewView } from '@ome/contracts';
import { useState } from 'react';
import { useApiQuery } from '../../api/queries';
import { Section } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { CounterTable } from './counter-table';
import { EditLimitsDialog } from './edit-limits-dialog';
import { LimitTable } from './limit-table';
import { NewScopeDialog } from './new-scope-dialog';
import { scopeLabel } from './scope-label';

const REFRESH_MS = 5_000;

/** The limits of each scope, and how much of them is used. */
export function LimitsSection() {
  const overview = useApiQuery(
    ['risk', 'limits'],
    (client, options) => client.risk.limits({}, options),
    { everyMs: REFRESH_MS },
  );
  return (
    <QueryState query={overview}>
      {(view) => (
        <>
          <CounterTable use={view.use} />
          <ScopeLimits overview={view} />
        </>
      )}
    </QueryState>
  );
}

function ScopeLimits({ overview: { rules, scopes } }: { overview: RiskOverviewView }) {
  const [label, setLabel] = useState<string | null>(null);
  const [edited, setEdited] = useState<LimitScopeView | null>(null);
  const [isNew, setNew] = useState(false);
  const shown = scopes.find((scope) => scopeLabel(scope) === label) ?? scopes[0];

  return (
    <Section
      title="Limits"
      actions={
        <Group gap={6}>
          <Select
            aria-label="Whose limits"
            w={240}
            data={scopes.map(scopeLabel)}
            value={scopeLabel(shown)}
            onChange={setLabel}
          />
          <Button variant="default" onClick={() => setNew(true)}>
            For another …
          </Button>
          <Button onClick={() => setEdited(shown)}>Edit</Button>
        </Group>
      }
    >
      <Text size="xs" c="dimmed" mb={6}>
        {shown.setBy ? `Last set by ${shown.setBy}.` : 'A rule without a value is not checked.'}
      </Text>
      <LimitTable rules={rules} scope={shown} />
      <EditLimitsDialog rules={rules} scope={edited} onClose={() => setEdited(null)} />
      <NewScopeDialog
        opened={isNew}
        engine={scopes[0]}
        onScope={(scope) => {
          setNew(false);
          setEdited(scopes.find((each) => scopeLabel(each) === scopeLabel(scope)) ?? scope);
        }}
        onClose={() => setNew(false)}
      />
    </Section>
  );
}
