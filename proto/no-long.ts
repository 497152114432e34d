/**
 * Sets protobufjs up for this process: int64 fields are numbers. Must be loaded before proto/gen, whose default values are
 * made when it loads; only `wire.ts` imports both, this first.
 */
import protobuf from "protobufjs/minimal.js";

(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
