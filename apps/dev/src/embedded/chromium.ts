import { canInstallWithApt, installWithApt } from './apt';
import { findOnPath } from './find-on-path';
import type { Say } from './say';

/** A Chromium for the browser tests, installed where that is possible and none is there. */
export async function chromiumProgram(say: Say): Promise<string> {
  const find = () => findOnPath('chromium', 'chromium-browser', 'google-chrome');
  if (!find() && canInstallWithApt()) {
    await installWithApt('chromium', () => find() !== undefined, say);
  }
  const program = find();
  if (!program) throw new Error('Chromium is missing: install chromium or google-chrome.');
  return program;
}
