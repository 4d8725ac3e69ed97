import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'ome';
export const CLIENT_SECRET = 'the-secret-of-ome-at-the-provider';

type Claims = Record<string, unknown>;

/** A real provider of OpenID Connect, on loopback, whose login page believes everybody. */
export class TestProvider {
  /** What it says of somebody, by what they typed as login. */
  readonly claims = new Map<string, Claims>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async listen(): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new TestProvider(server, `http://127.0.0.1:${port}`);
  }

  /** @param engine where the engine is */
  serve(engine: string): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          redirect_uris: [`${engine}/session/oidc/callback`],
          post_logout_redirect_uris: [`${engine}/console`],
        },
      ],
      cookies: { keys: ['a key of the spec'] },
      claims: { profile: ['preferred_username', 'name', 'groups', 'desks'] },
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
    const answer = provider.callback();
    this.server.on('request', (request, response) => void answer(request, response));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A browser: it keeps cookies by host and port, and follows what it is told. */
export class TestBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Follows redirects within the provider and to the engine's callback; the last answer. */
  async go(url: string, form?: Record<string, string>): Promise<{ url: URL; answer: Response }> {
    const here = new URL(url);
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
    const asked = await this.go(`${engine}/session/oidc`);
    const agreed = await this.go(asked.url.href, { prompt: 'login', login, password: 'x' });
    if (agreed.url.pathname.startsWith('/console')) return agreed;
    return this.go(agreed.url.href, { prompt: 'consent' });
  }

  cookieOf(engine: string): string {
    const jar = this.cookies.get(new URL(engine).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
