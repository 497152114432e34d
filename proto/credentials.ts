/**
 * Mutual TLS for both services. The server takes no call without a certificate of the fleet CA; the client talks to nobody but
 * a certificate of the role `coordinator` that names the address dialled. Which role may call what is checked per call (rpc.ts).
 */
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { type ChannelCredentials, credentials, ServerCredentials } from "@grpc/grpc-js";
import { ShoalError } from "../runtime/errors.ts";
import { type Identity, type PeerIdentity, peerIdentity } from "../runtime/identity.ts";

export function serverCredentials(identity: Identity): ServerCredentials {
  const pair = { private_key: Buffer.from(identity.keyPem), cert_chain: Buffer.from(identity.certificatePem) };
  return ServerCredentials.createSsl(Buffer.from(identity.caPem), [pair], true);
}

/** `host` is what the server's certificate must name; given here because TLS takes no IP address as server name. */
export function channelCredentials(identity: Identity, host: string): ChannelCredentials {
  const [ca, key, certificate] = [identity.caPem, identity.keyPem, identity.certificatePem].map((pem) => Buffer.from(pem));
  return credentials.createSsl(ca, key, certificate, {
    checkServerIdentity: (_, peer) => checkCoordinator(host, peer),
    rejectUnauthorized: true,
  });
}

/** Who calls, from the TLS client certificate alone. Errors: E_DENIED. */
export function callPrincipal(call: { getAuthContext(): { sslPeerCertificate?: PeerCertificate } }): PeerIdentity {
  const der = call.getAuthContext().sslPeerCertificate?.raw;
  if (der === undefined) throw new ShoalError("E_DENIED", "the caller has no certificate");
  return peerIdentity(der);
}

function checkCoordinator(host: string, certificate: PeerCertificate): Error | undefined {
  try {
    const peer = peerIdentity(certificate.raw);
    if (peer.role !== "coordinator") {
      return new ShoalError("E_DENIED", `the certificate at ${host} is that of ${peer.principal}, not of a coordinator`);
    }
    return checkServerIdentity(host, certificate);
  } catch (error) {
    return error as Error;
  }
}
