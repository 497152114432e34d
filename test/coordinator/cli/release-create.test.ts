import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { blake3 } from "../../../runtime/blake3.ts";
import type { AppName } from "../../../runtime/ids.ts";
import { readConfig } from "../../../coordinator/cli/config.ts";
import { decodePublicKey, verifyEnvelope } from "../../../release/signature.ts";
import { temporaryFolder } from "../temporary.ts";
import { aRelease, initFleet, type OperatorHandlers, serveScripted } from "./scripted.ts";
import { answers, shoal, startShoal } from "./shoal.ts";

/** Collects what a release is made of, as the coordinator gets it. */
interface Received {
  readonly files: Map<string, Buffer>;
  asked: string[];
  envelope: Uint8Array;
  listing: Buffer;
  newBase: boolean;
}

function receiving(known: ReadonlySet<string> = new Set()): { received: Received; handlers: Partial<OperatorHandlers> } {
  const received: Received = { files: new Map(), asked: [], envelope: new Uint8Array(), listing: Buffer.alloc(0), newBase: false };
  const handlers: Partial<OperatorHandlers> = {
    missingFiles: async (requests, send) => {
      for await (const { digests } of requests) {
        const names = digests.map((digest) => Buffer.from(digest).toString("hex"));
        received.asked.push(...names);
        await send({
          missing: names.filter((name) => !known.has(name) && !received.files.has(name)).map((name) => Buffer.from(name, "hex")),
        });
      }
    },
    uploadFiles: async (requests) => {
      let name = "";
      let bytes = 0;
      for await (const { start, data } of requests) {
        if (start !== null) {
          name = Buffer.from(start.digest ?? []).toString("hex");
          received.files.set(name, Buffer.alloc(0));
        }
        if (data !== null) {
          received.files.set(name, Buffer.concat([received.files.get(name) ?? Buffer.alloc(0), data]));
          bytes += data.length;
        }
      }
      return { files: received.files.size, bytes };
    },
    createRelease: async (requests, send) => {
      for await (const { start, listing } of requests) {
        if (start !== null) {
          received.envelope = start.envelope;
          received.newBase = start.newBase;
        }
        if (listing !== null) received.listing = Buffer.concat([received.listing, listing]);
      }
      await send({ progress: { phase: "packing", doneBytes: 1, totalBytes: 2 }, release: null, plan: null });
      await send({ progress: null, release: aRelease(), plan: null });
    },
  };
  return { received, handlers };
}

function aTree(t: ExecutionContext): string {
  const tree = join(temporaryFolder(t), "a tree");
  mkdirSync(join(tree, "bin"), { recursive: true });
  writeFileSync(join(tree, "bin", "tool"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(join(tree, "page 日本.html"), "hello");
  writeFileSync(join(tree, "copy.html"), "hello");
  writeFileSync(join(tree, "empty"), "");
  symlinkSync("bin/tool", join(tree, "link"));
  return tree;
}

test("what arrives is each distinct content once, the listing, and a release signed with the local key", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = aTree(t);
  const args = ["release", "create", tree, "--app", "web", "--tag", "release/1", "--source", "abc123", "--new-base", "--json"];
  const ended = await shoal(args, { env: fleet.env });
  t.is(ended.code, 0, ended.stdout);
  t.like(answers(ended)[0], { uploadedFiles: 3, uploadedBytes: 15, warnings: [], release: { tag: "release/1" } });

  for (const [name, bytes] of received.files) t.is(blake3(bytes) as string, name);
  t.is(received.files.size, 3);
  t.true(received.newBase);
  const config = await readConfig(fleet.env.SHOAL_CONFIG);
  const keys = (config.apps.get("web" as AppName)?.pins.keys ?? []).map(decodePublicKey);
  const { release } = verifyEnvelope({
    envelope: received.envelope,
    app: "web" as AppName,
    pins: { keys, threshold: 1 },
    nowUnixMs: Date.now(),
  });
  t.like(release, { tag: "release/1", sourceRevision: "abc123", entries: 5, sizeBytes: 20, listingBytes: received.listing.length });
  t.is(release.tree as string, blake3(received.listing));
  t.regex(received.listing.toString(), /^page 日本\.html\tfile\t0644\t5\t/m);
});

test("nothing that is sent names the directory", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = aTree(t);
  t.is((await shoal(["release", "create", tree, "--app", "web", "--tag", "release/1"], { env: fleet.env })).code, 0);
  const payload = Buffer.from((JSON.parse(Buffer.from(received.envelope).toString()) as { payload: string }).payload, "base64");
  for (const bytes of [payload, received.listing]) t.false(bytes.includes("a tree"));
});

test("only contents that the coordinator lacks are uploaded", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving(new Set([blake3(Buffer.from("hello"))]));
  await serveScripted(t, fleet, handlers);
  const ended = await shoal(["release", "create", aTree(t), "--app", "web", "--tag", "release/1", "--json"], { env: fleet.env });
  t.like(answers(ended)[0], { uploadedFiles: 2, uploadedBytes: 10 });
  t.false(received.files.has(blake3(Buffer.from("hello"))));
});

