import { type Browser, chromium } from 'playwright-core';
import { canInstallWithApt, installWithApt } from './apt';
import { findOnPath } from './find-on-path';
import type { Say } from './say';

/** It shows the engine's own pages alone, and asks nobody for anything else. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium without a window, installed where that is possible and none is there. */
export const launchChromium = async (say: Say): Promise<Browser> =>
  chromium.launch({ executablePath: await program(say), args: ARGUMENTS });

async function program(say: Say): Promise<string> {
  const find = () => findOnPath('chromium', 'chromium-browser', 'google-chrome');
  if (!find() && canInstallWithApt()) {
    await installWithApt('chromium', () => find() !== undefined, say);
  }
  const found = find();
  if (!found) throw new Error('Chromium is missing: install chromium or google-chrome.');
  return found;
}
