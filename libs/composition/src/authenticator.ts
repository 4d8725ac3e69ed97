import { randomBytes } from 'node:crypto';
import { hashSecret } from '@ome/platform';
import type { AuthenticatorView } from '@ome/contracts';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { renderSVG } from 'uqr';

const ISSUER = 'OME';
/** Clocks of phones are not exact: the code before and the one after are good, too. */
const TOLERANCE_S = 30;
const CODE = /^\d{6}$/;

export const newAuthenticatorSecret = (): string => generateSecret();

export function authenticatorView(login: string, secret: string): AuthenticatorView {
  const uri = generateURI({ issuer: ISSUER, label: login, secret });
  return { secret, uri, qrCode: renderSVG(uri) };
}

/** The time step of a code of RFC 6238; null if it is not one of now. */
export function stepOf(code: string, secret: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!CODE.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1_000);
  const result = verifySync({ token, secret, epoch, epochTolerance: TOLERANCE_S });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;

/** Of 80 random bits, as `0a1b2c3d4e-5f60718293`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(RECOVERY_BYTES)
      .toString('hex')
      .replace(/^.{10}/, '$&-'),
  );

/** However it was typed. The code is random: there is nothing to guess. */
export const hashRecoveryCode = (code: string): string =>
  hashSecret(code.toLowerCase().replace(/[^0-9a-f]/g, ''));
