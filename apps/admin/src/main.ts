import { EX_CONFIG, SettingFault } from '@ome/platform';
import { createAdminProgram } from './program';

createAdminProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const known = error instanceof SettingFault;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    process.exitCode = known ? EX_CONFIG : 1;
  });
