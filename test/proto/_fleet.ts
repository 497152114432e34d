import { createFleetCa, type Identity, issueCertificate, type Role } from "../../runtime/identity.ts";

const ca = createFleetCa({ name: "test fleet", days: 2 });

export async function identity(role: Role, name: string, addresses: readonly string[] = ["127.0.0.1"]): Promise<Identity> {
  const pair = await issueCertificate({ ca: await ca, role, name, addresses, days: 1 });
  return { caPem: (await ca).certificatePem, ...pair };
}

export async function strangerIdentity(role: Role, name: string): Promise<Identity> {
  const other = await createFleetCa({ name: "test fleet", days: 2 });
  return { caPem: (await ca).certificatePem, ...(await issueCertificate({ ca: other, role, name, addresses: ["127.0.0.1"], days: 1 })) };
}
