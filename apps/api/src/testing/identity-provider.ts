import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'ome';
export const CLIENT_SECRET = 'the-secret-of-ome-at-the-provider';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

type Claims = Record<string, unknown>;

/** A real provider of OpenID Connect, on loopback, whose login page believes everybody. */
export class TestProvider {
  /** What it says of somebody, by what they typed as login. */
  readonly claims = new Map<string, Claims>();
  /** Of its client: any of them is taken. */
  readonly secrets = new Set([CLIENT_SECRET]);

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly key: CryptoKey,
    private readonly jwk: JWK,
  ) {}

  static async listen(): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'key-of-spec', alg: 'RS256' };
    return new TestProvider(server, `http://127.0.0.1:${port}`, privateKey, jwk);
  }

  /**
   * @param engine where the engine is
   * @param saysWhichSession whether it names the session that has ended, or only the person
   * @param hasDevices whether it lets a browser on another machine sign in
   * @param others where the engine is, too
   */
  serve(
    engine: string,
    saysWhichSession: boolean,
    hasDevices = true,
    others: readonly string[] = [],
  ): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          grant_types: ['authorization_code', ...(hasDevices ? [DEVICE_GRANT] : [])],
          redirect_uris: [engine, ...others].map((url) => `${url}/session/oidc/callback`),
          post_logout_redirect_uris: [`${engine}/console`],
          backchannel_logout_uri: `${engine}/session/oidc/logout`,
          backchannel_logout_session_required: saysWhichSession,
        },
      ],
      jwks: { keys: [this.jwk] },
      cookies: { keys: ['a key of the spec'] },
      claims: { profile: ['preferred_username', 'name', 'groups', 'desks'] },
      features: { backchannelLogout: { enabled: true }, deviceFlow: { enabled: hasDevices } },
      // Its own refuses loopback addresses.
      fetch: (url, { body, headers, method } = {}) => fetch(url, { body, headers, method }),
      // So that the ID token has them.
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({
          sub: accountId,
          preferred_username: accountId,
          ...this.claims.get(accountId),
        }),
      }),
    });
    // Its own clients have one.
    const client = provider.Client.prototype as { compareClientSecret(secret: string): boolean };
    client.compareClientSecret = (secret) => this.secrets.has(secret);
    const answer = provider.callback();
    this.server.on('request', (request, response) => void answer(request, response));
  }

  /** A logout token that it did not send by itself. */
  logoutToken(claims: Claims): Promise<string> {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const now = Math.floor(Date.now() / 1_000);
    const good = { aud: CLIENT_ID, iat: now, exp: now + 60, jti: 'one', events };
    return new SignJWT({ ...good, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'key-of-spec' })
      .sign(this.key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A browser: it keeps cookies by host and port, and follows what it is told. */
export class TestBrowser {
  /** Where it was, in this order. */
  readonly visited: URL[] = [];
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Follows redirects within the provider and to the engine's callback; the last answer. */
  async go(url: string, form?: Record<string, string>): Promise<{ url: URL; answer: Response }> {
    const here = new URL(url);
    this.visited.push(here);
    const jar = this.cookies.get(here.host) ?? new Map<string, string>();
    this.cookies.set(here.host, jar);
    const answer = await fetch(here, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const text of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text)!;
      jar.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null || new URL(next, here).pathname.startsWith('/console')) {
      return { url: new URL(next ?? here, here), answer };
    }
    return this.go(new URL(next, here).href);
  }

  /** Signs in at the provider's page, and agrees to all that it asks. */
  async signIn(engine: string, login: string): Promise<{ url: URL; answer: Response }> {
    return this.agree(await this.go(`${engine}/session/oidc`), login);
  }

  /** Types the code that a program on another machine shows, and signs in, or gives up. */
  async signInOnDevice(page: string, userCode: string, login: string | null): Promise<void> {
    const { answer } = await this.go(page);
    const form = { xsrf: xsrfIn(await answer.text()), user_code: userCode };
    if (login === null) await this.go(page, { ...form, abort: 'yes' });
    else await this.agree(await this.go(page, { ...form, confirm: 'yes' }), login);
  }

  private async agree(asked: { url: URL }, login: string): Promise<{ url: URL; answer: Response }> {
    const agreed = await this.go(asked.url.href, { prompt: 'login', login, password: 'x' });
    if (agreed.url.pathname.startsWith('/console')) return agreed;
    return this.go(agreed.url.href, { prompt: 'consent' });
  }

  /** Signs out at the provider's own page. */
  async signOut(issuer: string): Promise<void> {
    const { answer } = await this.go(`${issuer}/session/end`);
    const xsrf = xsrfIn(await answer.text());
    await this.go(`${issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
  }

  cookieOf(engine: string): string {
    const jar = this.cookies.get(new URL(engine).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

const xsrfIn = (page: string): string => /name="xsrf" value="([^"]+)"/.exec(page)![1];
