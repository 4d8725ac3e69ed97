import {
  type Field,
  type FixVersion,
  type OutgoingMessage,
  REPORT_TAGS,
  utcTimestamp,
} from '@ome/fix';

/** What FIX 4.2 says by ExecTransType (20), by our ExecType. */
const TRANS_TYPES: Readonly<Record<string, string>> = { H: '1', G: '2', I: '3' };

/** The message of a report that is given by FIX names. */
export function reportMessage(
  version: FixVersion,
  report: Readonly<Record<string, unknown>>,
): OutgoingMessage {
  const type = report.MsgType === '9' ? '9' : '8';
  const fields = version === 'FIX.4.2' ? asIn42(report, type) : report;
  const body = Object.entries(fields).flatMap(([name, value]): Field[] => {
    const tag = REPORT_TAGS[name];
    if (tag === undefined || value === undefined || value === null) return [];
    return [[tag, name === 'TransactTime' ? timestamp(value) : textOf(value)]];
  });
  return { type, body };
}

function asIn42(
  report: Readonly<Record<string, unknown>>,
  type: '8' | '9',
): Readonly<Record<string, unknown>> {
  if (type === '9') return { ...report, ...(report.CxlRejReason === 99 && { CxlRejReason: 2 }) };
  const execType = textOf(report.ExecType);
  const status = textOf(report.OrdStatus);
  const ExecTransType = report.ExecTransType ?? TRANS_TYPES[execType] ?? '0';
  const isFill = execType === 'F';
  const ExecType = isFill
    ? status === '2'
      ? '2'
      : '1'
    : execType in TRANS_TYPES
      ? status
      : execType;
  const { OrdRejReason } = report;
  return { ...report, ExecTransType, ExecType, ...(OrdRejReason === 99 && { OrdRejReason: 0 }) };
}

const timestamp = (value: unknown): string => utcTimestamp(new Date(textOf(value)));

/** Decimals, numbers and texts. */
const textOf = (value: unknown): string => String(value);
