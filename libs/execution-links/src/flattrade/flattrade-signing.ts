import { createHash, createHmac } from 'node:crypto';
import type { BrokerCredentials } from '@ome/platform';

/** The call that turns the code of the login page into a token. Its body is a secret. */
export interface TokenRequest {
  url: string;
  contentType: string;
  body: string;
}

/** How a session authenticates itself to Flattrade. */
export interface FlattradeSigning {
  tokenRequest(code: string): TokenRequest;
  /** The `jKey` of a call with exactly this `jData`. */
  jKey(jData: string, token: string): string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What PiConnect documents: the token itself goes with every call, and nothing is signed. */
export class SessionSigning implements FlattradeSigning {
  constructor(
    private readonly credentials: BrokerCredentials,
    private readonly tokenUrl: string,
  ) {}

  tokenRequest(code: string): TokenRequest {
    const { apiKey, apiSecret } = this.credentials;
    return {
      url: this.tokenUrl,
      contentType: 'application/json',
      body: JSON.stringify({
        api_key: apiKey,
        request_code: code,
        // The field is named after the secret and carries a checksum over it.
        api_secret: sha256(`${apiKey}${code}${apiSecret}`),
      }),
    };
  }

  jKey(_jData: string, token: string): string {
    return token;
  }
}

/**
 * The older scheme of some integration guides: a form for the token, and every call signed with
 * HMAC-SHA256 over the bytes of its `jData`. Flattrade itself does not support it.
 */
export class HmacSigning implements FlattradeSigning {
  constructor(
    private readonly credentials: BrokerCredentials,
    private readonly restUrl: string,
  ) {}

  tokenRequest(code: string): TokenRequest {
    const { apiKey, apiSecret } = this.credentials;
    const checksum = sha256(`api_key=${apiKey}&request_token=${code}&api_secret=${apiSecret}`);
    return {
      url: `${this.restUrl.replace(/\/$/, '')}/QuickAuth`,
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ api_key: apiKey, request_token: code, checksum }).toString(),
    };
  }

  jKey(jData: string): string {
    return createHmac('sha256', this.credentials.apiSecret).update(jData).digest('hex');
  }
}
