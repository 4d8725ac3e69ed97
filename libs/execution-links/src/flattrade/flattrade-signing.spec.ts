import { BrokerCredentials } from '@ome/platform';
import { HmacSigning, SessionSigning } from './flattrade-signing';

const credentials = new BrokerCredentials('FT012345', 'K1', 'S1', null);

describe('SessionSigning', () => {
  const signing = new SessionSigning(credentials, 'https://login.example/trade/apitoken');

  test('asks for a token with a checksum over key, code and secret', () => {
    const { url, contentType, body } = signing.tokenRequest('C1');

    expect(url).toBe('https://login.example/trade/apitoken');
    expect(contentType).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      api_key: 'K1',
      request_code: 'C1',
      api_secret: '441151c2c5185ed8a3820d2154fdac3a849a308edd0bfd2026e1aa8cc5707386',
    });
  });

  test('the token is the key of every call', () => {
    expect(signing.jKey('{"uid":"U1"}', 'the-token')).toBe('the-token');
  });
});

describe('HmacSigning', () => {
  const signing = new HmacSigning(credentials, 'https://rest.example/PiConnectTP/');

  test('asks for a token with a form', () => {
    const { url, contentType, body } = signing.tokenRequest('C1');

    expect(url).toBe('https://rest.example/PiConnectTP/QuickAuth');
    expect(contentType).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      api_key: 'K1',
      request_token: 'C1',
      checksum: 'b1944b36a8c3ec55a49b2764decb92fbd13da150c3bc9834debd2bc7b38c86f9',
    });
  });

  test('signs the bytes of the call', () => {
    expect(signing.jKey('{"uid":"U1"}')).toBe(
      'd5d3410ac4a4c8ab47f5e8744cf7cb3a2bb48944711071076c3f968c5d5e7ff7',
    );
  });
});
