import type { KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecureContext } from 'node:tls';
import { describe, OptionError } from '../check-options.js';

/** Certificates or a key in PEM, as text or as the bytes of a file. */
export type Pem = string | Uint8Array;

/** What both sides may say of certificates. Each may be given as PEM or as a file, not both. */
export interface CredentialOptions {
  /** Our certificate in PEM, its chain behind it. */
  cert?: Pem | undefined;
  /** The path of a file with it. */
  certFile?: string | undefined;
  /** The key of our certificate, in PEM. */
  key?: Pem | undefined;
  /** The path of a file with it. */
  keyFile?: string | undefined;
  /** Opens an encrypted key. */
  passphrase?: string | undefined;
  /** The authorities that the other side's certificate may come from. Default: those of the system. */
  ca?: Pem | readonly Pem[] | undefined;
  /** The path of a file with them. */
  caFile?: string | undefined;
}

export const CREDENTIAL_NAMES = ['cert', 'certFile', 'key', 'keyFile', 'passphrase', 'ca', 'caFile'] as const;

// Where nobody encrypts, node:tls and node:crypto need not be loaded: together they take a quarter of the import of barewire. They
// are asked for here and not by `import()`, since constructors cannot wait.
const tls = () => process.getBuiltinModule('node:tls');
const crypto = () => process.getBuiltinModule('node:crypto');

const CERTIFICATE = '-----BEGIN CERTIFICATE-----';
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

/** Whether `value` is what `tls.createSecureContext()` makes. Its class is not exported. */
export function isSecureContext(value: unknown): value is SecureContext {
  return typeof value === 'object' && value !== null && value.constructor?.name === 'SecureContext' && 'context' in value;
}

/** Reads and checks everything now, so that a mistake is told here and not by a failing handshake. Throws an `OptionError`. */
export function secureContext(owner: string, options: CredentialOptions): SecureContext {
  const cert = source(owner, 'cert', options.cert, options.certFile);
  const key = source(owner, 'key', options.key, options.keyFile);
  const ca = authorities(owner, options);
  if (cert === undefined && key !== undefined) throw new OptionError(`${owner}: ${key.name} is given without tls.cert or tls.certFile`);
  if (cert !== undefined && key === undefined) throw new OptionError(`${owner}: ${cert.name} is given without tls.key or tls.keyFile`);
  if (cert !== undefined && key !== undefined) checkPair(owner, cert, key, options.passphrase);
  try {
    return tls().createSecureContext({
      minVersion: 'TLSv1.2',
      ...(cert === undefined ? {} : { cert: cert.pem }),
      ...(key === undefined ? {} : { key: key.pem }),
      ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }),
      ...(ca === undefined ? {} : { ca }),
    });
  } catch (error) {
    throw new OptionError(`${owner}: tls cannot be used: ${(error as Error).message}`);
  }
}

interface Source {
  /** For messages: `tls.certFile ./server.crt`. */
  readonly name: string;
  readonly pem: string;
}

function source(owner: string, name: string, pem: unknown, file: unknown): Source | undefined {
  if (pem !== undefined && file !== undefined) throw new OptionError(`${owner}: give tls.${name} or tls.${name}File, not both`);
  if (file !== undefined) return { name: `tls.${name}File ${describe(file)}`, pem: readPem(owner, `${name}File`, file) };
  return pem === undefined ? undefined : { name: `tls.${name}`, pem: pemText(owner, name, pem) };
}

function pemText(owner: string, name: string, pem: unknown): string {
  if (typeof pem === 'string') return pem;
  if (pem instanceof Uint8Array) return Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength).toString('latin1');
  throw new OptionError(`${owner}: tls.${name} is PEM, as text or bytes; got ${describe(pem)}`);
}

function readPem(owner: string, name: string, file: unknown): string {
  if (typeof file !== 'string' || file === '') throw new OptionError(`${owner}: tls.${name} is the path of a file; got ${describe(file)}`);
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const where = resolve(file);
    if (code === 'ENOENT') throw new OptionError(`${owner}: tls.${name}: there is no file ${where}: check the path`);
    if (code === 'EACCES') throw new OptionError(`${owner}: tls.${name}: no permission to read ${where}: check the rights of the file`);
    if (code === 'EISDIR') throw new OptionError(`${owner}: tls.${name}: ${where} is a folder: name the file in it`);
    throw new OptionError(`${owner}: tls.${name}: ${where} cannot be read: ${(error as Error).message}`);
  }
}

function authorities(owner: string, options: CredentialOptions): string[] | undefined {
  const { ca, caFile } = options;
  if (ca !== undefined && caFile !== undefined) throw new OptionError(`${owner}: give tls.ca or tls.caFile, not both`);
  if (caFile !== undefined) {
    const pem = readPem(owner, 'caFile', caFile);
    firstCertificate(owner, { name: `tls.caFile ${describe(caFile)}`, pem });
    return [pem];
  }
  if (ca === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(ca) ? ca : [ca];
  if (list.length === 0)
    throw new OptionError(`${owner}: tls.ca is empty: then no certificate at all is trusted; leave it out for the system's authorities`);
  return list.map((one) => {
    const pem = pemText(owner, 'ca', one);
    firstCertificate(owner, { name: 'tls.ca', pem });
    return pem;
  });
}

function firstCertificate(owner: string, { name, pem }: Source): X509Certificate {
  const at = pem.indexOf(CERTIFICATE);
  if (at < 0) {
    const what = pem.includes('PRIVATE KEY-----') ? 'holds a key' : 'is no PEM certificate';
    throw new OptionError(`${owner}: ${name} ${what}: expected ${CERTIFICATE}`);
  }
  try {
    return new (crypto().X509Certificate)(pem.slice(at));
  } catch (error) {
    throw new OptionError(`${owner}: ${name} is broken: its certificate cannot be read (${(error as Error).message})`);
  }
}

function checkPair(owner: string, cert: Source, key: Source, passphrase: string | undefined): void {
  const certificate = firstCertificate(owner, cert);
  const privateKey = readKey(owner, key, passphrase);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new OptionError(
      `${owner}: ${key.name} is not the key of ${cert.name} (${certificate.subject.replaceAll('\n', ', ')}): give the two that belong together`,
    );
  }
}

function readKey(owner: string, { name, pem }: Source, passphrase: string | undefined): KeyObject {
  if (!pem.includes('PRIVATE KEY-----')) {
    const what = pem.includes(CERTIFICATE) ? 'holds a certificate' : 'is no PEM key';
    throw new OptionError(`${owner}: ${name} ${what}: expected -----BEGIN PRIVATE KEY-----`);
  }
  if (ENCRYPTED.test(pem) && passphrase === undefined) throw new OptionError(`${owner}: ${name} is encrypted: give tls.passphrase`);
  try {
    return crypto().createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const why = ENCRYPTED.test(pem) ? 'tls.passphrase does not open it' : `it cannot be read (${(error as Error).message})`;
    throw new OptionError(`${owner}: ${name} is broken: ${why}`);
  }
}
