import { Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { LimitScopeView, RiskLimitsRequest, RiskOverviewView } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/planned-request';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { limitFields, limitsRequest } from './edited-limits';
import { scopeLabel } from './scope-label';

interface EditLimitsDialogProps {
  rules: RiskOverviewView['rules'];
  /** Closed if null. */
  scope: LimitScopeView | null;
  onClose: () => void;
}

export function EditLimitsDialog({ rules, scope, onClose }: EditLimitsDialogProps) {
  const queries = useQueryClient();
  const confirmation = useConfirmation<LimitScopeView>();
  const review = (request: RiskLimitsRequest) =>
    confirmation.ask(put('/risk/limits', request, (client, body) => client.risk.setLimits(body)));
  const done = () => {
    announceDone('The limits apply in every process');
    void queries.invalidateQueries({ queryKey: ['risk'] });
    confirmation.close();
    onClose();
  };

  return (
    <>
      <Modal
        opened={scope !== null && confirmation.request === null}
        onClose={onClose}
        keepMounted={scope !== null}
        title={scope ? `Limits: ${scopeLabel(scope)}` : ''}
        size="xl"
      >
        {scope && <LimitsForm rules={rules} scope={scope} onReview={review} onClose={onClose} />}
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Set these limits?"
        confirmLabel="Set the limits"
        danger
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">They apply to every order from then on; null removes a rule.</Text>
      </ConfirmDialog>
    </>
  );
}

interface LimitsFormProps {
  rules: RiskOverviewView['rules'];
  scope: LimitScopeView;
  onReview: (request: RiskLimitsRequest) => void;
  onClose: () => void;
}

const SWITCH = [
  { value: '', label: 'not set here' },
  { value: 'true', label: 'checked' },
  { value: 'false', label: 'not checked' },
];

function LimitsForm({ rules, scope, onReview, onClose }: LimitsFormProps) {
  const before = limitFields(rules, scope);
  const form = useForm({ initialValues: before });
  const review = (after: typeof before) => {
    const request = limitsRequest(rules, scope, before, after);
    if (request) onReview(request);
    else form.setFieldError(rules[0].rule, 'Nothing was changed');
  };
  return (
    <form onSubmit={form.onSubmit(review)} noValidate>
      <Stack gap="sm">
        <Text size="sm">Empty fields are inherited from the wider scope.</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="xs">
          {rules.map(({ rule, text, unit }) =>
            unit === 'on' ? (
              <Select key={rule} label={text} data={SWITCH} {...form.getInputProps(rule)} />
            ) : (
              <TextInput
                key={rule}
                label={`${text} (${unit})`}
                inputMode="decimal"
                {...form.getInputProps(rule)}
              />
            ),
          )}
        </SimpleGrid>
        <ReviewButtons onClose={onClose} />
      </Stack>
    </form>
  );
}
