import {
  Anchor,
  Button,
  Drawer,
  type MantineColorScheme,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { TRADING_VIEW } from '../charts/trading-view';
import { sound } from '../live/sound';
import { SignOutButton } from '../app/sign-out-button';
import { usePreferences } from './preferences';

const SCHEMES = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

interface PreferencesDrawerProps {
  opened: boolean;
  onClose: () => void;
}

export function PreferencesDrawer({ opened, onClose }: PreferencesDrawerProps) {
  const { preferences, change } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const wantNotifications = async (wanted: boolean) => {
    if (wanted && (await Notification.requestPermission()) !== 'granted') return;
    change({ notifications: wanted });
  };

  return (
    <Drawer opened={opened} onClose={onClose} title="Settings" position="right" size="xs">
      <Stack gap="md">
        <div>
          <Text size="sm" fw={500} mb={4} id="scheme-label">
            Colors
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="scheme-label"
            data={SCHEMES}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
          />
        </div>
        <Switch
          label="Sound on rejects and lost connections"
          checked={preferences.sound}
          onChange={({ currentTarget }) => change({ sound: currentTarget.checked })}
        />
        <Button variant="default" onClick={sound}>
          Test sound
        </Button>
        <Switch
          label="Browser notification on the same"
          checked={preferences.notifications}
          onChange={({ currentTarget }) => void wantNotifications(currentTarget.checked)}
        />
        <Switch
          label="Single-key shortcuts"
          checked={preferences.singleKeys}
          onChange={({ currentTarget }) => change({ singleKeys: currentTarget.checked })}
        />
        <TextInput
          label="Watched prices"
          description="Symbols above the orders, separated by commas"
          value={preferences.watched}
          onChange={({ currentTarget }) => change({ watched: currentTarget.value })}
        />
        <Anchor href="/console/licences.txt" target="_blank" size="xs">
          Licences of what this page is made of
        </Anchor>
        {/* Their licence wants this notice to be shown. */}
        <Text size="xs">
          TradingView Lightweight Charts™ Copyright (c) 2025 TradingView, Inc.{' '}
          <Anchor href={TRADING_VIEW} target="_blank" rel="noreferrer" inherit underline="always">
            {TRADING_VIEW}
          </Anchor>
        </Text>
        <SignOutButton />
      </Stack>
    </Drawer>
  );
}
