import { fieldsText } from '../codec/field';
import { dictionaryOf } from './dictionaries';
import { readableFields } from './readable';

const FIX44 = dictionaryOf('FIX.4.4');

test('fields have their names, and codes what they mean', () => {
  const text = fieldsText([
    [150, 'F'],
    [54, 1],
    [38, 10],
    [9999, 'x'],
  ]);
  expect(readableFields(FIX44, text)).toEqual([
    { tag: 150, name: 'ExecType', value: 'F', meaning: 'Trade' },
    { tag: 54, name: 'Side', value: '1', meaning: 'Buy' },
    { tag: 38, name: 'OrderQty', value: '10', meaning: null },
    { tag: 9999, name: null, value: 'x', meaning: null },
  ]);
});

test('what is secret is masked, also where it contains what ends a field', () => {
  const text = fieldsText([
    [108, 30],
    [95, 8],
    [96, 'ke\x0158=yz'],
    [554, 'secret'],
    [925, 'new'],
    [58, 'Hello'],
  ]);
  const fields = readableFields(FIX44, text);
  expect(fields.map(({ tag, value }) => [tag, value])).toEqual([
    [108, '30'],
    [95, '8'],
    [96, '***'],
    [554, '***'],
    [925, '***'],
    [58, 'Hello'],
  ]);
});

test('what is cut off is shown as far as it goes', () => {
  expect(readableFields(FIX44, '58=Half').map(({ value }) => value)).toEqual(['Half']);
  expect(readableFields(FIX44, 'nothing')).toEqual([]);
});
