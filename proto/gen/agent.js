/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["shoal_agent"] || ($protobuf.roots["shoal_agent"] = {});

export const shoal = $root.shoal = (() => {

    const shoal = {};

    shoal.agent = (function() {

        const agent = {};

        agent.v1 = (function() {

            const v1 = {};

            v1.AgentMessage = (function() {

                const AgentMessage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                AgentMessage.prototype.instance = "";
                AgentMessage.prototype.clockMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                AgentMessage.prototype.hello = null;
                AgentMessage.prototype.answer = null;
                AgentMessage.prototype.progress = null;
                AgentMessage.prototype.slotChanged = null;
                AgentMessage.prototype.heartbeat = null;
                AgentMessage.prototype.verified = null;
                AgentMessage.prototype.announce = null;
                AgentMessage.prototype.preseed = null;

                let $oneOfFields;

                $Object.defineProperty(AgentMessage.prototype, "report", {
                    get: $util.oneOfGetter($oneOfFields = ["hello", "answer", "progress", "slotChanged", "heartbeat", "verified", "announce", "preseed"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                AgentMessage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                        writer.uint32(10).string(message.instance);
                    if (message.clockMs != null && $Object.hasOwnProperty.call(message, "clockMs") && (typeof message.clockMs === "object" ? message.clockMs.low || message.clockMs.high : message.clockMs !== 0))
                        writer.uint32(16).int64(message.clockMs);
                    if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                        $root.shoal.agent.v1.Hello.encode(message.hello, writer.uint32(82).fork(), _depth + 1).ldelim();
                    if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                        $root.shoal.agent.v1.AnswerReport.encode(message.answer, writer.uint32(90).fork(), _depth + 1).ldelim();
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                        $root.shoal.agent.v1.ProgressReport.encode(message.progress, writer.uint32(98).fork(), _depth + 1).ldelim();
                    if (message.slotChanged != null && $Object.hasOwnProperty.call(message, "slotChanged"))
                        $root.shoal.agent.v1.SlotChangedReport.encode(message.slotChanged, writer.uint32(106).fork(), _depth + 1).ldelim();
                    if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                        $root.shoal.agent.v1.HeartbeatReport.encode(message.heartbeat, writer.uint32(114).fork(), _depth + 1).ldelim();
                    if (message.verified != null && $Object.hasOwnProperty.call(message, "verified"))
                        $root.shoal.agent.v1.VerifiedReport.encode(message.verified, writer.uint32(122).fork(), _depth + 1).ldelim();
                    if (message.announce != null && $Object.hasOwnProperty.call(message, "announce"))
                        $root.shoal.agent.v1.AnnounceReport.encode(message.announce, writer.uint32(130).fork(), _depth + 1).ldelim();
                    if (message.preseed != null && $Object.hasOwnProperty.call(message, "preseed"))
                        $root.shoal.agent.v1.PreseedReport.encode(message.preseed, writer.uint32(138).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.AgentMessage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.instance = value;
                                else
                                    delete message.instance;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.clockMs = value;
                                else
                                    delete message.clockMs;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.hello = $root.shoal.agent.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                                message.report = "hello";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.answer = $root.shoal.agent.v1.AnswerReport.decode(reader, reader.size(), $undefined, _depth + 1, message.answer);
                                message.report = "answer";
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.progress = $root.shoal.agent.v1.ProgressReport.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                                message.report = "progress";
                                continue;
                            }
                        case 13: {
                                if (wireType !== 2)
                                    break;
                                message.slotChanged = $root.shoal.agent.v1.SlotChangedReport.decode(reader, reader.size(), $undefined, _depth + 1, message.slotChanged);
                                message.report = "slotChanged";
                                continue;
                            }
                        case 14: {
                                if (wireType !== 2)
                                    break;
                                message.heartbeat = $root.shoal.agent.v1.HeartbeatReport.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                                message.report = "heartbeat";
                                continue;
                            }
                        case 15: {
                                if (wireType !== 2)
                                    break;
                                message.verified = $root.shoal.agent.v1.VerifiedReport.decode(reader, reader.size(), $undefined, _depth + 1, message.verified);
                                message.report = "verified";
                                continue;
                            }
                        case 16: {
                                if (wireType !== 2)
                                    break;
                                message.announce = $root.shoal.agent.v1.AnnounceReport.decode(reader, reader.size(), $undefined, _depth + 1, message.announce);
                                message.report = "announce";
                                continue;
                            }
                        case 17: {
                                if (wireType !== 2)
                                    break;
                                message.preseed = $root.shoal.agent.v1.PreseedReport.decode(reader, reader.size(), $undefined, _depth + 1, message.preseed);
                                message.report = "preseed";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentMessage;
            })();

            v1.CoordinatorMessage = (function() {

                const CoordinatorMessage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                CoordinatorMessage.prototype.welcome = null;
                CoordinatorMessage.prototype.refused = null;
                CoordinatorMessage.prototype.intent = null;
                CoordinatorMessage.prototype.cancel = null;
                CoordinatorMessage.prototype.verify = null;
                CoordinatorMessage.prototype.peers = null;
                CoordinatorMessage.prototype.preseed = null;

                let $oneOfFields;

                $Object.defineProperty(CoordinatorMessage.prototype, "message", {
                    get: $util.oneOfGetter($oneOfFields = ["welcome", "refused", "intent", "cancel", "verify", "peers", "preseed"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                CoordinatorMessage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                        $root.shoal.agent.v1.Welcome.encode(message.welcome, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                        $root.shoal.agent.v1.Failure.encode(message.refused, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.intent != null && $Object.hasOwnProperty.call(message, "intent"))
                        $root.shoal.agent.v1.Intent.encode(message.intent, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel"))
                        $root.shoal.agent.v1.CancelTarget.encode(message.cancel, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.verify != null && $Object.hasOwnProperty.call(message, "verify"))
                        $root.shoal.agent.v1.VerifyQuestion.encode(message.verify, writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.peers != null && $Object.hasOwnProperty.call(message, "peers"))
                        $root.shoal.agent.v1.Peers.encode(message.peers, writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.preseed != null && $Object.hasOwnProperty.call(message, "preseed"))
                        $root.shoal.agent.v1.PreseedOrder.encode(message.preseed, writer.uint32(58).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                CoordinatorMessage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.CoordinatorMessage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.welcome = $root.shoal.agent.v1.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                                message.message = "welcome";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.refused = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                                message.message = "refused";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.intent = $root.shoal.agent.v1.Intent.decode(reader, reader.size(), $undefined, _depth + 1, message.intent);
                                message.message = "intent";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.cancel = $root.shoal.agent.v1.CancelTarget.decode(reader, reader.size(), $undefined, _depth + 1, message.cancel);
                                message.message = "cancel";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.verify = $root.shoal.agent.v1.VerifyQuestion.decode(reader, reader.size(), $undefined, _depth + 1, message.verify);
                                message.message = "verify";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.peers = $root.shoal.agent.v1.Peers.decode(reader, reader.size(), $undefined, _depth + 1, message.peers);
                                message.message = "peers";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.preseed = $root.shoal.agent.v1.PreseedOrder.decode(reader, reader.size(), $undefined, _depth + 1, message.preseed);
                                message.message = "preseed";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CoordinatorMessage;
            })();

            v1.Welcome = (function() {

                const Welcome = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Welcome.prototype.protocolVersion = 0;
                Welcome.prototype.heartbeatMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Welcome.prototype.swarm = null;

                Welcome.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                        writer.uint32(8).int32(message.protocolVersion);
                    if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && (typeof message.heartbeatMs === "object" ? message.heartbeatMs.low || message.heartbeatMs.high : message.heartbeatMs !== 0))
                        writer.uint32(16).int64(message.heartbeatMs);
                    if (message.swarm != null && $Object.hasOwnProperty.call(message, "swarm"))
                        $root.shoal.agent.v1.SwarmAccess.encode(message.swarm, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Welcome.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Welcome();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.protocolVersion = value;
                                else
                                    delete message.protocolVersion;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.heartbeatMs = value;
                                else
                                    delete message.heartbeatMs;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.swarm = $root.shoal.agent.v1.SwarmAccess.decode(reader, reader.size(), $undefined, _depth + 1, message.swarm);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Welcome;
            })();

            v1.SwarmAccess = (function() {

                const SwarmAccess = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                SwarmAccess.prototype.announceUrl = "";
                SwarmAccess.prototype.datacenter = "";

                SwarmAccess.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.announceUrl != null && $Object.hasOwnProperty.call(message, "announceUrl") && message.announceUrl !== "")
                        writer.uint32(10).string(message.announceUrl);
                    if (message.datacenter != null && $Object.hasOwnProperty.call(message, "datacenter") && message.datacenter !== "")
                        writer.uint32(18).string(message.datacenter);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                SwarmAccess.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.SwarmAccess();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.announceUrl = value;
                                else
                                    delete message.announceUrl;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.datacenter = value;
                                else
                                    delete message.datacenter;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return SwarmAccess;
            })();

            v1.Intent = (function() {

                const Intent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Intent.prototype.commandId = "";
                Intent.prototype.environment = "";
                Intent.prototype.app = "";
                Intent.prototype.slot = "";
                Intent.prototype.position = null;
                Intent.prototype.deadlineUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Intent.prototype.prepare = null;
                Intent.prototype.activate = null;
                Intent.prototype.discard = null;

                let $oneOfFields;

                $Object.defineProperty(Intent.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["prepare", "activate", "discard"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                Intent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                        writer.uint32(10).string(message.commandId);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(18).string(message.environment);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(26).string(message.app);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(34).string(message.slot);
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        $root.shoal.agent.v1.Position.encode(message.position, writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.deadlineUnixMs != null && $Object.hasOwnProperty.call(message, "deadlineUnixMs") && (typeof message.deadlineUnixMs === "object" ? message.deadlineUnixMs.low || message.deadlineUnixMs.high : message.deadlineUnixMs !== 0))
                        writer.uint32(48).int64(message.deadlineUnixMs);
                    if (message.prepare != null && $Object.hasOwnProperty.call(message, "prepare"))
                        $root.shoal.agent.v1.Prepare.encode(message.prepare, writer.uint32(82).fork(), _depth + 1).ldelim();
                    if (message.activate != null && $Object.hasOwnProperty.call(message, "activate"))
                        $root.shoal.agent.v1.Activate.encode(message.activate, writer.uint32(90).fork(), _depth + 1).ldelim();
                    if (message.discard != null && $Object.hasOwnProperty.call(message, "discard"))
                        $root.shoal.agent.v1.Discard.encode(message.discard, writer.uint32(98).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Intent.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Intent();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.commandId = value;
                                else
                                    delete message.commandId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.environment = value;
                                else
                                    delete message.environment;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.slot = value;
                                else
                                    delete message.slot;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.position = $root.shoal.agent.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.deadlineUnixMs = value;
                                else
                                    delete message.deadlineUnixMs;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.prepare = $root.shoal.agent.v1.Prepare.decode(reader, reader.size(), $undefined, _depth + 1, message.prepare);
                                message.body = "prepare";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.activate = $root.shoal.agent.v1.Activate.decode(reader, reader.size(), $undefined, _depth + 1, message.activate);
                                message.body = "activate";
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.discard = $root.shoal.agent.v1.Discard.decode(reader, reader.size(), $undefined, _depth + 1, message.discard);
                                message.body = "discard";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Intent;
            })();

            v1.Prepare = (function() {

                const Prepare = function (properties) {
                    this.routes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Prepare.prototype.release = "";
                Prepare.prototype.envelope = $util.newBuffer([]);
                Prepare.prototype.routes = $util.emptyArray;
                Prepare.prototype.lineage = null;

                Prepare.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(10).string(message.release);
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope") && message.envelope.length)
                        writer.uint32(18).bytes(message.envelope);
                    if (message.routes != null && message.routes.length)
                        for (let i = 0; i < message.routes.length; ++i)
                            $root.shoal.agent.v1.BundleDescription.encode(message.routes[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.lineage != null && $Object.hasOwnProperty.call(message, "lineage"))
                        $root.shoal.agent.v1.Lineage.encode(message.lineage, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Prepare.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Prepare();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.envelope = value;
                                else
                                    delete message.envelope;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.routes && message.routes.length))
                                    message.routes = [];
                                message.routes.push($root.shoal.agent.v1.BundleDescription.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.lineage = $root.shoal.agent.v1.Lineage.decode(reader, reader.size(), $undefined, _depth + 1, message.lineage);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Prepare;
            })();

            v1.Lineage = (function() {

                const Lineage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Lineage.prototype.baseTree = "";
                Lineage.prototype.baseSizeBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Lineage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.baseTree != null && $Object.hasOwnProperty.call(message, "baseTree") && message.baseTree !== "")
                        writer.uint32(10).string(message.baseTree);
                    if (message.baseSizeBytes != null && $Object.hasOwnProperty.call(message, "baseSizeBytes") && (typeof message.baseSizeBytes === "object" ? message.baseSizeBytes.low || message.baseSizeBytes.high : message.baseSizeBytes !== 0))
                        writer.uint32(16).int64(message.baseSizeBytes);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Lineage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Lineage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.baseTree = value;
                                else
                                    delete message.baseTree;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.baseSizeBytes = value;
                                else
                                    delete message.baseSizeBytes;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Lineage;
            })();

            v1.Activate = (function() {

                const Activate = function (properties) {
                    this.labels = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Activate.prototype.release = "";
                Activate.prototype.tree = "";
                Activate.prototype.lease = null;
                Activate.prototype.repair = false;
                Activate.prototype.bakeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Activate.prototype.labels = $util.emptyObject;

                Activate.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(10).string(message.release);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(18).string(message.tree);
                    if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                        $root.shoal.agent.v1.Lease.encode(message.lease, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.repair != null && $Object.hasOwnProperty.call(message, "repair") && message.repair !== false)
                        writer.uint32(32).bool(message.repair);
                    if (message.bakeMs != null && $Object.hasOwnProperty.call(message, "bakeMs") && (typeof message.bakeMs === "object" ? message.bakeMs.low || message.bakeMs.high : message.bakeMs !== 0))
                        writer.uint32(40).int64(message.bakeMs);
                    if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                        for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                            writer.uint32(50).fork().uint32(10).string(keys[i]).uint32(18).string(message.labels[keys[i]]).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Activate.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Activate();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.lease = $root.shoal.agent.v1.Lease.decode(reader, reader.size(), $undefined, _depth + 1, message.lease);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.repair = value;
                                else
                                    delete message.repair;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bakeMs = value;
                                else
                                    delete message.bakeMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (message.labels === $util.emptyObject)
                                    message.labels = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = "";
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = reader.stringVerify();
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.labels, key);
                                message.labels[key] = value;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Activate;
            })();

            v1.Discard = (function() {

                const Discard = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Discard.prototype.release = "";

                Discard.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(10).string(message.release);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Discard.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Discard();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Discard;
            })();

            v1.CancelTarget = (function() {

                const CancelTarget = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                CancelTarget.prototype.commandId = "";
                CancelTarget.prototype.app = "";
                CancelTarget.prototype.position = null;

                CancelTarget.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                        writer.uint32(10).string(message.commandId);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(18).string(message.app);
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        $root.shoal.agent.v1.Position.encode(message.position, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                CancelTarget.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.CancelTarget();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.commandId = value;
                                else
                                    delete message.commandId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.position = $root.shoal.agent.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CancelTarget;
            })();

            v1.VerifyQuestion = (function() {

                const VerifyQuestion = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                VerifyQuestion.prototype.question = "";
                VerifyQuestion.prototype.app = "";
                VerifyQuestion.prototype.full = false;

                VerifyQuestion.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.question != null && $Object.hasOwnProperty.call(message, "question") && message.question !== "")
                        writer.uint32(10).string(message.question);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(18).string(message.app);
                    if (message.full != null && $Object.hasOwnProperty.call(message, "full") && message.full !== false)
                        writer.uint32(24).bool(message.full);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                VerifyQuestion.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.VerifyQuestion();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.question = value;
                                else
                                    delete message.question;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.full = value;
                                else
                                    delete message.full;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VerifyQuestion;
            })();

            v1.Peers = (function() {

                const Peers = function (properties) {
                    this.addresses = [];
                    this.hosts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Peers.prototype.infoHash = "";
                Peers.prototype.addresses = $util.emptyArray;
                Peers.prototype.hosts = $util.emptyArray;
                Peers.prototype.shares = null;
                Peers.prototype.intervalMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Peers.prototype, "_shares", {
                    get: $util.oneOfGetter($oneOfFields = ["shares"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                Peers.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash") && message.infoHash !== "")
                        writer.uint32(10).string(message.infoHash);
                    if (message.addresses != null && message.addresses.length)
                        for (let i = 0; i < message.addresses.length; ++i)
                            writer.uint32(18).string(message.addresses[i]);
                    if (message.hosts != null && message.hosts.length)
                        for (let i = 0; i < message.hosts.length; ++i)
                            $root.shoal.agent.v1.KnownHost.encode(message.hosts[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.shares != null && $Object.hasOwnProperty.call(message, "shares"))
                        writer.uint32(32).int32(message.shares);
                    if (message.intervalMs != null && $Object.hasOwnProperty.call(message, "intervalMs") && (typeof message.intervalMs === "object" ? message.intervalMs.low || message.intervalMs.high : message.intervalMs !== 0))
                        writer.uint32(40).int64(message.intervalMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Peers.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Peers();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.infoHash = value;
                                else
                                    delete message.infoHash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.addresses && message.addresses.length))
                                    message.addresses = [];
                                message.addresses.push(reader.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.hosts && message.hosts.length))
                                    message.hosts = [];
                                message.hosts.push($root.shoal.agent.v1.KnownHost.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                message.shares = reader.int32();
                                message._shares = "shares";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.intervalMs = value;
                                else
                                    delete message.intervalMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Peers;
            })();

            v1.KnownHost = (function() {

                const KnownHost = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                KnownHost.prototype.host = "";
                KnownHost.prototype.datacenter = "";

                KnownHost.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                        writer.uint32(10).string(message.host);
                    if (message.datacenter != null && $Object.hasOwnProperty.call(message, "datacenter") && message.datacenter !== "")
                        writer.uint32(18).string(message.datacenter);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                KnownHost.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.KnownHost();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.host = value;
                                else
                                    delete message.host;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.datacenter = value;
                                else
                                    delete message.datacenter;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return KnownHost;
            })();

            v1.PreseedOrder = (function() {

                const PreseedOrder = function (properties) {
                    this.releases = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                PreseedOrder.prototype.app = "";
                PreseedOrder.prototype.releases = $util.emptyArray;
                PreseedOrder.prototype.begin = null;

                PreseedOrder.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.releases != null && message.releases.length)
                        for (let i = 0; i < message.releases.length; ++i)
                            writer.uint32(18).string(message.releases[i]);
                    if (message.begin != null && $Object.hasOwnProperty.call(message, "begin"))
                        $root.shoal.agent.v1.Preseed.encode(message.begin, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                PreseedOrder.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.PreseedOrder();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.releases && message.releases.length))
                                    message.releases = [];
                                message.releases.push(reader.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.begin = $root.shoal.agent.v1.Preseed.decode(reader, reader.size(), $undefined, _depth + 1, message.begin);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PreseedOrder;
            })();

            v1.Preseed = (function() {

                const Preseed = function (properties) {
                    this.routes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Preseed.prototype.release = "";
                Preseed.prototype.envelope = $util.newBuffer([]);
                Preseed.prototype.routes = $util.emptyArray;
                Preseed.prototype.untilUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Preseed.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(10).string(message.release);
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope") && message.envelope.length)
                        writer.uint32(18).bytes(message.envelope);
                    if (message.routes != null && message.routes.length)
                        for (let i = 0; i < message.routes.length; ++i)
                            $root.shoal.agent.v1.BundleDescription.encode(message.routes[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.untilUnixMs != null && $Object.hasOwnProperty.call(message, "untilUnixMs") && (typeof message.untilUnixMs === "object" ? message.untilUnixMs.low || message.untilUnixMs.high : message.untilUnixMs !== 0))
                        writer.uint32(32).int64(message.untilUnixMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Preseed.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Preseed();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.envelope = value;
                                else
                                    delete message.envelope;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.routes && message.routes.length))
                                    message.routes = [];
                                message.routes.push($root.shoal.agent.v1.BundleDescription.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.untilUnixMs = value;
                                else
                                    delete message.untilUnixMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Preseed;
            })();

            v1.BundleDescription = (function() {

                const BundleDescription = function (properties) {
                    this.codecs = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                BundleDescription.prototype.kind = 0;
                BundleDescription.prototype.digest = "";
                BundleDescription.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                BundleDescription.prototype.fromTree = "";
                BundleDescription.prototype.toTree = "";
                BundleDescription.prototype.formatVersion = 0;
                BundleDescription.prototype.codecs = $util.emptyArray;
                BundleDescription.prototype.frameTable = $util.newBuffer([]);
                BundleDescription.prototype.torrent = null;

                BundleDescription.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(8).int32(message.kind);
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                        writer.uint32(18).string(message.digest);
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                        writer.uint32(24).int64(message.sizeBytes);
                    if (message.fromTree != null && $Object.hasOwnProperty.call(message, "fromTree") && message.fromTree !== "")
                        writer.uint32(34).string(message.fromTree);
                    if (message.toTree != null && $Object.hasOwnProperty.call(message, "toTree") && message.toTree !== "")
                        writer.uint32(42).string(message.toTree);
                    if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                        writer.uint32(48).int32(message.formatVersion);
                    if (message.codecs != null && message.codecs.length)
                        for (let i = 0; i < message.codecs.length; ++i)
                            writer.uint32(58).string(message.codecs[i]);
                    if (message.frameTable != null && $Object.hasOwnProperty.call(message, "frameTable") && message.frameTable.length)
                        writer.uint32(66).bytes(message.frameTable);
                    if (message.torrent != null && $Object.hasOwnProperty.call(message, "torrent"))
                        $root.shoal.agent.v1.TorrentDescription.encode(message.torrent, writer.uint32(74).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                BundleDescription.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.BundleDescription();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.digest = value;
                                else
                                    delete message.digest;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sizeBytes = value;
                                else
                                    delete message.sizeBytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.fromTree = value;
                                else
                                    delete message.fromTree;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.toTree = value;
                                else
                                    delete message.toTree;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.formatVersion = value;
                                else
                                    delete message.formatVersion;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.codecs && message.codecs.length))
                                    message.codecs = [];
                                message.codecs.push(reader.stringVerify());
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.frameTable = value;
                                else
                                    delete message.frameTable;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.torrent = $root.shoal.agent.v1.TorrentDescription.decode(reader, reader.size(), $undefined, _depth + 1, message.torrent);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return BundleDescription;
            })();

            v1.BundleKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "BUNDLE_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "BUNDLE_KIND_BASE"] = 1;
                values[valuesById[2] = "BUNDLE_KIND_OVERLAY"] = 2;
                return values;
            })();

            v1.TorrentDescription = (function() {

                const TorrentDescription = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                TorrentDescription.prototype.infoHash = "";
                TorrentDescription.prototype.metainfo = $util.newBuffer([]);
                TorrentDescription.prototype.pieceDigests = $util.newBuffer([]);

                TorrentDescription.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash") && message.infoHash !== "")
                        writer.uint32(10).string(message.infoHash);
                    if (message.metainfo != null && $Object.hasOwnProperty.call(message, "metainfo") && message.metainfo.length)
                        writer.uint32(18).bytes(message.metainfo);
                    if (message.pieceDigests != null && $Object.hasOwnProperty.call(message, "pieceDigests") && message.pieceDigests.length)
                        writer.uint32(26).bytes(message.pieceDigests);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                TorrentDescription.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.TorrentDescription();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.infoHash = value;
                                else
                                    delete message.infoHash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.metainfo = value;
                                else
                                    delete message.metainfo;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.pieceDigests = value;
                                else
                                    delete message.pieceDigests;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TorrentDescription;
            })();

            v1.Hello = (function() {

                const Hello = function (properties) {
                    this.protocolVersions = [];
                    this.formatVersions = [];
                    this.codecs = [];
                    this.lanes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Hello.prototype.protocolVersions = $util.emptyArray;
                Hello.prototype.formatVersions = $util.emptyArray;
                Hello.prototype.codecs = $util.emptyArray;
                Hello.prototype.agentVersion = "";
                Hello.prototype.lanes = $util.emptyArray;

                Hello.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.protocolVersions != null && message.protocolVersions.length)
                        writer.uint32(10).int32s(message.protocolVersions);
                    if (message.formatVersions != null && message.formatVersions.length)
                        writer.uint32(18).int32s(message.formatVersions);
                    if (message.codecs != null && message.codecs.length)
                        for (let i = 0; i < message.codecs.length; ++i)
                            writer.uint32(26).string(message.codecs[i]);
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                        writer.uint32(34).string(message.agentVersion);
                    if (message.lanes != null && message.lanes.length)
                        for (let i = 0; i < message.lanes.length; ++i)
                            $root.shoal.agent.v1.LaneReport.encode(message.lanes[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Hello.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Hello();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType === 2) {
                                    if (!(message.protocolVersions && message.protocolVersions.length))
                                        message.protocolVersions = [];
                                    reader.int32s(message.protocolVersions);
                                    continue;
                                }
                                if (wireType !== 0)
                                    break;
                                if (!(message.protocolVersions && message.protocolVersions.length))
                                    message.protocolVersions = [];
                                message.protocolVersions.push(reader.int32());
                                continue;
                            }
                        case 2: {
                                if (wireType === 2) {
                                    if (!(message.formatVersions && message.formatVersions.length))
                                        message.formatVersions = [];
                                    reader.int32s(message.formatVersions);
                                    continue;
                                }
                                if (wireType !== 0)
                                    break;
                                if (!(message.formatVersions && message.formatVersions.length))
                                    message.formatVersions = [];
                                message.formatVersions.push(reader.int32());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.codecs && message.codecs.length))
                                    message.codecs = [];
                                message.codecs.push(reader.stringVerify());
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.agentVersion = value;
                                else
                                    delete message.agentVersion;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.lanes && message.lanes.length))
                                    message.lanes = [];
                                message.lanes.push($root.shoal.agent.v1.LaneReport.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Hello;
            })();

            v1.LaneReport = (function() {

                const LaneReport = function (properties) {
                    this.intents = [];
                    this.slots = [];
                    this.revisions = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                LaneReport.prototype.app = "";
                LaneReport.prototype.environment = "";
                LaneReport.prototype.highest = null;
                LaneReport.prototype.intents = $util.emptyArray;
                LaneReport.prototype.slots = $util.emptyArray;
                LaneReport.prototype.revisions = $util.emptyArray;

                LaneReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(18).string(message.environment);
                    if (message.highest != null && $Object.hasOwnProperty.call(message, "highest"))
                        $root.shoal.agent.v1.Position.encode(message.highest, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.intents != null && message.intents.length)
                        for (let i = 0; i < message.intents.length; ++i)
                            $root.shoal.agent.v1.IntentReport.encode(message.intents[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.slots != null && message.slots.length)
                        for (let i = 0; i < message.slots.length; ++i)
                            $root.shoal.agent.v1.SlotReport.encode(message.slots[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.revisions != null && message.revisions.length)
                        for (let i = 0; i < message.revisions.length; ++i)
                            $root.shoal.agent.v1.RevisionReport.encode(message.revisions[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                LaneReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.LaneReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.environment = value;
                                else
                                    delete message.environment;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.highest = $root.shoal.agent.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.highest);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.intents && message.intents.length))
                                    message.intents = [];
                                message.intents.push($root.shoal.agent.v1.IntentReport.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.slots && message.slots.length))
                                    message.slots = [];
                                message.slots.push($root.shoal.agent.v1.SlotReport.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.revisions && message.revisions.length))
                                    message.revisions = [];
                                message.revisions.push($root.shoal.agent.v1.RevisionReport.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return LaneReport;
            })();

            v1.IntentReport = (function() {

                const IntentReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                IntentReport.prototype.commandId = "";
                IntentReport.prototype.position = null;
                IntentReport.prototype.intentKind = 0;
                IntentReport.prototype.result = null;

                IntentReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                        writer.uint32(10).string(message.commandId);
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        $root.shoal.agent.v1.Position.encode(message.position, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.intentKind != null && $Object.hasOwnProperty.call(message, "intentKind") && message.intentKind !== 0)
                        writer.uint32(24).int32(message.intentKind);
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                        $root.shoal.agent.v1.IntentResult.encode(message.result, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                IntentReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.IntentReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.commandId = value;
                                else
                                    delete message.commandId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.position = $root.shoal.agent.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.intentKind = value;
                                else
                                    delete message.intentKind;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.result = $root.shoal.agent.v1.IntentResult.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return IntentReport;
            })();

            v1.IntentKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "INTENT_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "INTENT_KIND_PREPARE"] = 1;
                values[valuesById[2] = "INTENT_KIND_ACTIVATE"] = 2;
                values[valuesById[3] = "INTENT_KIND_DISCARD"] = 3;
                return values;
            })();

            v1.RevisionReport = (function() {

                const RevisionReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                RevisionReport.prototype.revision = "";
                RevisionReport.prototype.release = "";
                RevisionReport.prototype.tree = "";

                RevisionReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== "")
                        writer.uint32(10).string(message.revision);
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(18).string(message.release);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(26).string(message.tree);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                RevisionReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.RevisionReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.revision = value;
                                else
                                    delete message.revision;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return RevisionReport;
            })();

            v1.SlotReport = (function() {

                const SlotReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                SlotReport.prototype.slot = "";
                SlotReport.prototype.absent = null;
                SlotReport.prototype.revision = null;
                SlotReport.prototype.foreign = null;
                SlotReport.prototype.release = "";
                SlotReport.prototype.tree = "";
                SlotReport.prototype.drift = false;

                let $oneOfFields;

                $Object.defineProperty(SlotReport.prototype, "content", {
                    get: $util.oneOfGetter($oneOfFields = ["absent", "revision", "foreign"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                SlotReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(10).string(message.slot);
                    if (message.absent != null && $Object.hasOwnProperty.call(message, "absent"))
                        $root.shoal.agent.v1.Absent.encode(message.absent, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                        writer.uint32(26).string(message.revision);
                    if (message.foreign != null && $Object.hasOwnProperty.call(message, "foreign"))
                        $root.shoal.agent.v1.Foreign.encode(message.foreign, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(42).string(message.release);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(50).string(message.tree);
                    if (message.drift != null && $Object.hasOwnProperty.call(message, "drift") && message.drift !== false)
                        writer.uint32(56).bool(message.drift);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                SlotReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.SlotReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.slot = value;
                                else
                                    delete message.slot;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.absent = $root.shoal.agent.v1.Absent.decode(reader, reader.size(), $undefined, _depth + 1, message.absent);
                                message.content = "absent";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.revision = reader.stringVerify();
                                message.content = "revision";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.foreign = $root.shoal.agent.v1.Foreign.decode(reader, reader.size(), $undefined, _depth + 1, message.foreign);
                                message.content = "foreign";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.drift = value;
                                else
                                    delete message.drift;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return SlotReport;
            })();

            v1.Absent = (function() {

                const Absent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Absent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Absent.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Absent();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Absent;
            })();

            v1.Foreign = (function() {

                const Foreign = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Foreign.prototype.link = false;
                Foreign.prototype.detail = "";

                Foreign.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.link != null && $Object.hasOwnProperty.call(message, "link") && message.link !== false)
                        writer.uint32(8).bool(message.link);
                    if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                        writer.uint32(18).string(message.detail);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Foreign.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Foreign();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.link = value;
                                else
                                    delete message.link;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.detail = value;
                                else
                                    delete message.detail;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Foreign;
            })();

            v1.AnswerReport = (function() {

                const AnswerReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                AnswerReport.prototype.app = "";
                AnswerReport.prototype.commandId = "";
                AnswerReport.prototype.position = null;
                AnswerReport.prototype.accepted = null;
                AnswerReport.prototype.refused = null;
                AnswerReport.prototype.result = null;

                let $oneOfFields;

                $Object.defineProperty(AnswerReport.prototype, "answer", {
                    get: $util.oneOfGetter($oneOfFields = ["accepted", "refused", "result"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                AnswerReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                        writer.uint32(18).string(message.commandId);
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        $root.shoal.agent.v1.Position.encode(message.position, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted"))
                        $root.shoal.agent.v1.Accepted.encode(message.accepted, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                        $root.shoal.agent.v1.Failure.encode(message.refused, writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                        $root.shoal.agent.v1.IntentResult.encode(message.result, writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                AnswerReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.AnswerReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.commandId = value;
                                else
                                    delete message.commandId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.position = $root.shoal.agent.v1.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.accepted = $root.shoal.agent.v1.Accepted.decode(reader, reader.size(), $undefined, _depth + 1, message.accepted);
                                message.answer = "accepted";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.refused = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                                message.answer = "refused";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.result = $root.shoal.agent.v1.IntentResult.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                                message.answer = "result";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AnswerReport;
            })();

            v1.Accepted = (function() {

                const Accepted = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Accepted.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Accepted.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Accepted();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Accepted;
            })();

            v1.IntentResult = (function() {

                const IntentResult = function (properties) {
                    this.steps = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                IntentResult.prototype.outcome = 0;
                IntentResult.prototype.failure = null;
                IntentResult.prototype.revision = "";
                IntentResult.prototype.tree = "";
                IntentResult.prototype.stats = null;
                IntentResult.prototype.steps = $util.emptyArray;

                IntentResult.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                        writer.uint32(8).int32(message.outcome);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.agent.v1.Failure.encode(message.failure, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== "")
                        writer.uint32(26).string(message.revision);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(34).string(message.tree);
                    if (message.stats != null && $Object.hasOwnProperty.call(message, "stats"))
                        $root.shoal.agent.v1.WorkStats.encode(message.stats, writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.steps != null && message.steps.length)
                        for (let i = 0; i < message.steps.length; ++i)
                            $root.shoal.agent.v1.ActivationStep.encode(message.steps[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                IntentResult.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.IntentResult();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.outcome = value;
                                else
                                    delete message.outcome;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.revision = value;
                                else
                                    delete message.revision;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.stats = $root.shoal.agent.v1.WorkStats.decode(reader, reader.size(), $undefined, _depth + 1, message.stats);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.steps && message.steps.length))
                                    message.steps = [];
                                message.steps.push($root.shoal.agent.v1.ActivationStep.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return IntentResult;
            })();

            v1.ActivationStep = (function() {

                const ActivationStep = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ActivationStep.prototype.name = "";
                ActivationStep.prototype.kind = 0;
                ActivationStep.prototype.phase = 0;
                ActivationStep.prototype.outcome = 0;
                ActivationStep.prototype.attempts = 0;
                ActivationStep.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                ActivationStep.prototype.startedAfterSwapMs = null;
                ActivationStep.prototype.detail = "";
                ActivationStep.prototype.output = "";

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ActivationStep.prototype, "_startedAfterSwapMs", {
                    get: $util.oneOfGetter($oneOfFields = ["startedAfterSwapMs"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ActivationStep.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                        writer.uint32(10).string(message.name);
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(16).int32(message.kind);
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                        writer.uint32(24).int32(message.phase);
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                        writer.uint32(32).int32(message.outcome);
                    if (message.attempts != null && $Object.hasOwnProperty.call(message, "attempts") && message.attempts !== 0)
                        writer.uint32(40).int32(message.attempts);
                    if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                        writer.uint32(48).int64(message.durationMs);
                    if (message.startedAfterSwapMs != null && $Object.hasOwnProperty.call(message, "startedAfterSwapMs"))
                        writer.uint32(56).int64(message.startedAfterSwapMs);
                    if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                        writer.uint32(66).string(message.detail);
                    if (message.output != null && $Object.hasOwnProperty.call(message, "output") && message.output !== "")
                        writer.uint32(74).string(message.output);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ActivationStep.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.ActivationStep();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.name = value;
                                else
                                    delete message.name;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.phase = value;
                                else
                                    delete message.phase;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.outcome = value;
                                else
                                    delete message.outcome;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.attempts = value;
                                else
                                    delete message.attempts;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.durationMs = value;
                                else
                                    delete message.durationMs;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                message.startedAfterSwapMs = reader.int64();
                                message._startedAfterSwapMs = "startedAfterSwapMs";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.detail = value;
                                else
                                    delete message.detail;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.output = value;
                                else
                                    delete message.output;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ActivationStep;
            })();

            v1.StepKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STEP_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STEP_KIND_CHECK"] = 1;
                values[valuesById[2] = "STEP_KIND_HOOK"] = 2;
                return values;
            })();

            v1.StepPhase = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STEP_PHASE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STEP_PHASE_BEFORE"] = 1;
                values[valuesById[2] = "STEP_PHASE_DEPOOL"] = 2;
                values[valuesById[3] = "STEP_PHASE_RESTART"] = 3;
                values[valuesById[4] = "STEP_PHASE_AFTER"] = 4;
                values[valuesById[5] = "STEP_PHASE_REPOOL"] = 5;
                values[valuesById[6] = "STEP_PHASE_BAKE"] = 6;
                return values;
            })();

            v1.StepOutcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STEP_OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STEP_OUTCOME_PASSED"] = 1;
                values[valuesById[2] = "STEP_OUTCOME_FAILED"] = 2;
                values[valuesById[3] = "STEP_OUTCOME_TIMEOUT"] = 3;
                values[valuesById[4] = "STEP_OUTCOME_SKIPPED"] = 4;
                return values;
            })();

            v1.Outcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "OUTCOME_DONE"] = 1;
                values[valuesById[2] = "OUTCOME_FAILED"] = 2;
                values[valuesById[3] = "OUTCOME_CANCELLED"] = 3;
                values[valuesById[4] = "OUTCOME_EXPIRED"] = 4;
                values[valuesById[5] = "OUTCOME_REVERTED"] = 5;
                return values;
            })();

            v1.WorkStats = (function() {

                const WorkStats = function (properties) {
                    this.links = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                WorkStats.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.route = 0;
                WorkStats.prototype.why = "";
                WorkStats.prototype.bundle = "";
                WorkStats.prototype.bundleBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.firstPieceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.links = $util.emptyArray;

                WorkStats.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed") && (typeof message.bytesFromSeed === "object" ? message.bytesFromSeed.low || message.bytesFromSeed.high : message.bytesFromSeed !== 0))
                        writer.uint32(8).int64(message.bytesFromSeed);
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts") && (typeof message.bytesFromHosts === "object" ? message.bytesFromHosts.low || message.bytesFromHosts.high : message.bytesFromHosts !== 0))
                        writer.uint32(16).int64(message.bytesFromHosts);
                    if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                        writer.uint32(24).int64(message.durationMs);
                    if (message.route != null && $Object.hasOwnProperty.call(message, "route") && message.route !== 0)
                        writer.uint32(32).int32(message.route);
                    if (message.why != null && $Object.hasOwnProperty.call(message, "why") && message.why !== "")
                        writer.uint32(42).string(message.why);
                    if (message.bundle != null && $Object.hasOwnProperty.call(message, "bundle") && message.bundle !== "")
                        writer.uint32(50).string(message.bundle);
                    if (message.bundleBytes != null && $Object.hasOwnProperty.call(message, "bundleBytes") && (typeof message.bundleBytes === "object" ? message.bundleBytes.low || message.bundleBytes.high : message.bundleBytes !== 0))
                        writer.uint32(56).int64(message.bundleBytes);
                    if (message.firstPieceMs != null && $Object.hasOwnProperty.call(message, "firstPieceMs") && (typeof message.firstPieceMs === "object" ? message.firstPieceMs.low || message.firstPieceMs.high : message.firstPieceMs !== 0))
                        writer.uint32(64).int64(message.firstPieceMs);
                    if (message.links != null && message.links.length)
                        for (let i = 0; i < message.links.length; ++i)
                            $root.shoal.agent.v1.LinkTraffic.encode(message.links[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                WorkStats.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.WorkStats();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromSeed = value;
                                else
                                    delete message.bytesFromSeed;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromHosts = value;
                                else
                                    delete message.bytesFromHosts;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.durationMs = value;
                                else
                                    delete message.durationMs;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.route = value;
                                else
                                    delete message.route;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.why = value;
                                else
                                    delete message.why;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.bundle = value;
                                else
                                    delete message.bundle;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bundleBytes = value;
                                else
                                    delete message.bundleBytes;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.firstPieceMs = value;
                                else
                                    delete message.firstPieceMs;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.links && message.links.length))
                                    message.links = [];
                                message.links.push($root.shoal.agent.v1.LinkTraffic.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return WorkStats;
            })();

            v1.LinkTraffic = (function() {

                const LinkTraffic = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                LinkTraffic.prototype.seed = false;
                LinkTraffic.prototype.datacenter = "";
                LinkTraffic.prototype.payloadBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                LinkTraffic.prototype.protocolBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                LinkTraffic.prototype.wastedBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                LinkTraffic.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== false)
                        writer.uint32(8).bool(message.seed);
                    if (message.datacenter != null && $Object.hasOwnProperty.call(message, "datacenter") && message.datacenter !== "")
                        writer.uint32(18).string(message.datacenter);
                    if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes") && (typeof message.payloadBytes === "object" ? message.payloadBytes.low || message.payloadBytes.high : message.payloadBytes !== 0))
                        writer.uint32(24).int64(message.payloadBytes);
                    if (message.protocolBytes != null && $Object.hasOwnProperty.call(message, "protocolBytes") && (typeof message.protocolBytes === "object" ? message.protocolBytes.low || message.protocolBytes.high : message.protocolBytes !== 0))
                        writer.uint32(32).int64(message.protocolBytes);
                    if (message.wastedBytes != null && $Object.hasOwnProperty.call(message, "wastedBytes") && (typeof message.wastedBytes === "object" ? message.wastedBytes.low || message.wastedBytes.high : message.wastedBytes !== 0))
                        writer.uint32(40).int64(message.wastedBytes);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                LinkTraffic.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.LinkTraffic();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.seed = value;
                                else
                                    delete message.seed;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.datacenter = value;
                                else
                                    delete message.datacenter;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.payloadBytes = value;
                                else
                                    delete message.payloadBytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.protocolBytes = value;
                                else
                                    delete message.protocolBytes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.wastedBytes = value;
                                else
                                    delete message.wastedBytes;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return LinkTraffic;
            })();

            v1.Route = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ROUTE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "ROUTE_NONE"] = 1;
                values[valuesById[2] = "ROUTE_BASE"] = 2;
                values[valuesById[3] = "ROUTE_OVERLAY"] = 3;
                return values;
            })();

            v1.ProgressReport = (function() {

                const ProgressReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ProgressReport.prototype.app = "";
                ProgressReport.prototype.commandId = "";
                ProgressReport.prototype.phase = 0;
                ProgressReport.prototype.doneBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                ProgressReport.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                ProgressReport.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                ProgressReport.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                ProgressReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                        writer.uint32(18).string(message.commandId);
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                        writer.uint32(24).int32(message.phase);
                    if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes") && (typeof message.doneBytes === "object" ? message.doneBytes.low || message.doneBytes.high : message.doneBytes !== 0))
                        writer.uint32(32).int64(message.doneBytes);
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                        writer.uint32(40).int64(message.totalBytes);
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed") && (typeof message.bytesFromSeed === "object" ? message.bytesFromSeed.low || message.bytesFromSeed.high : message.bytesFromSeed !== 0))
                        writer.uint32(48).int64(message.bytesFromSeed);
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts") && (typeof message.bytesFromHosts === "object" ? message.bytesFromHosts.low || message.bytesFromHosts.high : message.bytesFromHosts !== 0))
                        writer.uint32(56).int64(message.bytesFromHosts);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ProgressReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.ProgressReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.commandId = value;
                                else
                                    delete message.commandId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.phase = value;
                                else
                                    delete message.phase;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.doneBytes = value;
                                else
                                    delete message.doneBytes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.totalBytes = value;
                                else
                                    delete message.totalBytes;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromSeed = value;
                                else
                                    delete message.bytesFromSeed;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromHosts = value;
                                else
                                    delete message.bytesFromHosts;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ProgressReport;
            })();

            v1.Phase = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PHASE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "PHASE_FETCHING"] = 1;
                values[valuesById[2] = "PHASE_UNPACKING"] = 2;
                values[valuesById[3] = "PHASE_VERIFYING"] = 3;
                values[valuesById[4] = "PHASE_COMMITTING"] = 4;
                values[valuesById[5] = "PHASE_SWAPPING"] = 5;
                values[valuesById[6] = "PHASE_REMOVING"] = 6;
                return values;
            })();

            v1.SlotChangedReport = (function() {

                const SlotChangedReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                SlotChangedReport.prototype.app = "";
                SlotChangedReport.prototype.slot = null;
                SlotChangedReport.prototype.failure = null;

                SlotChangedReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        $root.shoal.agent.v1.SlotReport.encode(message.slot, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.agent.v1.Failure.encode(message.failure, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                SlotChangedReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.SlotChangedReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.slot = $root.shoal.agent.v1.SlotReport.decode(reader, reader.size(), $undefined, _depth + 1, message.slot);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return SlotChangedReport;
            })();

            v1.HeartbeatReport = (function() {

                const HeartbeatReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                HeartbeatReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                HeartbeatReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.HeartbeatReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return HeartbeatReport;
            })();

            v1.AnnounceReport = (function() {

                const AnnounceReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                AnnounceReport.prototype.infoHash = "";
                AnnounceReport.prototype.port = 0;
                AnnounceReport.prototype.leftBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                AnnounceReport.prototype.stopped = false;

                AnnounceReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash") && message.infoHash !== "")
                        writer.uint32(10).string(message.infoHash);
                    if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                        writer.uint32(16).int32(message.port);
                    if (message.leftBytes != null && $Object.hasOwnProperty.call(message, "leftBytes") && (typeof message.leftBytes === "object" ? message.leftBytes.low || message.leftBytes.high : message.leftBytes !== 0))
                        writer.uint32(24).int64(message.leftBytes);
                    if (message.stopped != null && $Object.hasOwnProperty.call(message, "stopped") && message.stopped !== false)
                        writer.uint32(32).bool(message.stopped);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                AnnounceReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.AnnounceReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.infoHash = value;
                                else
                                    delete message.infoHash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.port = value;
                                else
                                    delete message.port;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.leftBytes = value;
                                else
                                    delete message.leftBytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.stopped = value;
                                else
                                    delete message.stopped;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AnnounceReport;
            })();

            v1.PreseedReport = (function() {

                const PreseedReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                PreseedReport.prototype.app = "";
                PreseedReport.prototype.release = "";
                PreseedReport.prototype.doneBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                PreseedReport.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                PreseedReport.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                PreseedReport.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                PreseedReport.prototype.done = false;
                PreseedReport.prototype.failure = null;

                PreseedReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(18).string(message.release);
                    if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes") && (typeof message.doneBytes === "object" ? message.doneBytes.low || message.doneBytes.high : message.doneBytes !== 0))
                        writer.uint32(24).int64(message.doneBytes);
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                        writer.uint32(32).int64(message.totalBytes);
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed") && (typeof message.bytesFromSeed === "object" ? message.bytesFromSeed.low || message.bytesFromSeed.high : message.bytesFromSeed !== 0))
                        writer.uint32(40).int64(message.bytesFromSeed);
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts") && (typeof message.bytesFromHosts === "object" ? message.bytesFromHosts.low || message.bytesFromHosts.high : message.bytesFromHosts !== 0))
                        writer.uint32(48).int64(message.bytesFromHosts);
                    if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== false)
                        writer.uint32(56).bool(message.done);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.agent.v1.Failure.encode(message.failure, writer.uint32(66).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                PreseedReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.PreseedReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.doneBytes = value;
                                else
                                    delete message.doneBytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.totalBytes = value;
                                else
                                    delete message.totalBytes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromSeed = value;
                                else
                                    delete message.bytesFromSeed;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromHosts = value;
                                else
                                    delete message.bytesFromHosts;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.done = value;
                                else
                                    delete message.done;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PreseedReport;
            })();

            v1.VerifiedReport = (function() {

                const VerifiedReport = function (properties) {
                    this.revisions = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                VerifiedReport.prototype.question = "";
                VerifiedReport.prototype.app = "";
                VerifiedReport.prototype.revisions = $util.emptyArray;
                VerifiedReport.prototype.failure = null;

                VerifiedReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.question != null && $Object.hasOwnProperty.call(message, "question") && message.question !== "")
                        writer.uint32(10).string(message.question);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(18).string(message.app);
                    if (message.revisions != null && message.revisions.length)
                        for (let i = 0; i < message.revisions.length; ++i)
                            $root.shoal.agent.v1.RevisionFindings.encode(message.revisions[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.agent.v1.Failure.encode(message.failure, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                VerifiedReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.VerifiedReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.question = value;
                                else
                                    delete message.question;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.revisions && message.revisions.length))
                                    message.revisions = [];
                                message.revisions.push($root.shoal.agent.v1.RevisionFindings.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VerifiedReport;
            })();

            v1.RevisionFindings = (function() {

                const RevisionFindings = function (properties) {
                    this.findings = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                RevisionFindings.prototype.revision = "";
                RevisionFindings.prototype.release = "";
                RevisionFindings.prototype.tree = "";
                RevisionFindings.prototype.linkMode = 0;
                RevisionFindings.prototype.entries = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                RevisionFindings.prototype.findings = $util.emptyArray;
                RevisionFindings.prototype.truncated = false;
                RevisionFindings.prototype.failure = null;

                RevisionFindings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== "")
                        writer.uint32(10).string(message.revision);
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(18).string(message.release);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(26).string(message.tree);
                    if (message.linkMode != null && $Object.hasOwnProperty.call(message, "linkMode") && message.linkMode !== 0)
                        writer.uint32(32).int32(message.linkMode);
                    if (message.entries != null && $Object.hasOwnProperty.call(message, "entries") && (typeof message.entries === "object" ? message.entries.low || message.entries.high : message.entries !== 0))
                        writer.uint32(40).int64(message.entries);
                    if (message.findings != null && message.findings.length)
                        for (let i = 0; i < message.findings.length; ++i)
                            $root.shoal.agent.v1.Finding.encode(message.findings[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.truncated != null && $Object.hasOwnProperty.call(message, "truncated") && message.truncated !== false)
                        writer.uint32(56).bool(message.truncated);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.agent.v1.Failure.encode(message.failure, writer.uint32(66).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                RevisionFindings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.RevisionFindings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.revision = value;
                                else
                                    delete message.revision;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.linkMode = value;
                                else
                                    delete message.linkMode;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.entries = value;
                                else
                                    delete message.entries;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.findings && message.findings.length))
                                    message.findings = [];
                                message.findings.push($root.shoal.agent.v1.Finding.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.truncated = value;
                                else
                                    delete message.truncated;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.agent.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return RevisionFindings;
            })();

            v1.LinkMode = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "LINK_MODE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "LINK_MODE_HARDLINK"] = 1;
                values[valuesById[2] = "LINK_MODE_REFLINK"] = 2;
                values[valuesById[3] = "LINK_MODE_COPY"] = 3;
                return values;
            })();

            v1.Finding = (function() {

                const Finding = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Finding.prototype.path = "";
                Finding.prototype.problem = 0;

                Finding.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                        writer.uint32(10).string(message.path);
                    if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== 0)
                        writer.uint32(16).int32(message.problem);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Finding.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Finding();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.path = value;
                                else
                                    delete message.path;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.problem = value;
                                else
                                    delete message.problem;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Finding;
            })();

            v1.Problem = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PROBLEM_UNSPECIFIED"] = 0;
                values[valuesById[1] = "PROBLEM_CHANGED"] = 1;
                values[valuesById[2] = "PROBLEM_MISSING"] = 2;
                values[valuesById[3] = "PROBLEM_ADDED"] = 3;
                values[valuesById[4] = "PROBLEM_MODE"] = 4;
                values[valuesById[5] = "PROBLEM_TYPE"] = 5;
                values[valuesById[6] = "PROBLEM_MTIME"] = 6;
                return values;
            })();

            v1.Position = (function() {

                const Position = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Position.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Position.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Position.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                        writer.uint32(8).int64(message.epoch);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(16).int64(message.sequence);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Position.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Position();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Position;
            })();

            v1.Lease = (function() {

                const Lease = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Lease.prototype.instance = "";
                Lease.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Lease.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                        writer.uint32(10).string(message.instance);
                    if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs") && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                        writer.uint32(16).int64(message.untilMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Lease.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Lease();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.instance = value;
                                else
                                    delete message.instance;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.untilMs = value;
                                else
                                    delete message.untilMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Lease;
            })();

            v1.Failure = (function() {

                const Failure = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Failure.prototype.code = "";
                Failure.prototype.message = "";
                Failure.prototype.hint = "";
                Failure.prototype.retryable = false;

                Failure.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                        writer.uint32(10).string(message.code);
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                        writer.uint32(18).string(message.message);
                    if (message.hint != null && $Object.hasOwnProperty.call(message, "hint") && message.hint !== "")
                        writer.uint32(26).string(message.hint);
                    if (message.retryable != null && $Object.hasOwnProperty.call(message, "retryable") && message.retryable !== false)
                        writer.uint32(32).bool(message.retryable);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Failure.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.shoal.agent.v1.Failure();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.code = value;
                                else
                                    delete message.code;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.message = value;
                                else
                                    delete message.message;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.hint = value;
                                else
                                    delete message.hint;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.retryable = value;
                                else
                                    delete message.retryable;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Failure;
            })();

            return v1;
        })();

        return agent;
    })();

    return shoal;
})();

export {
  $root as default
};
