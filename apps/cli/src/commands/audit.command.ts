import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuditQueryParameters, AuditSignature } from '@ome/contracts';
import { isSigned } from '@ome/platform';
import { Command, Option } from 'commander';
import { AUDIT } from '../columns';
import { AuditBroken, UsageFault } from '../exit-code';
import { example, inTime, paged } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function auditCommand(open: OpenSession): Command {
  return new Command('audit')
    .description('who changed what; needs the scope admin')
    .addCommand(listEntries(open), { isDefault: true })
    .addCommand(verify(open))
    .addCommand(exported(open))
    .addCommand(check(open));
}

function listEntries(open: OpenSession): Command {
  const command = new Command('list')
    .description('entries, newest first')
    .option('--by <id>', 'of this person or key only')
    .option('--action <action>', 'a whole action, or what it begins with, such as risk')
    .option('--subject <subject>', 'of this order, account or key only');
  reading(command, open, async (session, filter: AuditQueryParameters) =>
    session.list(await session.client.audit.list(filter), AUDIT),
  );
  return example(paged(inTime(command)), 'audit list --action risk --limit 20');
}

function verify(open: OpenSession): Command {
  const command = new Command('verify')
    .description('whether an entry was changed or taken out')
    .action(async (_options: object, own: Command) => {
      const session = open(own);
      const { faults, ...found } = await session.client.audit.verify();
      session.record({ ...found, ...(faults.length > 0 && { faults }) });
      if (found.faultCount > 0) throw new AuditBroken(`${found.faultCount} faults in the audit`);
    });
  return example(command, 'audit verify');
}

interface ExportOptions {
  format: 'jsonl' | 'csv';
  from?: string;
  to?: string;
}

function exported(open: OpenSession): Command {
  const command = new Command('export')
    .description('the audit as a file, signed in its last line')
    .addOption(new Option('--format <format>').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--from <when>', 'from this instant on')
    .option('--to <when>', 'before this instant')
    .action(async (request: ExportOptions, own: Command) => {
      const { client, terminal } = open(own);
      terminal.out((await client.audit.export(request)).trimEnd());
    });
  return example(command, 'audit export --format csv --from 2026-11-01');
}

function check(open: OpenSession): Command {
  const command = new Command('check')
    .description('whether an exported file is as it was signed')
    .argument('<file>')
    .requiredOption('--public-key <key>', 'as kept apart from the file: its last line names one')
    .action(async (file: string, { publicKey }: { publicKey: string }, own: Command) => {
      const fault = faultOf(await read(file), publicKey);
      if (fault) throw new AuditBroken(`${file} ${fault}`);
      open(own).done({ file, signed: true }, `${file} is as it was signed.`);
    });
  return example(command, 'audit check audit.csv --public-key MCowBQYDK2VwAyEA…');
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageFault(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function faultOf(text: string, publicKey: string): string | null {
  const [, content, last] = /^([^]*?)#?(\{[^\n]*\})\n?$/.exec(text) ?? [];
  const signed = signatureIn(last);
  if (!signed) return 'has no signature in its last line';
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (signed.sha256 !== sha256) return 'was changed since it was signed';
  return isSigned(sha256, signed.signature, publicKey) ? null : 'was not signed with this key';
}

function signatureIn(line: string | undefined): AuditSignature | null {
  try {
    const value = JSON.parse(line ?? '') as Partial<AuditSignature>;
    return value.signature && value.sha256 ? (value as AuditSignature) : null;
  } catch {
    return null;
  }
}
