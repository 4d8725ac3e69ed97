import { ActionIcon, AppShell, Burger, NavLink as MenuLink, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconSettings } from '@tabler/icons-react';
import { Link, NavLink, Outlet } from 'react-router';
import { useAlarms } from '../live/alarms';
import { PreferencesDrawer } from '../preferences/preferences-drawer';
import { ShortcutHelp } from '../shortcuts/shortcut-help';
import { useShortcuts } from '../shortcuts/use-shortcuts';
import { ConnectionBanner } from './connection-banner';
import { ConnectionBadge } from './connection-badge';
import { KillSwitchBadge } from './kill-switch-badge';
import { MarketClock } from './market-clock';
import { PLACES } from './navigation';
import { QueuesLink } from './queues-link';
import { WaitingCount } from './waiting-count';
import { usePlaceShortcuts } from './use-place-shortcuts';
import classes from './shell.module.css';

/** The frame around every page: navigation and the state of the engine. */
export function Shell() {
  const [menu, { toggle: toggleMenu, close: closeMenu }] = useDisclosure(false);
  const [settings, { open: openSettings, close: closeSettings }] = useDisclosure(false);
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false);
  useAlarms();
  usePlaceShortcuts();
  useShortcuts([{ keys: '?', run: openHelp }]);

  return (
    <AppShell
      header={{ height: 40 }}
      navbar={{ width: 160, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      padding={0}
      transitionDuration={0}
    >
      <a href="#page" className="skip-link">
        Skip to the page
      </a>
      <AppShell.Header className={classes.header}>
        <Burger
          opened={menu}
          onClick={toggleMenu}
          hiddenFrom="sm"
          size="xs"
          aria-label={menu ? 'Close the menu' : 'Open the menu'}
        />
        <Link to="/orders" className={classes.brand}>
          OME
        </Link>
        <ConnectionBadge />
        <KillSwitchBadge />
        <span style={{ flex: 1 }} />
        <MarketClock />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon onClick={openHelp} aria-label="Keyboard shortcuts" visibleFrom="sm">
            <IconKeyboard size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Settings">
          <ActionIcon onClick={openSettings} aria-label="Settings">
            <IconSettings size={18} />
          </ActionIcon>
        </Tooltip>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label="Pages">
        {PLACES.map(({ path, name, Icon }) => (
          <MenuLink
            key={path}
            component={NavLink}
            to={path}
            label={name}
            rightSection={path === '/approvals' && <WaitingCount />}
            leftSection={<Icon size={17} stroke={1.6} aria-hidden />}
            className={classes.link}
            onClick={closeMenu}
          />
        ))}
        <QueuesLink />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <ConnectionBanner />
        <div id="page" className={classes.page} tabIndex={-1}>
          <Outlet />
        </div>
      </AppShell.Main>
      <PreferencesDrawer opened={settings} onClose={closeSettings} />
      <ShortcutHelp opened={help} onClose={closeHelp} />
    </AppShell>
  );
}
