import { type Browser, chromium } from 'playwright-core';
import { canInstallWithApt, installWithApt } from './apt';
import { findOnPath } from './find-on-path';
import type { Say } from './say';

/** It shows only the engine's own pages, and contacts nobody else. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium, installed if it is missing and can be. */
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
