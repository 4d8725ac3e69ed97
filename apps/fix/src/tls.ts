import { SettingFault, type Settings } from '@ome/platform';
import { readFileSync } from 'node:fs';
import type { TlsOptions } from 'node:tls';

type TlsSetting = 'FIX_TLS_CERT_FILE' | 'FIX_TLS_KEY_FILE' | 'FIX_TLS_CLIENT_CA_FILE';

/**
 * How the gateway encrypts; undefined if it does not. With an authority for clients, each has to show
 * a certificate of it.
 *
 * @throws SettingFault if a file cannot be read
 */
export function tlsOf(settings: Pick<Settings, TlsSetting>): TlsOptions | undefined {
  const cert = contentOf(settings, 'FIX_TLS_CERT_FILE');
  const key = contentOf(settings, 'FIX_TLS_KEY_FILE');
  const ca = contentOf(settings, 'FIX_TLS_CLIENT_CA_FILE');
  if (!cert || !key) {
    if (!cert && !key && !ca) return undefined;
    throw new SettingFault('Set FIX_TLS_CERT_FILE and FIX_TLS_KEY_FILE together.');
  }
  const isAsked = ca !== undefined;
  return {
    cert,
    key,
    ca,
    requestCert: isAsked,
    rejectUnauthorized: isAsked,
    minVersion: 'TLSv1.2',
  };
}

function contentOf(settings: Pick<Settings, TlsSetting>, name: TlsSetting): Buffer | undefined {
  const path = settings[name];
  if (path === null) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SettingFault(`${name} cannot be read: ${(error as Error).message}.`);
  }
}
