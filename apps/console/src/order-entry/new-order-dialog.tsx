import {
  Autocomplete,
  Checkbox,
  Modal,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import type { OrderView } from '@ome/contracts';
import { post } from '../api/planned-request';
import { useApiQuery } from '../api/queries';
import { useMarketTime } from '../api/session';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { ReviewButtons } from '../dialogs/review-buttons';
import { useConfirmation } from '../dialogs/use-confirmation';
import { announceDone } from '../feedback/announce-done';
import {
  decimalFault,
  fieldsLike,
  hasPrice,
  hasStopPrice,
  newOrderRequest,
  ORD_TYPES,
  SIDES,
  TIMES_IN_FORCE,
  type OrderFields,
} from './order-fields';

interface NewOrderDialogProps {
  opened: boolean;
  /** Account, symbol and link are copied from it. */
  like: OrderView | undefined;
  onClose: () => void;
}

/** A form, then the request to confirm, then the order. */
export function NewOrderDialog({ opened, like, onClose }: NewOrderDialogProps) {
  const marketTime = useMarketTime();
  const confirmation = useConfirmation<OrderView>();
  const review = (fields: OrderFields) =>
    confirmation.ask(
      post('/orders', newOrderRequest(fields, marketTime), (client, body, options) =>
        client.orders.place(body, options),
      ),
    );
  const done = ({ side, orderQty, symbol, orderId }: OrderView) => {
    announceDone(`${side} ${orderQty} ${symbol} was accepted`, `Order ${orderId}`);
    confirmation.close();
    onClose();
  };

  return (
    <>
      <Modal
        opened={opened && confirmation.request === null}
        onClose={onClose}
        title="New order"
        size="lg"
        keepMounted={opened}
      >
        {opened && <OrderForm like={like} onReview={review} onClose={onClose} />}
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Send this order?"
        confirmLabel="Send the order"
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">The engine checks the limits, then sends it to the link.</Text>
      </ConfirmDialog>
    </>
  );
}

interface OrderFormProps {
  like: OrderView | undefined;
  onReview: (fields: OrderFields) => void;
  onClose: () => void;
}

function OrderForm({ like, onReview, onClose }: OrderFormProps) {
  const form = useForm<OrderFields>({
    initialValues: fieldsLike(like),
    validate: {
      account: (value) => (value.trim() ? null : 'Enter the account'),
      symbol: (value) => (value.trim() ? null : 'Enter the symbol'),
      exchange: (value) => (value.trim() ? null : 'Where?'),
      quantity: decimalFault,
      price: (value, { ordType }) => (hasPrice(ordType) ? decimalFault(value) : null),
      stopPrice: (value, { ordType }) => (hasStopPrice(ordType) ? decimalFault(value) : null),
      expireAt: (value, { timeInForce }) => (timeInForce !== 'GTD' || value ? null : 'Until when?'),
    },
  });
  const { ordType, timeInForce, exchange, symbol } = form.values;
  const marketTime = useMarketTime();

  return (
    <form onSubmit={form.onSubmit(onReview)} noValidate>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          aria-label="Side"
          data={SIDES}
          {...form.getInputProps('side')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
          <TextInput label="Account" required data-autofocus {...form.getInputProps('account')} />
          <TextInput label="Exchange" required {...form.getInputProps('exchange')} />
          <SymbolInput
            exchange={exchange}
            search={symbol}
            inputProps={form.getInputProps('symbol')}
          />
          <TextInput
            label="Quantity"
            required
            inputMode="decimal"
            className="figure"
            {...form.getInputProps('quantity')}
          />
          <Select label="Type" data={ORD_TYPES} {...form.getInputProps('ordType')} />
          {hasPrice(ordType) && (
            <TextInput
              label="Price"
              required
              inputMode="decimal"
              className="figure"
              {...form.getInputProps('price')}
            />
          )}
          {hasStopPrice(ordType) && (
            <TextInput
              label="Stop price"
              required
              inputMode="decimal"
              className="figure"
              {...form.getInputProps('stopPrice')}
            />
          )}
          <Select
            label="Time in force"
            data={TIMES_IN_FORCE}
            {...form.getInputProps('timeInForce')}
          />
          {timeInForce === 'GTD' && (
            <TextInput
              type="datetime-local"
              label={`Until (${marketTime.zone})`}
              required
              {...form.getInputProps('expireAt')}
            />
          )}
          <TextInput label="Product" {...form.getInputProps('product')} />
          <TextInput label="Link" {...form.getInputProps('link')} />
          <TextInput label="User" {...form.getInputProps('userId')} />
          <TextInput label="Tag" {...form.getInputProps('tag')} />
        </SimpleGrid>
        <Checkbox
          label="After-market order: the broker holds it for the next session"
          {...form.getInputProps('amo', { type: 'checkbox' })}
        />
        <Checkbox
          label="In slices, if above the freeze quantity"
          {...form.getInputProps('slice', { type: 'checkbox' })}
        />
        <ReviewButtons onClose={onClose} />
      </Stack>
    </form>
  );
}

const TYPING_MS = 200;
const SUGGESTIONS = 12;

interface SymbolInputProps {
  exchange: string;
  search: string;
  inputProps: object;
}

/** Any symbol may be typed; those in the instrument master are suggested. */
function SymbolInput({ exchange, search, inputProps }: SymbolInputProps) {
  const [typed] = useDebouncedValue(search.trim(), TYPING_MS);
  const { data } = useApiQuery(
    ['instruments', exchange, typed],
    (client, options) =>
      client.instruments.search(
        { search: typed, limit: SUGGESTIONS, ...(exchange && { exchange }) },
        options,
      ),
    { enabled: typed.length > 1 },
  );
  const symbols = [...new Set(data?.items.map(({ symbol }) => symbol))];
  return (
    <Autocomplete
      size="xs"
      label="Symbol"
      required
      data={symbols}
      filter={({ options }) => options}
      {...inputProps}
    />
  );
}
