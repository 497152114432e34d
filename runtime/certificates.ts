/**
 * Makes certificates: the fleet's own CA, and one for each process, with its name where identity.ts reads it.
 *
 * The common name is `*` in every certificate: libtorrent accepts a peer's certificate only if a DNS name or the common name
 * is the torrent's name or `*` (https://www.libtorrent.org/manual-ref.html#ssl-torrents). It stands in the common name because
 * no TLS client takes a host name from there, and for people the name is repeated in OU.
 *
 * Keys are ECDSA P-256 in PKCS #8. Nothing here touches the disk. Apart from identity.ts, which every process of the fleet loads:
 * what makes certificates takes long to load, and the first certificate that it reads takes longer still.
 */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";
import { ShoalError, printable } from "./errors.ts";
import { type KeyPair, type Role, identityOfUri } from "./identity.ts";
import { CERTIFICATE_ADDRESSES_MAX, CERTIFICATE_BACKDATE_MS, CERTIFICATE_DAYS_MAX } from "./limits.ts";

export interface FleetCaOptions {
  /** For people; shown as the CA's common name. */
  readonly name: string;
  readonly days: number;
}

export interface CertificateOptions {
  readonly ca: KeyPair;
  readonly role: Role;
  readonly name: string;
  /** DNS names and IP addresses that this process is reached at. */
  readonly addresses: readonly string[];
  /** Ends with the CA at the latest. */
  readonly days: number;
}

/** A self-signed CA that can sign leaves only. Errors: E_USAGE. */
export async function createFleetCa({ name, days }: FleetCaOptions): Promise<KeyPair> {
  if (name.length < 1 || name.length > 64 || printable(name) !== name)
    throw new ShoalError("E_USAGE", "a CA's name has 1 to 64 printable characters");
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ O: ["Shoal"] }, { CN: [name] }],
    ...validity(days),
    serialNumber: randomSerial(),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pem(certificate), keyPem: await exportKey(keys.privateKey) };
}

/** A client and server certificate for one process, with a new key. Errors: E_USAGE (name, address, days), E_CONFIG (the CA). */
export async function issueCertificate({ ca, role, name, addresses, days }: CertificateOptions): Promise<KeyPair> {
  const names = subjectNames(role, name, addresses);
  const { certificate: caCertificate, key: caKey } = await readCa(ca);
  const { notBefore, notAfter } = validity(days);
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ O: ["Shoal"] }, { OU: [`${role}/${name}`] }, { CN: ["*"] }],
    issuer: caCertificate.subjectName,
    notBefore: notBefore < caCertificate.notBefore ? caCertificate.notBefore : notBefore,
    notAfter: notAfter > caCertificate.notAfter ? caCertificate.notAfter : notAfter,
    serialNumber: randomSerial(),
    signingAlgorithm: SIGNING,
    publicKey: keys.publicKey,
    signingKey: caKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caCertificate),
    ],
  });
  return { certificatePem: pem(certificate), keyPem: await exportKey(keys.privateKey) };
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNING = { name: "ECDSA", hash: "SHA-256" } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

function validity(days: number): { notBefore: Date; notAfter: Date } {
  if (!(days > 0) || days > CERTIFICATE_DAYS_MAX) {
    throw new ShoalError("E_USAGE", `a certificate lasts more than 0 and at most ${CERTIFICATE_DAYS_MAX} days, not ${days}`);
  }
  const now = Date.now();
  return { notBefore: new Date(now - CERTIFICATE_BACKDATE_MS), notAfter: new Date(now + days * DAY_MS) };
}

function subjectNames(role: Role, name: string, addresses: readonly string[]): x509.JsonGeneralNames {
  const uri = `shoal://${role}/${name}`;
  try {
    identityOfUri(uri);
  } catch (error) {
    throw new ShoalError(
      "E_USAGE",
      `${JSON.stringify(name)} can't be a name of the role ${role}: lower-case letters, digits, . _ -; at most 64`,
      { cause: error },
    );
  }
  if (addresses.length > CERTIFICATE_ADDRESSES_MAX) {
    throw new ShoalError("E_USAGE", `a certificate has at most ${CERTIFICATE_ADDRESSES_MAX} addresses, not ${addresses.length}`);
  }
  return [{ type: "url", value: uri }, ...addresses.map(addressName)];
}

function addressName(address: string): { type: "ip" | "dns"; value: string } {
  if (isIP(address) !== 0) return { type: "ip", value: address };
  if (DNS_NAME.test(address)) return { type: "dns", value: address };
  throw new ShoalError("E_USAGE", `${JSON.stringify(address)} is neither an IP address nor a lower-case DNS name`);
}

async function readCa(ca: KeyPair): Promise<{ certificate: x509.X509Certificate; key: webcrypto.CryptoKey }> {
  let certificate: x509.X509Certificate;
  let key: webcrypto.CryptoKey;
  try {
    certificate = new x509.X509Certificate(ca.certificatePem);
    key = (await webcrypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(ca.keyPem), ALGORITHM, false, [
      "sign",
    ])) as webcrypto.CryptoKey;
  } catch (error) {
    throw new ShoalError("E_CONFIG", "the fleet CA's certificate or key can't be read (PEM, ECDSA P-256, PKCS #8)", { cause: error });
  }
  if (certificate.notAfter.getTime() < Date.now()) {
    throw new ShoalError("E_CONFIG", `the fleet CA expired at ${certificate.notAfter.toISOString()}`, {
      hint: "make a new CA with shoal init",
    });
  }
  return { certificate, key };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;
}

/** 127 random bits, positive and never short (RFC 5280 §4.1.2.2: at most 20 octets, unique per CA). */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes.readUInt8(0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}
