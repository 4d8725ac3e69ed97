import { Kbd, Modal, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { PLACES } from '../app/navigation';

interface ShortcutHelpProps {
  opened: boolean;
  onClose: () => void;
}

const ORDERS: readonly (readonly [keys: string[], does: string])[] = [
  [['n'], 'New order'],
  [['/'], 'Search'],
  [['j'], 'Next order'],
  [['k'], 'Previous order'],
  [['↓', '↑'], 'Next and previous row of the table'],
  [['Enter'], 'Open the order'],
  [['e'], 'Change it'],
  [['c'], 'Cancel it'],
  [['w'], 'Show the reasons for its state'],
  [['1', '…', '4'], 'All, open, in doubt, rejected'],
  [['Esc'], 'Close a dialog, leave the search'],
];

export function ShortcutHelp({ opened, onClose }: ShortcutHelpProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ShortcutTable title="Orders" rows={ORDERS} />
        <Stack gap="xs">
          <ShortcutTable
            title="Pages"
            rows={PLACES.map(({ key, name }) => [['g', key], name] as const)}
          />
          <Text size="xs" c="dimmed">
            Single-key shortcuts can be switched off in the settings.
          </Text>
        </Stack>
      </SimpleGrid>
    </Modal>
  );
}

interface ShortcutTableProps {
  title: string;
  rows: readonly (readonly [keys: string[], does: string])[];
}

function ShortcutTable({ title, rows }: ShortcutTableProps) {
  return (
    <Table>
      <Table.Caption style={{ captionSide: 'top', textAlign: 'left' }}>{title}</Table.Caption>
      <Table.Tbody>
        {rows.map(([keys, does]) => (
          <Table.Tr key={does}>
            <Table.Th scope="row" fw={400}>
              {keys.map((key) => (
                <Kbd key={key} size="xs" mr={4}>
                  {key}
                </Kbd>
              ))}
            </Table.Th>
            <Table.Td>{does}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
