import { Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { BasketView } from '@ome/contracts';
import { useState } from 'react';
import { post } from '../../api/planned-request';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { decimalFault } from '../../order-entry/order-fields';
import {
  type CondorFields,
  emptyCondor,
  ironCondorRequest,
  LEG_LABEL,
  type LegName,
  LEGS,
} from './condor-fields';

interface IronCondorDialogProps {
  opened: boolean;
  onPlaced: (basketId: string) => void;
  onClose: () => void;
}

export function IronCondorDialog({ opened, onPlaced, onClose }: IronCondorDialogProps) {
  const confirmation = useConfirmation<BasketView>();
  const review = (fields: CondorFields) =>
    confirmation.ask(
      post('/baskets/iron-condor', ironCondorRequest(fields), (client, body, options) =>
        client.baskets.placeIronCondor(body, options),
      ),
    );
  const done = ({ basketId, basketClOrdId }: BasketView) => {
    announceDone('The basket was accepted', basketClOrdId);
    confirmation.close();
    onPlaced(basketId);
  };
  return (
    <>
      <Modal
        opened={opened && confirmation.request === null}
        onClose={onClose}
        title="New iron condor"
        size="lg"
        keepMounted={opened}
      >
        {opened && <CondorForm onReview={review} onClose={onClose} />}
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Send this basket?"
        confirmLabel="Send the basket"
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">The bought options are sent first; the sold ones follow.</Text>
      </ConfirmDialog>
    </>
  );
}

interface CondorFormProps {
  onReview: (fields: CondorFields) => void;
  onClose: () => void;
}

const optional = (value: string): string | null => (value.trim() ? decimalFault(value) : null);
const strike = { strike: decimalFault, price: optional };

function CondorForm({ onReview, onClose }: CondorFormProps) {
  const [basketClOrdId] = useState(() => `condor-${Date.now()}`);
  const form = useForm<CondorFields>({
    initialValues: emptyCondor(basketClOrdId),
    validate: {
      account: (value) => (value.trim() ? null : 'Enter the account'),
      underlying: (value) => (value.trim() ? null : 'Of what?'),
      expiry: (value) => (value ? null : 'Which expiry?'),
      lots: (value) => (/^[1-9]\d*$/.test(value) ? null : 'A whole number of lots'),
      stageTimeoutSeconds: (value) => (/^[1-9]\d*$/.test(value) ? null : 'A number of seconds'),
      legs: { putBuy: strike, putSell: strike, callSell: strike, callBuy: strike },
    },
  });
  const legInputs = (name: LegName) => (
    <Group key={name} gap="xs" align="end" wrap="nowrap">
      <TextInput
        label={`${LEG_LABEL[name]}, strike`}
        required
        inputMode="decimal"
        style={{ flex: 1 }}
        {...form.getInputProps(`legs.${name}.strike`)}
      />
      <TextInput
        label="Limit"
        placeholder="market"
        inputMode="decimal"
        w={100}
        {...form.getInputProps(`legs.${name}.price`)}
      />
    </Group>
  );

  return (
    <form onSubmit={form.onSubmit(onReview)} noValidate>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
          <TextInput label="Account" required data-autofocus {...form.getInputProps('account')} />
          <TextInput label="Basket" required {...form.getInputProps('basketClOrdId')} />
          <TextInput label="Underlying" required {...form.getInputProps('underlying')} />
          <TextInput label="Expiry" type="date" required {...form.getInputProps('expiry')} />
          <TextInput label="Lots" required inputMode="numeric" {...form.getInputProps('lots')} />
          <TextInput label="Product" {...form.getInputProps('product')} />
          {LEGS.map(legInputs)}
          <Select
            label="Continue when the bought legs are"
            data={[
              { value: 'FILLED', label: 'filled' },
              { value: 'ACCEPTED', label: 'accepted' },
            ]}
            {...form.getInputProps('proceedWhen')}
          />
          <TextInput
            label="Seconds per stage"
            inputMode="numeric"
            {...form.getInputProps('stageTimeoutSeconds')}
          />
          <Select
            label="On failure"
            data={[
              { value: 'UNWIND', label: 'cancel, and close filled legs' },
              { value: 'STOP', label: 'cancel, and keep filled legs' },
            ]}
            {...form.getInputProps('onFailure')}
          />
          <TextInput label="Link" {...form.getInputProps('link')} />
        </SimpleGrid>
        <ReviewButtons onClose={onClose} />
      </Stack>
    </form>
  );
}
