import { FixMessage, messageText } from '../codec/fix-message';
import { dictionaryOf, ENVELOPES, FIX_VERSIONS, type FixVersion } from './dictionaries';
import { FaultReason } from './fault';

const HEADER = 'D|49=DESK|56=OME|34=2|52=20261126-09:15:00';
const BODY: Readonly<Record<FixVersion, string>> = {
  'FIX.4.2': '11=a|21=1|55=ACC|54=1|60=20261126-09:15:00|40=1|38=10',
  'FIX.4.4': '11=a|55=ACC|54=1|60=20261126-09:15:00|40=1|38=10',
  'FIX.5.0SP2': '11=a|55=ACC|54=1|60=20261126-09:15:00|40=1|38=10',
};

function fault(version: FixVersion, text: string) {
  const [type, ...fields] = text.split('|');
  const body = fields.map((field) => `${field}\x01`).join('');
  const message = FixMessage.parse(messageText(ENVELOPES[version].beginString, [[35, type]], body));
  return dictionaryOf(version).fault(message!);
}

test.each(FIX_VERSIONS)('%s: an order as its dictionary has it', (version) => {
  expect(fault(version, `${HEADER}|${BODY[version]}`)).toBeNull();
});

describe.each(FIX_VERSIONS)('%s', (version) => {
  const order = `${HEADER}|${BODY[version]}`;
  const { RequiredTagMissing, TagWithoutValue, ValueIncorrect } = FaultReason;

  test.each([
    ['a type that FIX does not have', order.replace('D|', 'zz|'), FaultReason.InvalidMsgType, null],
    ['no ClOrdID', order.replace('|11=a', ''), RequiredTagMissing, 11],
    ['no SendingTime', order.replace('|52=20261126-09:15:00', ''), RequiredTagMissing, 52],
    ['a Side that FIX does not have', order.replace('54=1', '54=?'), ValueIncorrect, 54],
    ['a quantity in words', order.replace('38=10', '38=ten'), FaultReason.IncorrectDataFormat, 38],
    ['an invalid instant', order.replace('60=20261126', '60=20261399'), 6, 60],
    ['no value', order.replace('55=ACC', '55='), TagWithoutValue, 55],
    ['a tag twice', `${order}|38=11`, FaultReason.TagAppearsTwice, 38],
    ['a tag that FIX does not have', `${order}|19999=1`, FaultReason.InvalidTagNumber, 19999],
    ['a tag of another message', `${order}|37=1`, FaultReason.TagNotDefinedForMessage, 37],
    ['a header field after the body', `${order}|50=a`, FaultReason.TagOutOfOrder, 50],
  ])('%s', (_what, text, reason, tag) => {
    expect(fault(version, text)).toEqual(tag === null ? { reason } : { reason, tag });
  });
});

describe('repeating groups', () => {
  const parties = (group: string) => fault('FIX.4.4', `${HEADER}|${BODY['FIX.4.4']}|${group}`);

  test('as many entries as the count says', () => {
    expect(parties('453=2|448=a|447=D|452=1|448=b|447=D|452=3')).toBeNull();
  });

  test('groups within groups', () => {
    expect(parties('453=1|448=a|447=D|452=1|802=2|523=x|803=1|523=y|803=2')).toBeNull();
  });

  test.each(['453=3|448=a|447=D|452=1', '453=1|448=a|448=b', '453=1|447=D|448=a'])(
    '%s',
    (group) => {
      expect(parties(group)).toEqual({ reason: FaultReason.IncorrectGroupCount, tag: 453 });
    },
  );

  test('a wrong value in an entry', () => {
    expect(parties('453=1|448=a|447=?')).toEqual({ reason: FaultReason.ValueIncorrect, tag: 447 });
  });
});
