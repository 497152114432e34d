import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import type { Identity, KeyPair, Role } from "../../runtime/identity.ts";

const ca = createFleetCa({ name: "test fleet", days: 2 });

export async function identity(role: Role, name: string, addresses: readonly string[] = ["127.0.0.1"]): Promise<Identity> {
  return { caPem: (await ca).certificatePem, ...(await issueCertificate({ ca: await ca, role, name, addresses, days: 1 })) };
}

/** Trusts the fleet, but was signed by a CA of the same name. */
export async function strangerIdentity(role: Role, name: string): Promise<Identity> {
  const other = await createFleetCa({ name: "test fleet", days: 2 });
  return { caPem: (await ca).certificatePem, ...(await issueCertificate({ ca: other, role, name, addresses: ["127.0.0.1"], days: 1 })) };
}

/** Signed by the fleet's CA, with whatever names and times. */
export async function oddIdentity(names: x509.JsonGeneralNames, notAfter = new Date(Date.now() + 3_600_000)): Promise<Identity> {
  return { caPem: (await ca).certificatePem, ...(await oddPair(await ca, names, notAfter)) };
}

async function oddPair(issuer: KeyPair, names: x509.JsonGeneralNames, notAfter: Date): Promise<KeyPair> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: "CN=shoal://operator/alice",
    issuer: new x509.X509Certificate(issuer.certificatePem).subjectName,
    notBefore: new Date(Date.now() - 7_200_000),
    notAfter,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(issuer.keyPem), algorithm, false, ["sign"]),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificatePem: certificate.toString("pem"), keyPem: x509.PemConverter.encode(key, "PRIVATE KEY") };
}
