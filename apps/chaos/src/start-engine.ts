import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { SETTLE_FAST } from '../../dev/src/engine-process/engine-settings';
import type { Scenario } from './scenarios/scenario';

/** Not those of the exchanges that orders name. */
const HOURS = {
  NONE: {
    timeZone: 'UTC',
    open: '00:00',
    close: '23:59',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    holidays: [],
  },
};

/** An engine for a scenario. It knows no hours: what has to wait must not end at a close. */
export function startEngine(
  distDir: string,
  dataDir: string,
  { settings = SETTLE_FAST }: Scenario,
): Promise<EngineProcess> {
  const calendar = join(dataDir, 'hours.json');
  writeFileSync(calendar, JSON.stringify(HOURS));
  return EngineProcess.start(distDir, dataDir, { ...settings, EXCHANGE_CALENDAR_FILE: calendar });
}
