import { Code, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { BookByHandRequest, UnmatchedReportView } from '@ome/contracts';
import { type PlannedRequest, post } from '../../api/planned-request';
import { ReviewButtons } from '../../dialogs/review-buttons';

interface BookReportDialogProps {
  report: UnmatchedReportView;
  opened: boolean;
  onReview: (request: PlannedRequest<{ booked: boolean }>) => void;
  onClose: () => void;
}

const ORDER_ID = /^[0-9a-f]{24}$/;

/** Fields that a report may lack, by their names in the report. */
const FIELDS = [
  { name: 'ExecType', placeholder: 'Trade' },
  { name: 'ExecID', placeholder: 'its own' },
  { name: 'LastQty', placeholder: 'its own' },
  { name: 'LastPx', placeholder: 'its own' },
  { name: 'ExecRefID', placeholder: 'its own' },
  { name: 'OrderQty', placeholder: 'its own' },
] as const;

type Field = (typeof FIELDS)[number]['name'];

const EMPTY: Record<Field | 'orderId' | 'reason', string> = {
  orderId: '',
  reason: '',
  ExecType: '',
  ExecID: '',
  LastQty: '',
  LastPx: '',
  ExecRefID: '',
  OrderQty: '',
};

/** Selects the order that a kept report is booked on, and completes the report. */
export function BookReportDialog({ report, opened, onReview, onClose }: BookReportDialogProps) {
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      orderId: (id) => (ORDER_ID.test(id.trim()) ? null : 'Its 24 hex digits'),
      reason: (text) => (text.trim() ? null : 'Why it is this order, for the audit log'),
    },
  });
  const review = ({ orderId, reason, ...fields }: typeof EMPTY) => {
    const typed = Object.entries(fields).filter(([, value]) => value.trim());
    const body: BookByHandRequest = {
      orderId: orderId.trim(),
      reason: reason.trim(),
      ...Object.fromEntries(typed.map(([name, value]) => [name, value.trim()])),
    };
    onReview(
      post(`/ops/unmatched-reports/${report.id}/book`, body, (client, to, options) =>
        client.ops.bookReport(report.id, to, options),
      ),
    );
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Book the report by hand" size="lg">
      <form onSubmit={form.onSubmit(review)} noValidate>
        <Stack gap="sm">
          <Text size="sm">{report.comment}</Text>
          {report.body !== undefined && (
            <Code block aria-label="Report as received" tabIndex={0} mah={160}>
              {report.body}
            </Code>
          )}
          <TextInput label="OrderID" required data-autofocus {...form.getInputProps('orderId')} />
          <Text size="xs" c="dimmed">
            Values typed here replace those in the report.
          </Text>
          <SimpleGrid cols={2} spacing="sm">
            {FIELDS.map(({ name, placeholder }) => (
              <TextInput
                key={name}
                label={name}
                placeholder={placeholder}
                {...form.getInputProps(name)}
              />
            ))}
          </SimpleGrid>
          <TextInput label="Reason" required {...form.getInputProps('reason')} />
          <ReviewButtons onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
