import { EX_CONFIG, SettingFault, startMessage } from '@ome/platform';
import { createAdminProgram } from './program';

startMessage()
  .then(() => createAdminProgram().parseAsync())
  .catch((error: unknown) => {
    const known = error instanceof SettingFault;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    process.exitCode = known ? EX_CONFIG : 1;
  });
