import { decimalFault, decimal, type InstrumentName, parseName } from '@ome/domain';
import type { FixFields } from '@ome/fix';
import { invalid } from '@ome/order-entry';

/** Fields that no link can carry, with the values that ask for nothing. */
const INSTRUCTIONS: readonly (readonly [tag: number, name: string, harmless: readonly string[]])[] =
  [
    [18, 'ExecInst', ['1', '5']],
    [63, 'SettlType', ['0', '2']],
    [110, 'MinQty', ['0']],
    [111, 'MaxFloor', []],
    [152, 'CashOrderQty', []],
    [168, 'EffectiveTime', []],
    [210, 'MaxShow', []],
    [211, 'PegOffsetValue', ['0']],
    [388, 'DiscretionInst', []],
    [389, 'DiscretionOffsetValue', ['0']],
    [423, 'PriceType', ['2']],
    [516, 'OrderPercent', []],
    [854, 'QtyType', ['0']],
    [1089, 'MatchIncrement', []],
    [1091, 'PreTradeAnonymity', ['N']],
    [1100, 'TriggerType', []],
    [1138, 'DisplayQty', []],
  ];

/** SecurityType (167) by kind; the others say nothing that a symbol contradicts. */
const SECURITY_TYPES: Readonly<Record<string, string>> = {
  CS: 'equity',
  FUT: 'future',
  OPT: 'option',
};

const PUT_OR_CALL = { PUT: '0', CALL: '1' };

/**
 * An order whose conditions would be left out on the way is another order: it is refused.
 *
 * @throws InvalidRequest
 */
export function checkInstructions(message: FixFields): void {
  for (const [tag, name, harmless] of INSTRUCTIONS) {
    const asked = message.get(tag);
    if (asked === undefined || asked.split(' ').every((value) => harmless.includes(value)))
      continue;
    const remedy = harmless.length === 0 ? 'left out' : `left out or ${harmless.join(' or ')}`;
    throw invalid(`${name} (${tag})`, `is not supported: it must be ${remedy}`);
  }
}

/**
 * The Symbol (55) names the whole contract. A message that describes another one, or that names the
 * underlying and describes the contract beside it, means something else.
 *
 * @throws InvalidRequest
 */
export function checkDescription(message: FixFields, name: InstrumentName): void {
  const instrument = parseName(name);
  const kind = instrument?.kind;
  const contract = instrument?.kind === 'equity' ? null : instrument;
  const expiry = contract?.expiry.replaceAll('-', '');
  const option = instrument?.kind === 'option' ? instrument : null;
  const type = SECURITY_TYPES[message.get(167) ?? ''];
  const strike = message.get(202);
  const isStrike =
    strike === undefined ||
    (option !== null && decimalFault(strike) === null && option.strike.eq(decimal(strike)));
  const contradictions: readonly (readonly [field: string, contradicts: boolean])[] = [
    ['SecurityType (167)', type !== undefined && kind !== undefined && type !== kind],
    ['MaturityMonthYear (200)', !isPart(message.get(200), expiry)],
    ['PutOrCall (201)', !isPart(message.get(201), option ? PUT_OR_CALL[option.right] : undefined)],
    ['StrikePrice (202)', !isStrike],
    ['MaturityDay (205)', !isPart(message.get(205), expiry?.slice(6))],
    ['MaturityDate (541)', !isPart(message.get(541), expiry)],
  ];
  const [contradiction] = contradictions.find(([, contradicts]) => contradicts) ?? [];
  if (contradiction === undefined) return;
  throw invalid(contradiction, `contradicts Symbol (55), which must name the whole contract`);
}

/** Whether a field is left out, or begins what it describes: a month begins its days. */
const isPart = (given: string | undefined, whole: string | undefined): boolean =>
  given === undefined || (given !== '' && whole?.startsWith(given) === true);
