import { generate, type SubjectAltNameEntry } from 'selfsigned';

/** A certificate and its key in PEM, made for one test run. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface TestCertificateOptions {
  /** Subject alternative names. Default: `localhost` and 127.0.0.1. */
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Signed by this authority; self-signed without one. */
  readonly ca?: TestCertificate;
  /** An authority itself. */
  readonly isAuthority?: boolean;
}

/** Makes a certificate. Elliptic curves, because making an RSA key takes a hundred times longer. */
export async function testCertificate(commonName: string, options: TestCertificateOptions = {}): Promise<TestCertificate> {
  const altNames: SubjectAltNameEntry[] = [];
  for (const value of options.names ?? ['localhost']) altNames.push({ type: 2, value });
  for (const ip of options.addresses ?? ['127.0.0.1']) altNames.push({ type: 7, ip });
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(options.notBefore === undefined ? {} : { notBeforeDate: options.notBefore }),
    ...(options.notAfter === undefined ? {} : { notAfterDate: options.notAfter }),
    ...(options.ca === undefined ? {} : { ca: { key: options.ca.key, cert: options.ca.cert } }),
    extensions:
      options.isAuthority === true
        ? [
            { name: 'basicConstraints', cA: true, critical: true },
            { name: 'keyUsage', keyCertSign: true, digitalSignature: true },
          ]
        : [
            { name: 'basicConstraints', cA: false },
            { name: 'keyUsage', digitalSignature: true },
            { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
            ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames } as const]),
          ],
  });
  return { cert: made.cert, key: made.private };
}

let shared: Promise<{ readonly ca: TestCertificate; readonly server: TestCertificate; readonly client: TestCertificate }> | undefined;

/** One authority with a server's and a client's certificate for the whole run. */
export function sharedCertificates(): NonNullable<typeof shared> {
  shared ??= (async () => {
    const ca = await testCertificate('barewire test authority', { isAuthority: true });
    const [server, client] = await Promise.all([testCertificate('server', { ca }), testCertificate('client', { ca })]);
    return { ca, server, client };
  })();
  return shared;
}