test("a large file arrives whole, in parts", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = join(temporaryFolder(t), "tree");
  mkdirSync(tree);
  const bytes = Buffer.alloc(5_000_001, "0123456789");
  writeFileSync(join(tree, "large"), bytes);
  t.is((await shoal(["release", "create", tree, "--app", "web", "--tag", "release/1"], { env: fleet.env })).code, 0);
  t.deepEqual(received.files.get(blake3(bytes)), bytes);
});

test("a tree with what can't travel is refused, and nothing is sent", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = aTree(t);
  symlinkSync("/etc/passwd", join(tree, "passwd"));
  const ended = await shoal(["release", "create", tree, "--app", "web", "--tag", "release/1", "--json"], { env: fleet.env });
  t.is(ended.code, 1);
  t.like(answers(ended)[0], { error: { code: "E_PATH" } });
  t.deepEqual(received.asked, []);
  const allowed = [...["release", "create", tree, "--app", "web", "--tag", "release/1", "--allow-symlink", "/etc", "--json"]];
  t.is((await shoal(allowed, { env: fleet.env })).code, 0);
});

test("modes other than 0644 and 0755 are refused unless they are to be masked", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = aTree(t);
  writeFileSync(join(tree, "secret"), "s", { mode: 0o600 });
  const args = ["release", "create", tree, "--app", "web", "--tag", "release/1"];
  const refused = await shoal(args, { env: fleet.env });
  t.is(refused.code, 1);
  t.regex(refused.stderr, /secret/);
  const masked = await shoal([...args, "--mask-modes"], { env: fleet.env });
  t.is(masked.code, 0);
  t.regex(masked.stderr, /^warning: .*secret/m);
  t.regex(received.listing.toString(), /^secret\tfile\t0644\t1\t/m);
});

test("a directory that is not there, an app without a key, a bad tag: each is refused before anything is sent", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const missing = join(temporaryFolder(t), "missing");
  const create = (dir: string, app: string, tag: string) =>
    shoal(["release", "create", dir, "--app", app, "--tag", tag], { env: fleet.env });
  const results = [
    await create(missing, "web", "release/1"),
    await create(aTree(t), "api", "release/1"),
    await create(aTree(t), "web", "../1"),
  ];
  t.deepEqual(
    results.map(({ code }) => code),
    [1, 2, 2],
  );
  t.regex(results[0]?.stderr ?? "", /missing/);
  t.regex(results[1]?.stderr ?? "", /apps\.api\.signingKeys/);
  t.deepEqual(received.asked, []);
  t.deepEqual(readdirSync(join(fleet.folder, "keys")), ["web.key"]);
});

test("Ctrl-C while uploading releases nothing, and the same again uploads only the rest", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  const { promise: uploading, resolve: onUploading } = Promise.withResolvers<void>();
  let created = 0;
  await serveScripted(t, fleet, {
    ...handlers,
    uploadFiles: async (requests, { signal }) => {
      if (created > 0 || received.files.size > 0)
        return (handlers.uploadFiles as NonNullable<typeof handlers.uploadFiles>)(requests, { signal } as never);
      received.files.set(blake3(Buffer.from("hello")), Buffer.from("hello"));
      onUploading();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return { files: 0, bytes: 0 };
    },
    createRelease: async (requests, send, context) => {
      created++;
      await (handlers.createRelease as NonNullable<typeof handlers.createRelease>)(requests, send, context);
    },
  });
  const args = ["release", "create", aTree(t), "--app", "web", "--tag", "release/1"];
  const running = startShoal(args, { env: fleet.env });
  await uploading;
  running.child.kill("SIGINT");
  const { code, stderr } = await running.ended;
  t.is(code, 130);
  t.regex(stderr, /interrupted/);
  t.is(created, 0);
  const again = await shoal([...args, "--json"], { env: fleet.env });
  t.is(again.code, 0, again.stdout);
  t.like(answers(again)[0], { uploadedFiles: 2 });
});

test("a tree whose own shoal.yaml is wrong is refused with its place, before anything is sent", async (t) => {
  const fleet = await initFleet(t);
  const { received, handlers } = receiving();
  await serveScripted(t, fleet, handlers);
  const tree = aTree(t);
  writeFileSync(join(tree, "shoal.yaml"), "version: 1\nhooks:\n  before: make\n", { mode: 0o644 });
  const args = ["release", "create", tree, "--app", "web", "--tag", "release/1"];
  const ended = await shoal(args, { env: fleet.env });
  t.is(ended.code, 2);
  t.regex(ended.stderr, /E_CONFIG: shoal\.yaml: line 3, column 3: hooks\.before: unknown key/);
  t.deepEqual(received.asked, []);
  writeFileSync(join(tree, "shoal.yaml"), "version: 1\n", { mode: 0o644 });
  t.is((await shoal(args, { env: fleet.env })).code, 0);
});
