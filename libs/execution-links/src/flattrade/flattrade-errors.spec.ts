import type { FaultClass } from '../broker/broker-fault';
import { explained, faultOf, isListed, isNoData } from './flattrade-errors';

const TEXTS: [text: string, faultClass: FaultClass, remedy: RegExp][] = [
  ['Session Expired :  Invalid Session Key', 'reauthenticate', /^Re-authenticate with Flattrade$/],
  ['Invalid session', 'reauthenticate', /Re-authenticate/],
  ['Not logged in', 'reauthenticate', /Re-authenticate/],
  [
    'Invalid Input :  Order Recieved 11 in a current second exceeds Limit 10 for user',
    'rateLimited',
    /^Reduce API call frequency: the limit is 10 calls a second$/,
  ],
  [
    'Invalid Input :  Order Recieved 41 in a current minute exceeds Limit 40 for user',
    'rateLimited',
    /40 calls a minute$/,
  ],
  ['Rate limit exceeded', 'rateLimited', /^Reduce API call frequency$/],
  ['Too Many Requests', 'rateLimited', /Reduce/],
  ['Error Occurred : 1 "unknown request"', 'unknown', /order system is down/],
  ['Server Timeout :  ', 'unknown', /order system is down/],
  ['Invalid Input : INVALID_IP', 'rejected', /IPv4/],
  ['Invalid Input : Invalid App Key', 'rejected', /FLATTRADE_ACCOUNTS/],
  ['Invalid Input : Invalid Vendor code', 'rejected', /FLATTRADE_ACCOUNTS/],
  ['Invalid Input : Invalid User', 'rejected', /FLATTRADE_ACCOUNTS/],
  ['Invalid Input : Wrong Password', 'rejected', /account owner/],
  ['Invalid Input : Wrong PAN/DOB', 'rejected', /account owner/],
  ['Session : Password Expired', 'rejected', /account owner/],
  ['Invalid Input : Change Password', 'rejected', /account owner/],
  ['User Blocked due to multiple wrong attempts', 'rejected', /account owner/],
  ['Invalid Input : User Deactivated', 'rejected', /account owner/],
  ['User Not enabled on : API', 'rejected', /account owner/],
  ['Invalid Access Type', 'rejected', /account owner/],
  ['Invalid Input : jData is not valid json object', 'rejected', /error in this engine/],
  ['Invalid Input : Missing jData', 'rejected', /error in this engine/],
  ['Request data is missing.', 'rejected', /error in this engine/],
  ['Invalid Input : trantype is Missing', 'rejected', /error in this engine/],
  ['Invalid Input : Missing uid or actid or prd.', 'rejected', /error in this engine/],
  ['One or more input parameters are not in string format', 'rejected', /error in this engine/],
  ['Invalid Input : basic_string::at: __n (which is 0)', 'rejected', /error in this engine/],
  ['Error Occurred : 2 "invalid input"', 'rejected', /Check symbol, quantity/],
  ['Invalid Trading Symbol', 'rejected', /^Check symbol format: NIFTY21AUG25C24500$/],
  ['Invalid AMO', 'rejected', /after-market/],
  ['Order price cannot be zero', 'rejected', /limit price/],
  ['Invalid Input :  Invalid Position Type', 'rejected', /CARRY_FORWARD/],
  ['Error Occurred : 5 "no data"', 'rejected', /Check exchange and symbol/],
  ['No Data :  ', 'rejected', /Check exchange and symbol/],
  ['Rejected : ORA:Order not found', 'rejected', /^Order may be already executed\/cancelled$/],
  ['Rejected : ORA:Order not found to Cancel', 'rejected', /already executed/],
  ['Rejected : SAF:order is not open to cancel', 'rejected', /already executed/],
  ['Rejected : SAF:order is not open to modify', 'rejected', /already executed/],
  ['Insufficient funds', 'rejected', /^Check available margin\/balance$/],
  ['RMS:Margin Validation', 'rejected', /^Insufficient margin for this trade$/],
  ['RED:Margin Shortfall:INR 10.00 Available:INR 5.00 for C-X', 'rejected', /^Insufficient margin/],
  [
    'RED:RULE:{Check circuit limit including square off order}Current:1 UpperCircuit:2',
    'rejected',
    /circuit limits/,
  ],
  ['ORA:Trigger price invalid - 0.00', 'rejected', /trigger price/],
];

describe('what the texts of Flattrade mean', () => {
  test.each(TEXTS)('%s: %s', (text, faultClass, remedy) => {
    const fault = faultOf(text);

    expect(fault.faultClass).toBe(faultClass);
    expect(fault.brokerText).toBe(text);
    expect(fault.remedy).toMatch(remedy);
    expect(isListed(text)).toBe(true);
  });

  test('in any case and with any blanks', () => {
    expect(faultOf('SESSION  EXPIRED').faultClass).toBe('reauthenticate');
  });

  test('an unlisted text is a refusal, with the text as it is', () => {
    const text = 'RED:RULE:{Order value exceeds limit of the desk}';

    expect(faultOf(text)).toMatchObject({ faultClass: 'rejected', remedy: null, message: text });
    expect(isListed(text)).toBe(false);
  });
});

describe('limits', () => {
  test.each([
    ['Order Recieved 11 in a current second exceeds Limit 10 for user', 2_000],
    ['Order Recieved 41 in a current minute exceeds Limit 40 for user', 10_000],
    ['Rate limit exceeded', 2_000],
  ])('%s: wait %i ms', (text, pauseMs) => expect(faultOf(text).retryAfterMs).toBe(pauseMs));

  test('a pause that the broker names takes precedence', () => {
    expect(faultOf('Rate limit exceeded', 7_000).retryAfterMs).toBe(7_000);
  });
});

test.each([
  ['Error Occurred : 5 "no data"', true],
  ['No Data :  ', true],
  ['Session Expired : Invalid Session Key', false],
  ['Server Timeout : ', false],
])('%s is an empty list: %s', (text, empty) => expect(isNoData(text)).toBe(empty));

test('a reason of rejection comes with a remedy', () => {
  expect(explained('Insufficient funds')).toBe(
    'Insufficient funds (Check available margin/balance)',
  );
  expect(explained('RED:of some other kind')).toBe('RED:of some other kind');
});
