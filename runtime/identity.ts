/**
 * Who a process is: the one place that reads a name out of an X.509 certificate of the fleet's own CA (certificates.ts makes them).
 *
 * A certificate carries exactly one URI name, `shoal://<role>/<name>`; role and name come from there and from nowhere else.
 * TLS has checked the chain before `peerIdentity` is asked.
 */
import { X509Certificate } from "node:crypto";
import { ShoalError } from "./errors.ts";
import { type Principal, parseHostId, parsePrincipal } from "./ids.ts";
import { CERTIFICATE_BYTES_MAX } from "./limits.ts";

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

/**
 * Who the holder of a certificate is. The caller's TLS has verified chain and key; the validity is looked at again because a
 * session may outlive it. Errors: E_DENIED with what is wrong.
 */
export function peerIdentity(certificateDer: Uint8Array, nowUnixMs: number = Date.now()): PeerIdentity {
  const certificate = parseCertificate(certificateDer);
  const identity = identityOfUri(onlyUri(certificate));
  const { validFromDate, validToDate } = certificate;
  if (Number.isNaN(validFromDate.getTime() + validToDate.getTime())) throw denied("the certificate's times can't be parsed");
  if (nowUnixMs > validToDate.getTime()) throw denied(`the certificate of ${identity.principal} expired at ${validToDate.toISOString()}`);
  if (nowUnixMs < validFromDate.getTime()) {
    throw denied(`the certificate of ${identity.principal} is not valid before ${validFromDate.toISOString()}`);
  }
  return identity;
}

/** Role and name of `shoal://<role>/<name>`. Errors: E_DENIED. */
export function identityOfUri(uri: string): PeerIdentity {
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

const URI = /^shoal:\/\/(agent|operator|coordinator)\/([a-z0-9._-]{1,64})$/;

function parseCertificate(der: Uint8Array): X509Certificate {
  if (der.length > CERTIFICATE_BYTES_MAX) throw denied(`the certificate has ${der.length} bytes, more than ${CERTIFICATE_BYTES_MAX}`);
  try {
    return new X509Certificate(der);
  } catch (error) {
    throw denied("the certificate can't be parsed", error);
  }
}

function onlyUri({ subjectAltName }: X509Certificate): string {
  const uris = Array.from((subjectAltName ?? "").matchAll(NAMES), ({ groups }) => groups).filter((name) => name?.["type"] === "URI");
  const [uri, ...more] = uris.map((name) => name?.["value"] ?? "");
  if (uri === undefined) throw denied("the certificate has no URI name; it needs shoal://<role>/<name>");
  if (more.length > 0) throw denied(`the certificate has ${uris.length} URI names; exactly one is allowed`);
  return uri;
}

/** `TYPE:VALUE, …`; Node writes values with a comma, quote or control character in them as JSON strings, so that none passes for a second name. */
const NAMES = /(?:^|, )(?<type>[^:",]+):(?<value>"(?:[^"\\]|\\.)*"|[^",]*)/g;

function denied(message: string, cause?: unknown): ShoalError {
  return new ShoalError("E_DENIED", message, { hint: "use a certificate made by shoal for this fleet", cause });
}
