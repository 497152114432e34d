/**
 * Who a process is: X.509 certificates of the fleet's own CA, and the one place that reads a name out of one.
 *
 * A certificate carries exactly one URI name, `shoal://<role>/<name>`; role and name come from there and from nowhere else.
 * TLS has checked the chain before `peerIdentity` is asked; this module only makes certificates and reads names.
 *
 * The common name is `*` in every certificate: libtorrent accepts a peer's certificate only if a DNS name or the common name
 * is the torrent's name or `*` (https://www.libtorrent.org/manual-ref.html#ssl-torrents). It stands in the common name because
 * no TLS client takes a host name from there, and for people the name is repeated in OU.
 *
 * Keys are ECDSA P-256 in PKCS #8. Nothing here touches the disk.
 */
import "reflect-metadata";
import { randomBytes, webcrypto, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";
import { ShoalError, printable } from "./errors.ts";
import { type Principal, parseHostId, parsePrincipal } from "./ids.ts";
import { CERTIFICATE_ADDRESSES_MAX, CERTIFICATE_BACKDATE_MS, CERTIFICATE_BYTES_MAX, CERTIFICATE_DAYS_MAX } from "./limits.ts";

export const ROLES = ["agent", "operator", "coordinator"] as const;
export type Role = (typeof ROLES)[number];

/** A certificate with its private key, both PEM. The key is a secret. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** What one process needs for TLS, all PEM; `keyPem` is a secret. */
export interface Identity extends KeyPair {
  readonly caPem: string;
}

export interface PeerIdentity {
  readonly role: Role;
  readonly name: string;
  readonly principal: Principal;
}

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

/**
 * Who the holder of a certificate is. The caller's TLS has verified chain and key; the validity is looked at again because a
 * session may outlive it. Errors: E_DENIED with what is wrong.
 */
export function peerIdentity(certificateDer: Uint8Array, nowUnixMs: number = Date.now()): PeerIdentity {
  const certificate = parseCertificate(certificateDer);
  const identity = identityOf(uriNames(certificate.subjectAltName ?? ""));
  const { validFromDate, validToDate } = certificate;
  if (Number.isNaN(validFromDate.getTime() + validToDate.getTime())) throw denied("the certificate's times can't be parsed");
  const day = (date: Date): string => date.toISOString();
  if (nowUnixMs > validToDate.getTime()) throw denied(`the certificate of ${identity.principal} expired at ${day(validToDate)}`);
  if (nowUnixMs < validFromDate.getTime())
    throw denied(`the certificate of ${identity.principal} is not valid before ${day(validFromDate)}`);
  return identity;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNING = { name: "ECDSA", hash: "SHA-256" } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const URI = /^shoal:\/\/(agent|operator|coordinator)\/([a-z0-9._-]{1,64})$/;
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
    identityOf([uri]);
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

/** Node's own parser: ten thousand hosts that come back at once are ten thousand certificates. */
function parseCertificate(der: Uint8Array): X509Certificate {
  if (der.length > CERTIFICATE_BYTES_MAX) throw denied(`the certificate has ${der.length} bytes, more than ${CERTIFICATE_BYTES_MAX}`);
  try {
    return new X509Certificate(der);
  } catch (error) {
    throw denied("the certificate can't be parsed", error);
  }
}

/**
 * `URI:shoal://agent/web1, DNS:web1, URI:"with, a comma"`: Node writes a name that holds anything but plain characters as a JSON string
 * (https://nodejs.org/api/crypto.html#x509subjectaltname), so that no name looks like two.
 */
function uriNames(subjectAltName: string): readonly string[] {
  const names = subjectAltName.match(/(?:[^",]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const uris = names.map((name) => name.trimStart()).filter((name) => name.startsWith(URI_PREFIX));
  return uris.map((name) => name.slice(URI_PREFIX.length)).map((name) => (name.startsWith('"') ? unquoted(name) : name));
}

const URI_PREFIX = "URI:";

function unquoted(name: string): string {
  try {
    return JSON.parse(name) as string;
  } catch (error) {
    throw denied("the certificate's names can't be parsed", error);
  }
}

function identityOf(uris: readonly string[]): PeerIdentity {
  const [uri, ...more] = uris;
  if (uri === undefined) throw denied("the certificate has no URI name; it needs shoal://<role>/<name>");
  if (more.length > 0) throw denied(`the certificate has ${uris.length} URI names; exactly one is allowed`);
  if (!uri.startsWith("shoal://"))
    throw denied(`the certificate's URI name ${JSON.stringify(uri.slice(0, 100))} is not of the scheme shoal://`);
  const [, role, name] = URI.exec(uri) ?? [];
  if (role === undefined || name === undefined)
    throw denied(`the certificate's URI name ${JSON.stringify(uri.slice(0, 100))} is not shoal://<role>/<name>`);
  try {
    return { role: role as Role, name: parseHostId(name), principal: parsePrincipal(`${role}:${name}`) };
  } catch (error) {
    throw denied(`the certificate's URI name ${JSON.stringify(uri.slice(0, 100))} has no allowed name`, error);
  }
}

function denied(message: string, cause?: unknown): ShoalError {
  return new ShoalError("E_DENIED", message, { hint: "use a certificate made by shoal for this fleet", cause });
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
