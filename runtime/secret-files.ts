/** Reading what must not be readable by others: private keys, and the identity made of one. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { open } from "node:fs/promises";
import { ShoalError } from "./errors.ts";
import { type Identity, type PeerIdentity, peerIdentity, type Role } from "./identity.ts";
import { SECRET_FILE_BYTES_MAX } from "./limits.ts";

/** A file that only its owner may read. Errors: E_CONFIG (missing, not a file, readable by group or world, foreign, empty, too large). */
export async function readSecretFile(path: string): Promise<string> {
  return readChecked(path, true);
}

export interface IdentityFiles {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** What the certificate must be for. */
  readonly role: Role;
}

/**
 * A process's own identity from its three PEM files, checked before any connection is tried: a mistake is then a sentence about a file
 * and not a broken handshake. Errors: E_CONFIG.
 */
export async function loadIdentity({
  caFile,
  certificateFile,
  keyFile,
  role,
}: IdentityFiles): Promise<Identity & { readonly self: PeerIdentity }> {
  const [caPem, certificatePem, keyPem] = await Promise.all([
    readChecked(caFile, false),
    readChecked(certificateFile, false),
    readSecretFile(keyFile),
  ]);
  const ca = parse(caFile, "a certificate in PEM", () => new X509Certificate(caPem));
  const certificate = parse(certificateFile, "a certificate in PEM", () => new X509Certificate(certificatePem));
  const key = parse(keyFile, "a private key in PEM", () => createPrivateKey(keyPem));
  if (!ca.ca) throw wrong(caFile, "is not the certificate of a CA");
  if (!certificate.checkIssued(ca) || !certificate.verify(ca.publicKey))
    throw wrong(certificateFile, `was not signed by the CA in ${caFile}`);
  if (!certificate.checkPrivateKey(key)) throw wrong(keyFile, `is not the key of the certificate in ${certificateFile}`);
  const self = parse(certificateFile, "a certificate of this fleet", () => peerIdentity(certificate.raw));
  if (self.role !== role) throw wrong(certificateFile, `is that of ${self.principal}; a certificate of the role ${role} is needed`);
  return { caPem, certificatePem, keyPem, self };
}

async function readChecked(path: string, secret: boolean): Promise<string> {
  const file = await open(path, "r").catch((cause: NodeJS.ErrnoException) => {
    throw wrong(path, cause.code === "ENOENT" ? "does not exist" : `can't be read (${cause.code})`, cause);
  });
  try {
    const { mode, size, uid } = await file.stat();
    // On the open file: what was checked is what is read.
    if ((mode & 0o170000) !== 0o100000) throw wrong(path, "is not a regular file");
    if (secret && (mode & 0o077) !== 0) {
      const octal = (mode & 0o7777).toString(8).padStart(4, "0");
      throw new ShoalError("E_CONFIG", `${path} is open to group or world (mode ${octal})`, {
        hint: `chmod 600 ${path}, and replace the key if others may have read it`,
      });
    }
    if (secret && uid !== 0 && uid !== process.getuid?.()) throw wrong(path, `belongs to user ${uid}`);
    if (size === 0) throw wrong(path, "is empty");
    if (size > SECRET_FILE_BYTES_MAX) throw wrong(path, `has ${size} bytes, more than ${SECRET_FILE_BYTES_MAX}`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function parse<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShoalError) throw wrong(path, error.message, error);
    throw wrong(path, `is not ${what}`, error);
  }
}

function wrong(path: string, problem: string, cause?: unknown): ShoalError {
  return new ShoalError("E_CONFIG", `${path} ${problem}`, { cause });
}
