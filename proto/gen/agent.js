/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Array = $util.global.Array, $Boolean = $util.global.Boolean;

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

                let $oneOfFields;

                $Object.defineProperty(AgentMessage.prototype, "report", {
                    get: $util.oneOfGetter($oneOfFields = ["hello", "answer", "progress", "slotChanged", "heartbeat"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                AgentMessage.create = function(properties) {
                    return new AgentMessage(properties);
                };

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

                AgentMessage.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.AgentMessage)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.AgentMessage: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.AgentMessage();
                    if (object.instance != null)
                        if (typeof object.instance !== "string" || object.instance.length)
                            message.instance = $String(object.instance);
                    if (object.clockMs != null)
                        if (typeof object.clockMs === "object" ? object.clockMs.low || object.clockMs.high : $Number(object.clockMs) !== 0)
                            if ($util.Long)
                                message.clockMs = $util.Long.fromValue(object.clockMs, false);
                            else if (typeof object.clockMs === "string")
                                message.clockMs = $parseInt(object.clockMs, 10);
                            else if (typeof object.clockMs === "number")
                                message.clockMs = object.clockMs;
                            else if (typeof object.clockMs === "object")
                                message.clockMs = new $util.LongBits(object.clockMs.low >>> 0, object.clockMs.high >>> 0).toNumber();
                    if (object.hello != null) {
                        if (!$util.isObject(object.hello))
                            throw $TypeError(".shoal.agent.v1.AgentMessage.hello: object expected");
                        message.hello = $root.shoal.agent.v1.Hello.fromObject(object.hello, _depth + 1);
                    }
                    if (object.answer != null) {
                        if (!$util.isObject(object.answer))
                            throw $TypeError(".shoal.agent.v1.AgentMessage.answer: object expected");
                        message.answer = $root.shoal.agent.v1.AnswerReport.fromObject(object.answer, _depth + 1);
                    }
                    if (object.progress != null) {
                        if (!$util.isObject(object.progress))
                            throw $TypeError(".shoal.agent.v1.AgentMessage.progress: object expected");
                        message.progress = $root.shoal.agent.v1.ProgressReport.fromObject(object.progress, _depth + 1);
                    }
                    if (object.slotChanged != null) {
                        if (!$util.isObject(object.slotChanged))
                            throw $TypeError(".shoal.agent.v1.AgentMessage.slotChanged: object expected");
                        message.slotChanged = $root.shoal.agent.v1.SlotChangedReport.fromObject(object.slotChanged, _depth + 1);
                    }
                    if (object.heartbeat != null) {
                        if (!$util.isObject(object.heartbeat))
                            throw $TypeError(".shoal.agent.v1.AgentMessage.heartbeat: object expected");
                        message.heartbeat = $root.shoal.agent.v1.HeartbeatReport.fromObject(object.heartbeat, _depth + 1);
                    }
                    return message;
                };

                AgentMessage.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.instance = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.clockMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.clockMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.instance != null && $Object.hasOwnProperty.call(message, "instance"))
                        object.instance = message.instance;
                    if (message.clockMs != null && $Object.hasOwnProperty.call(message, "clockMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.clockMs = typeof message.clockMs === "number" ? $BigInt(message.clockMs) : $util.Long.fromBits(message.clockMs.low >>> 0, message.clockMs.high >>> 0, false).toBigInt();
                        else if (typeof message.clockMs === "number")
                            object.clockMs = options.longs === $String ? $String(message.clockMs) : message.clockMs;
                        else
                            object.clockMs = options.longs === $String ? $util.Long.prototype.toString.call(message.clockMs) : options.longs === $Number ? new $util.LongBits(message.clockMs.low >>> 0, message.clockMs.high >>> 0).toNumber() : message.clockMs;
                    if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                        object.hello = $root.shoal.agent.v1.Hello.toObject(message.hello, options, _depth + 1);
                        if (options.oneofs)
                            object.report = "hello";
                    }
                    if (message.answer != null && $Object.hasOwnProperty.call(message, "answer")) {
                        object.answer = $root.shoal.agent.v1.AnswerReport.toObject(message.answer, options, _depth + 1);
                        if (options.oneofs)
                            object.report = "answer";
                    }
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                        object.progress = $root.shoal.agent.v1.ProgressReport.toObject(message.progress, options, _depth + 1);
                        if (options.oneofs)
                            object.report = "progress";
                    }
                    if (message.slotChanged != null && $Object.hasOwnProperty.call(message, "slotChanged")) {
                        object.slotChanged = $root.shoal.agent.v1.SlotChangedReport.toObject(message.slotChanged, options, _depth + 1);
                        if (options.oneofs)
                            object.report = "slotChanged";
                    }
                    if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                        object.heartbeat = $root.shoal.agent.v1.HeartbeatReport.toObject(message.heartbeat, options, _depth + 1);
                        if (options.oneofs)
                            object.report = "heartbeat";
                    }
                    return object;
                };

                AgentMessage.prototype.toJSON = function() {
                    return AgentMessage.toObject(this, $protobuf.util.toJSONOptions);
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

                let $oneOfFields;

                $Object.defineProperty(CoordinatorMessage.prototype, "message", {
                    get: $util.oneOfGetter($oneOfFields = ["welcome", "refused", "intent", "cancel"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                CoordinatorMessage.create = function(properties) {
                    return new CoordinatorMessage(properties);
                };

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

                CoordinatorMessage.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.CoordinatorMessage)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.CoordinatorMessage: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.CoordinatorMessage();
                    if (object.welcome != null) {
                        if (!$util.isObject(object.welcome))
                            throw $TypeError(".shoal.agent.v1.CoordinatorMessage.welcome: object expected");
                        message.welcome = $root.shoal.agent.v1.Welcome.fromObject(object.welcome, _depth + 1);
                    }
                    if (object.refused != null) {
                        if (!$util.isObject(object.refused))
                            throw $TypeError(".shoal.agent.v1.CoordinatorMessage.refused: object expected");
                        message.refused = $root.shoal.agent.v1.Failure.fromObject(object.refused, _depth + 1);
                    }
                    if (object.intent != null) {
                        if (!$util.isObject(object.intent))
                            throw $TypeError(".shoal.agent.v1.CoordinatorMessage.intent: object expected");
                        message.intent = $root.shoal.agent.v1.Intent.fromObject(object.intent, _depth + 1);
                    }
                    if (object.cancel != null) {
                        if (!$util.isObject(object.cancel))
                            throw $TypeError(".shoal.agent.v1.CoordinatorMessage.cancel: object expected");
                        message.cancel = $root.shoal.agent.v1.CancelTarget.fromObject(object.cancel, _depth + 1);
                    }
                    return message;
                };

                CoordinatorMessage.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome")) {
                        object.welcome = $root.shoal.agent.v1.Welcome.toObject(message.welcome, options, _depth + 1);
                        if (options.oneofs)
                            object.message = "welcome";
                    }
                    if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                        object.refused = $root.shoal.agent.v1.Failure.toObject(message.refused, options, _depth + 1);
                        if (options.oneofs)
                            object.message = "refused";
                    }
                    if (message.intent != null && $Object.hasOwnProperty.call(message, "intent")) {
                        object.intent = $root.shoal.agent.v1.Intent.toObject(message.intent, options, _depth + 1);
                        if (options.oneofs)
                            object.message = "intent";
                    }
                    if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel")) {
                        object.cancel = $root.shoal.agent.v1.CancelTarget.toObject(message.cancel, options, _depth + 1);
                        if (options.oneofs)
                            object.message = "cancel";
                    }
                    return object;
                };

                CoordinatorMessage.prototype.toJSON = function() {
                    return CoordinatorMessage.toObject(this, $protobuf.util.toJSONOptions);
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

                Welcome.create = function(properties) {
                    return new Welcome(properties);
                };

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

                Welcome.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Welcome)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Welcome: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Welcome();
                    if (object.protocolVersion != null)
                        if ($Number(object.protocolVersion) !== 0)
                            message.protocolVersion = object.protocolVersion | 0;
                    if (object.heartbeatMs != null)
                        if (typeof object.heartbeatMs === "object" ? object.heartbeatMs.low || object.heartbeatMs.high : $Number(object.heartbeatMs) !== 0)
                            if ($util.Long)
                                message.heartbeatMs = $util.Long.fromValue(object.heartbeatMs, false);
                            else if (typeof object.heartbeatMs === "string")
                                message.heartbeatMs = $parseInt(object.heartbeatMs, 10);
                            else if (typeof object.heartbeatMs === "number")
                                message.heartbeatMs = object.heartbeatMs;
                            else if (typeof object.heartbeatMs === "object")
                                message.heartbeatMs = new $util.LongBits(object.heartbeatMs.low >>> 0, object.heartbeatMs.high >>> 0).toNumber();
                    if (object.swarm != null) {
                        if (!$util.isObject(object.swarm))
                            throw $TypeError(".shoal.agent.v1.Welcome.swarm: object expected");
                        message.swarm = $root.shoal.agent.v1.SwarmAccess.fromObject(object.swarm, _depth + 1);
                    }
                    return message;
                };

                Welcome.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.protocolVersion = 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.heartbeatMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.heartbeatMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.swarm = null;
                    }
                    if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                        object.protocolVersion = message.protocolVersion;
                    if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.heartbeatMs = typeof message.heartbeatMs === "number" ? $BigInt(message.heartbeatMs) : $util.Long.fromBits(message.heartbeatMs.low >>> 0, message.heartbeatMs.high >>> 0, false).toBigInt();
                        else if (typeof message.heartbeatMs === "number")
                            object.heartbeatMs = options.longs === $String ? $String(message.heartbeatMs) : message.heartbeatMs;
                        else
                            object.heartbeatMs = options.longs === $String ? $util.Long.prototype.toString.call(message.heartbeatMs) : options.longs === $Number ? new $util.LongBits(message.heartbeatMs.low >>> 0, message.heartbeatMs.high >>> 0).toNumber() : message.heartbeatMs;
                    if (message.swarm != null && $Object.hasOwnProperty.call(message, "swarm"))
                        object.swarm = $root.shoal.agent.v1.SwarmAccess.toObject(message.swarm, options, _depth + 1);
                    return object;
                };

                Welcome.prototype.toJSON = function() {
                    return Welcome.toObject(this, $protobuf.util.toJSONOptions);
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

                SwarmAccess.create = function(properties) {
                    return new SwarmAccess(properties);
                };

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

                SwarmAccess.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.SwarmAccess)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.SwarmAccess: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.SwarmAccess();
                    if (object.announceUrl != null)
                        if (typeof object.announceUrl !== "string" || object.announceUrl.length)
                            message.announceUrl = $String(object.announceUrl);
                    if (object.datacenter != null)
                        if (typeof object.datacenter !== "string" || object.datacenter.length)
                            message.datacenter = $String(object.datacenter);
                    return message;
                };

                SwarmAccess.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.announceUrl = "";
                        object.datacenter = "";
                    }
                    if (message.announceUrl != null && $Object.hasOwnProperty.call(message, "announceUrl"))
                        object.announceUrl = message.announceUrl;
                    if (message.datacenter != null && $Object.hasOwnProperty.call(message, "datacenter"))
                        object.datacenter = message.datacenter;
                    return object;
                };

                SwarmAccess.prototype.toJSON = function() {
                    return SwarmAccess.toObject(this, $protobuf.util.toJSONOptions);
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

                Intent.create = function(properties) {
                    return new Intent(properties);
                };

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

                Intent.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Intent)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Intent: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Intent();
                    if (object.commandId != null)
                        if (typeof object.commandId !== "string" || object.commandId.length)
                            message.commandId = $String(object.commandId);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.position != null) {
                        if (!$util.isObject(object.position))
                            throw $TypeError(".shoal.agent.v1.Intent.position: object expected");
                        message.position = $root.shoal.agent.v1.Position.fromObject(object.position, _depth + 1);
                    }
                    if (object.deadlineUnixMs != null)
                        if (typeof object.deadlineUnixMs === "object" ? object.deadlineUnixMs.low || object.deadlineUnixMs.high : $Number(object.deadlineUnixMs) !== 0)
                            if ($util.Long)
                                message.deadlineUnixMs = $util.Long.fromValue(object.deadlineUnixMs, false);
                            else if (typeof object.deadlineUnixMs === "string")
                                message.deadlineUnixMs = $parseInt(object.deadlineUnixMs, 10);
                            else if (typeof object.deadlineUnixMs === "number")
                                message.deadlineUnixMs = object.deadlineUnixMs;
                            else if (typeof object.deadlineUnixMs === "object")
                                message.deadlineUnixMs = new $util.LongBits(object.deadlineUnixMs.low >>> 0, object.deadlineUnixMs.high >>> 0).toNumber();
                    if (object.prepare != null) {
                        if (!$util.isObject(object.prepare))
                            throw $TypeError(".shoal.agent.v1.Intent.prepare: object expected");
                        message.prepare = $root.shoal.agent.v1.Prepare.fromObject(object.prepare, _depth + 1);
                    }
                    if (object.activate != null) {
                        if (!$util.isObject(object.activate))
                            throw $TypeError(".shoal.agent.v1.Intent.activate: object expected");
                        message.activate = $root.shoal.agent.v1.Activate.fromObject(object.activate, _depth + 1);
                    }
                    if (object.discard != null) {
                        if (!$util.isObject(object.discard))
                            throw $TypeError(".shoal.agent.v1.Intent.discard: object expected");
                        message.discard = $root.shoal.agent.v1.Discard.fromObject(object.discard, _depth + 1);
                    }
                    return message;
                };

                Intent.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.commandId = "";
                        object.environment = "";
                        object.app = "";
                        object.slot = "";
                        object.position = null;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.deadlineUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.deadlineUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                        object.commandId = message.commandId;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        object.position = $root.shoal.agent.v1.Position.toObject(message.position, options, _depth + 1);
                    if (message.deadlineUnixMs != null && $Object.hasOwnProperty.call(message, "deadlineUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.deadlineUnixMs = typeof message.deadlineUnixMs === "number" ? $BigInt(message.deadlineUnixMs) : $util.Long.fromBits(message.deadlineUnixMs.low >>> 0, message.deadlineUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.deadlineUnixMs === "number")
                            object.deadlineUnixMs = options.longs === $String ? $String(message.deadlineUnixMs) : message.deadlineUnixMs;
                        else
                            object.deadlineUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.deadlineUnixMs) : options.longs === $Number ? new $util.LongBits(message.deadlineUnixMs.low >>> 0, message.deadlineUnixMs.high >>> 0).toNumber() : message.deadlineUnixMs;
                    if (message.prepare != null && $Object.hasOwnProperty.call(message, "prepare")) {
                        object.prepare = $root.shoal.agent.v1.Prepare.toObject(message.prepare, options, _depth + 1);
                        if (options.oneofs)
                            object.body = "prepare";
                    }
                    if (message.activate != null && $Object.hasOwnProperty.call(message, "activate")) {
                        object.activate = $root.shoal.agent.v1.Activate.toObject(message.activate, options, _depth + 1);
                        if (options.oneofs)
                            object.body = "activate";
                    }
                    if (message.discard != null && $Object.hasOwnProperty.call(message, "discard")) {
                        object.discard = $root.shoal.agent.v1.Discard.toObject(message.discard, options, _depth + 1);
                        if (options.oneofs)
                            object.body = "discard";
                    }
                    return object;
                };

                Intent.prototype.toJSON = function() {
                    return Intent.toObject(this, $protobuf.util.toJSONOptions);
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

                Prepare.create = function(properties) {
                    return new Prepare(properties);
                };

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

                Prepare.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Prepare)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Prepare: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Prepare();
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.envelope != null)
                        if (object.envelope.length)
                            if (typeof object.envelope === "string")
                                $util.base64.decode(object.envelope, message.envelope = $util.newBuffer($util.base64.length(object.envelope)), 0);
                            else if (object.envelope.length >= 0)
                                message.envelope = object.envelope;
                    if (object.routes) {
                        if (!$Array.isArray(object.routes))
                            throw $TypeError(".shoal.agent.v1.Prepare.routes: array expected");
                        message.routes = $Array(object.routes.length);
                        for (let i = 0; i < object.routes.length; ++i) {
                            if (!$util.isObject(object.routes[i]))
                                throw $TypeError(".shoal.agent.v1.Prepare.routes: object expected");
                            message.routes[i] = $root.shoal.agent.v1.BundleDescription.fromObject(object.routes[i], _depth + 1);
                        }
                    }
                    return message;
                };

                Prepare.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.routes = [];
                    if (options.defaults) {
                        object.release = "";
                        if (options.bytes === $String)
                            object.envelope = "";
                        else {
                            object.envelope = [];
                            if (options.bytes !== $Array)
                                object.envelope = $util.newBuffer(object.envelope);
                        }
                    }
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                        object.envelope = options.bytes === $String ? $util.base64.encode(message.envelope, 0, message.envelope.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.envelope) : message.envelope;
                    if (message.routes && message.routes.length) {
                        object.routes = $Array(message.routes.length);
                        for (let j = 0; j < message.routes.length; ++j)
                            object.routes[j] = $root.shoal.agent.v1.BundleDescription.toObject(message.routes[j], options, _depth + 1);
                    }
                    return object;
                };

                Prepare.prototype.toJSON = function() {
                    return Prepare.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Prepare;
            })();

            v1.Activate = (function() {

                const Activate = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Activate.prototype.release = "";
                Activate.prototype.tree = "";
                Activate.prototype.lease = null;
                Activate.prototype.repair = false;

                Activate.create = function(properties) {
                    return new Activate(properties);
                };

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

                Activate.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Activate)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Activate: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Activate();
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.lease != null) {
                        if (!$util.isObject(object.lease))
                            throw $TypeError(".shoal.agent.v1.Activate.lease: object expected");
                        message.lease = $root.shoal.agent.v1.Lease.fromObject(object.lease, _depth + 1);
                    }
                    if (object.repair != null)
                        if (object.repair)
                            message.repair = $Boolean(object.repair);
                    return message;
                };

                Activate.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.release = "";
                        object.tree = "";
                        object.lease = null;
                        object.repair = false;
                    }
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                        object.lease = $root.shoal.agent.v1.Lease.toObject(message.lease, options, _depth + 1);
                    if (message.repair != null && $Object.hasOwnProperty.call(message, "repair"))
                        object.repair = message.repair;
                    return object;
                };

                Activate.prototype.toJSON = function() {
                    return Activate.toObject(this, $protobuf.util.toJSONOptions);
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

                Discard.create = function(properties) {
                    return new Discard(properties);
                };

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

                Discard.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Discard)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Discard: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Discard();
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    return message;
                };

                Discard.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults)
                        object.release = "";
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    return object;
                };

                Discard.prototype.toJSON = function() {
                    return Discard.toObject(this, $protobuf.util.toJSONOptions);
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

                CancelTarget.create = function(properties) {
                    return new CancelTarget(properties);
                };

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

                CancelTarget.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.CancelTarget)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.CancelTarget: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.CancelTarget();
                    if (object.commandId != null)
                        if (typeof object.commandId !== "string" || object.commandId.length)
                            message.commandId = $String(object.commandId);
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.position != null) {
                        if (!$util.isObject(object.position))
                            throw $TypeError(".shoal.agent.v1.CancelTarget.position: object expected");
                        message.position = $root.shoal.agent.v1.Position.fromObject(object.position, _depth + 1);
                    }
                    return message;
                };

                CancelTarget.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.commandId = "";
                        object.app = "";
                        object.position = null;
                    }
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                        object.commandId = message.commandId;
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        object.position = $root.shoal.agent.v1.Position.toObject(message.position, options, _depth + 1);
                    return object;
                };

                CancelTarget.prototype.toJSON = function() {
                    return CancelTarget.toObject(this, $protobuf.util.toJSONOptions);
                };

                return CancelTarget;
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

                BundleDescription.create = function(properties) {
                    return new BundleDescription(properties);
                };

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

                BundleDescription.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.BundleDescription)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.BundleDescription: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.BundleDescription();
                    if (object.kind !== 0 && (typeof object.kind !== "string" || $root.shoal.agent.v1.BundleKind[object.kind] !== 0))
                        switch (object.kind) {
                        case "BUNDLE_KIND_UNSPECIFIED":
                        case 0:
                            message.kind = 0;
                            break;
                        case "BUNDLE_KIND_BASE":
                        case 1:
                            message.kind = 1;
                            break;
                        case "BUNDLE_KIND_OVERLAY":
                        case 2:
                            message.kind = 2;
                            break;
                        default:
                            if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                                message.kind = object.kind;
                        }
                    if (object.digest != null)
                        if (typeof object.digest !== "string" || object.digest.length)
                            message.digest = $String(object.digest);
                    if (object.sizeBytes != null)
                        if (typeof object.sizeBytes === "object" ? object.sizeBytes.low || object.sizeBytes.high : $Number(object.sizeBytes) !== 0)
                            if ($util.Long)
                                message.sizeBytes = $util.Long.fromValue(object.sizeBytes, false);
                            else if (typeof object.sizeBytes === "string")
                                message.sizeBytes = $parseInt(object.sizeBytes, 10);
                            else if (typeof object.sizeBytes === "number")
                                message.sizeBytes = object.sizeBytes;
                            else if (typeof object.sizeBytes === "object")
                                message.sizeBytes = new $util.LongBits(object.sizeBytes.low >>> 0, object.sizeBytes.high >>> 0).toNumber();
                    if (object.fromTree != null)
                        if (typeof object.fromTree !== "string" || object.fromTree.length)
                            message.fromTree = $String(object.fromTree);
                    if (object.toTree != null)
                        if (typeof object.toTree !== "string" || object.toTree.length)
                            message.toTree = $String(object.toTree);
                    if (object.formatVersion != null)
                        if ($Number(object.formatVersion) !== 0)
                            message.formatVersion = object.formatVersion | 0;
                    if (object.codecs) {
                        if (!$Array.isArray(object.codecs))
                            throw $TypeError(".shoal.agent.v1.BundleDescription.codecs: array expected");
                        message.codecs = $Array(object.codecs.length);
                        for (let i = 0; i < object.codecs.length; ++i)
                            message.codecs[i] = $String(object.codecs[i]);
                    }
                    if (object.frameTable != null)
                        if (object.frameTable.length)
                            if (typeof object.frameTable === "string")
                                $util.base64.decode(object.frameTable, message.frameTable = $util.newBuffer($util.base64.length(object.frameTable)), 0);
                            else if (object.frameTable.length >= 0)
                                message.frameTable = object.frameTable;
                    if (object.torrent != null) {
                        if (!$util.isObject(object.torrent))
                            throw $TypeError(".shoal.agent.v1.BundleDescription.torrent: object expected");
                        message.torrent = $root.shoal.agent.v1.TorrentDescription.fromObject(object.torrent, _depth + 1);
                    }
                    return message;
                };

                BundleDescription.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.codecs = [];
                    if (options.defaults) {
                        object.kind = options.enums === $String ? "BUNDLE_KIND_UNSPECIFIED" : 0;
                        object.digest = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.sizeBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.sizeBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.fromTree = "";
                        object.toTree = "";
                        object.formatVersion = 0;
                        if (options.bytes === $String)
                            object.frameTable = "";
                        else {
                            object.frameTable = [];
                            if (options.bytes !== $Array)
                                object.frameTable = $util.newBuffer(object.frameTable);
                        }
                        object.torrent = null;
                    }
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                        object.kind = options.enums === $String ? $root.shoal.agent.v1.BundleKind[message.kind] === $undefined ? message.kind : $root.shoal.agent.v1.BundleKind[message.kind] : message.kind;
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                        object.digest = message.digest;
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.sizeBytes = typeof message.sizeBytes === "number" ? $BigInt(message.sizeBytes) : $util.Long.fromBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.sizeBytes === "number")
                            object.sizeBytes = options.longs === $String ? $String(message.sizeBytes) : message.sizeBytes;
                        else
                            object.sizeBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.sizeBytes) : options.longs === $Number ? new $util.LongBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0).toNumber() : message.sizeBytes;
                    if (message.fromTree != null && $Object.hasOwnProperty.call(message, "fromTree"))
                        object.fromTree = message.fromTree;
                    if (message.toTree != null && $Object.hasOwnProperty.call(message, "toTree"))
                        object.toTree = message.toTree;
                    if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion"))
                        object.formatVersion = message.formatVersion;
                    if (message.codecs && message.codecs.length) {
                        object.codecs = $Array(message.codecs.length);
                        for (let j = 0; j < message.codecs.length; ++j)
                            object.codecs[j] = message.codecs[j];
                    }
                    if (message.frameTable != null && $Object.hasOwnProperty.call(message, "frameTable"))
                        object.frameTable = options.bytes === $String ? $util.base64.encode(message.frameTable, 0, message.frameTable.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.frameTable) : message.frameTable;
                    if (message.torrent != null && $Object.hasOwnProperty.call(message, "torrent"))
                        object.torrent = $root.shoal.agent.v1.TorrentDescription.toObject(message.torrent, options, _depth + 1);
                    return object;
                };

                BundleDescription.prototype.toJSON = function() {
                    return BundleDescription.toObject(this, $protobuf.util.toJSONOptions);
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

                TorrentDescription.create = function(properties) {
                    return new TorrentDescription(properties);
                };

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

                TorrentDescription.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.TorrentDescription)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.TorrentDescription: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.TorrentDescription();
                    if (object.infoHash != null)
                        if (typeof object.infoHash !== "string" || object.infoHash.length)
                            message.infoHash = $String(object.infoHash);
                    if (object.metainfo != null)
                        if (object.metainfo.length)
                            if (typeof object.metainfo === "string")
                                $util.base64.decode(object.metainfo, message.metainfo = $util.newBuffer($util.base64.length(object.metainfo)), 0);
                            else if (object.metainfo.length >= 0)
                                message.metainfo = object.metainfo;
                    if (object.pieceDigests != null)
                        if (object.pieceDigests.length)
                            if (typeof object.pieceDigests === "string")
                                $util.base64.decode(object.pieceDigests, message.pieceDigests = $util.newBuffer($util.base64.length(object.pieceDigests)), 0);
                            else if (object.pieceDigests.length >= 0)
                                message.pieceDigests = object.pieceDigests;
                    return message;
                };

                TorrentDescription.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.infoHash = "";
                        if (options.bytes === $String)
                            object.metainfo = "";
                        else {
                            object.metainfo = [];
                            if (options.bytes !== $Array)
                                object.metainfo = $util.newBuffer(object.metainfo);
                        }
                        if (options.bytes === $String)
                            object.pieceDigests = "";
                        else {
                            object.pieceDigests = [];
                            if (options.bytes !== $Array)
                                object.pieceDigests = $util.newBuffer(object.pieceDigests);
                        }
                    }
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash"))
                        object.infoHash = message.infoHash;
                    if (message.metainfo != null && $Object.hasOwnProperty.call(message, "metainfo"))
                        object.metainfo = options.bytes === $String ? $util.base64.encode(message.metainfo, 0, message.metainfo.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.metainfo) : message.metainfo;
                    if (message.pieceDigests != null && $Object.hasOwnProperty.call(message, "pieceDigests"))
                        object.pieceDigests = options.bytes === $String ? $util.base64.encode(message.pieceDigests, 0, message.pieceDigests.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.pieceDigests) : message.pieceDigests;
                    return object;
                };

                TorrentDescription.prototype.toJSON = function() {
                    return TorrentDescription.toObject(this, $protobuf.util.toJSONOptions);
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

                Hello.create = function(properties) {
                    return new Hello(properties);
                };

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

                Hello.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Hello)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Hello: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Hello();
                    if (object.protocolVersions) {
                        if (!$Array.isArray(object.protocolVersions))
                            throw $TypeError(".shoal.agent.v1.Hello.protocolVersions: array expected");
                        message.protocolVersions = $Array(object.protocolVersions.length);
                        for (let i = 0; i < object.protocolVersions.length; ++i)
                            message.protocolVersions[i] = object.protocolVersions[i] | 0;
                    }
                    if (object.formatVersions) {
                        if (!$Array.isArray(object.formatVersions))
                            throw $TypeError(".shoal.agent.v1.Hello.formatVersions: array expected");
                        message.formatVersions = $Array(object.formatVersions.length);
                        for (let i = 0; i < object.formatVersions.length; ++i)
                            message.formatVersions[i] = object.formatVersions[i] | 0;
                    }
                    if (object.codecs) {
                        if (!$Array.isArray(object.codecs))
                            throw $TypeError(".shoal.agent.v1.Hello.codecs: array expected");
                        message.codecs = $Array(object.codecs.length);
                        for (let i = 0; i < object.codecs.length; ++i)
                            message.codecs[i] = $String(object.codecs[i]);
                    }
                    if (object.agentVersion != null)
                        if (typeof object.agentVersion !== "string" || object.agentVersion.length)
                            message.agentVersion = $String(object.agentVersion);
                    if (object.lanes) {
                        if (!$Array.isArray(object.lanes))
                            throw $TypeError(".shoal.agent.v1.Hello.lanes: array expected");
                        message.lanes = $Array(object.lanes.length);
                        for (let i = 0; i < object.lanes.length; ++i) {
                            if (!$util.isObject(object.lanes[i]))
                                throw $TypeError(".shoal.agent.v1.Hello.lanes: object expected");
                            message.lanes[i] = $root.shoal.agent.v1.LaneReport.fromObject(object.lanes[i], _depth + 1);
                        }
                    }
                    return message;
                };

                Hello.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults) {
                        object.protocolVersions = [];
                        object.formatVersions = [];
                        object.codecs = [];
                        object.lanes = [];
                    }
                    if (options.defaults)
                        object.agentVersion = "";
                    if (message.protocolVersions && message.protocolVersions.length) {
                        object.protocolVersions = $Array(message.protocolVersions.length);
                        for (let j = 0; j < message.protocolVersions.length; ++j)
                            object.protocolVersions[j] = message.protocolVersions[j];
                    }
                    if (message.formatVersions && message.formatVersions.length) {
                        object.formatVersions = $Array(message.formatVersions.length);
                        for (let j = 0; j < message.formatVersions.length; ++j)
                            object.formatVersions[j] = message.formatVersions[j];
                    }
                    if (message.codecs && message.codecs.length) {
                        object.codecs = $Array(message.codecs.length);
                        for (let j = 0; j < message.codecs.length; ++j)
                            object.codecs[j] = message.codecs[j];
                    }
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion"))
                        object.agentVersion = message.agentVersion;
                    if (message.lanes && message.lanes.length) {
                        object.lanes = $Array(message.lanes.length);
                        for (let j = 0; j < message.lanes.length; ++j)
                            object.lanes[j] = $root.shoal.agent.v1.LaneReport.toObject(message.lanes[j], options, _depth + 1);
                    }
                    return object;
                };

                Hello.prototype.toJSON = function() {
                    return Hello.toObject(this, $protobuf.util.toJSONOptions);
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

                LaneReport.create = function(properties) {
                    return new LaneReport(properties);
                };

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

                LaneReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.LaneReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.LaneReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.LaneReport();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.highest != null) {
                        if (!$util.isObject(object.highest))
                            throw $TypeError(".shoal.agent.v1.LaneReport.highest: object expected");
                        message.highest = $root.shoal.agent.v1.Position.fromObject(object.highest, _depth + 1);
                    }
                    if (object.intents) {
                        if (!$Array.isArray(object.intents))
                            throw $TypeError(".shoal.agent.v1.LaneReport.intents: array expected");
                        message.intents = $Array(object.intents.length);
                        for (let i = 0; i < object.intents.length; ++i) {
                            if (!$util.isObject(object.intents[i]))
                                throw $TypeError(".shoal.agent.v1.LaneReport.intents: object expected");
                            message.intents[i] = $root.shoal.agent.v1.IntentReport.fromObject(object.intents[i], _depth + 1);
                        }
                    }
                    if (object.slots) {
                        if (!$Array.isArray(object.slots))
                            throw $TypeError(".shoal.agent.v1.LaneReport.slots: array expected");
                        message.slots = $Array(object.slots.length);
                        for (let i = 0; i < object.slots.length; ++i) {
                            if (!$util.isObject(object.slots[i]))
                                throw $TypeError(".shoal.agent.v1.LaneReport.slots: object expected");
                            message.slots[i] = $root.shoal.agent.v1.SlotReport.fromObject(object.slots[i], _depth + 1);
                        }
                    }
                    if (object.revisions) {
                        if (!$Array.isArray(object.revisions))
                            throw $TypeError(".shoal.agent.v1.LaneReport.revisions: array expected");
                        message.revisions = $Array(object.revisions.length);
                        for (let i = 0; i < object.revisions.length; ++i) {
                            if (!$util.isObject(object.revisions[i]))
                                throw $TypeError(".shoal.agent.v1.LaneReport.revisions: object expected");
                            message.revisions[i] = $root.shoal.agent.v1.RevisionReport.fromObject(object.revisions[i], _depth + 1);
                        }
                    }
                    return message;
                };

                LaneReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults) {
                        object.intents = [];
                        object.slots = [];
                        object.revisions = [];
                    }
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        object.highest = null;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.highest != null && $Object.hasOwnProperty.call(message, "highest"))
                        object.highest = $root.shoal.agent.v1.Position.toObject(message.highest, options, _depth + 1);
                    if (message.intents && message.intents.length) {
                        object.intents = $Array(message.intents.length);
                        for (let j = 0; j < message.intents.length; ++j)
                            object.intents[j] = $root.shoal.agent.v1.IntentReport.toObject(message.intents[j], options, _depth + 1);
                    }
                    if (message.slots && message.slots.length) {
                        object.slots = $Array(message.slots.length);
                        for (let j = 0; j < message.slots.length; ++j)
                            object.slots[j] = $root.shoal.agent.v1.SlotReport.toObject(message.slots[j], options, _depth + 1);
                    }
                    if (message.revisions && message.revisions.length) {
                        object.revisions = $Array(message.revisions.length);
                        for (let j = 0; j < message.revisions.length; ++j)
                            object.revisions[j] = $root.shoal.agent.v1.RevisionReport.toObject(message.revisions[j], options, _depth + 1);
                    }
                    return object;
                };

                LaneReport.prototype.toJSON = function() {
                    return LaneReport.toObject(this, $protobuf.util.toJSONOptions);
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

                IntentReport.create = function(properties) {
                    return new IntentReport(properties);
                };

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

                IntentReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.IntentReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.IntentReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.IntentReport();
                    if (object.commandId != null)
                        if (typeof object.commandId !== "string" || object.commandId.length)
                            message.commandId = $String(object.commandId);
                    if (object.position != null) {
                        if (!$util.isObject(object.position))
                            throw $TypeError(".shoal.agent.v1.IntentReport.position: object expected");
                        message.position = $root.shoal.agent.v1.Position.fromObject(object.position, _depth + 1);
                    }
                    if (object.intentKind !== 0 && (typeof object.intentKind !== "string" || $root.shoal.agent.v1.IntentKind[object.intentKind] !== 0))
                        switch (object.intentKind) {
                        case "INTENT_KIND_UNSPECIFIED":
                        case 0:
                            message.intentKind = 0;
                            break;
                        case "INTENT_KIND_PREPARE":
                        case 1:
                            message.intentKind = 1;
                            break;
                        case "INTENT_KIND_ACTIVATE":
                        case 2:
                            message.intentKind = 2;
                            break;
                        case "INTENT_KIND_DISCARD":
                        case 3:
                            message.intentKind = 3;
                            break;
                        default:
                            if (typeof object.intentKind === "number" && (object.intentKind | 0) === object.intentKind)
                                message.intentKind = object.intentKind;
                        }
                    if (object.result != null) {
                        if (!$util.isObject(object.result))
                            throw $TypeError(".shoal.agent.v1.IntentReport.result: object expected");
                        message.result = $root.shoal.agent.v1.IntentResult.fromObject(object.result, _depth + 1);
                    }
                    return message;
                };

                IntentReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.commandId = "";
                        object.position = null;
                        object.intentKind = options.enums === $String ? "INTENT_KIND_UNSPECIFIED" : 0;
                        object.result = null;
                    }
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                        object.commandId = message.commandId;
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        object.position = $root.shoal.agent.v1.Position.toObject(message.position, options, _depth + 1);
                    if (message.intentKind != null && $Object.hasOwnProperty.call(message, "intentKind"))
                        object.intentKind = options.enums === $String ? $root.shoal.agent.v1.IntentKind[message.intentKind] === $undefined ? message.intentKind : $root.shoal.agent.v1.IntentKind[message.intentKind] : message.intentKind;
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                        object.result = $root.shoal.agent.v1.IntentResult.toObject(message.result, options, _depth + 1);
                    return object;
                };

                IntentReport.prototype.toJSON = function() {
                    return IntentReport.toObject(this, $protobuf.util.toJSONOptions);
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

                RevisionReport.create = function(properties) {
                    return new RevisionReport(properties);
                };

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

                RevisionReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.RevisionReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.RevisionReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.RevisionReport();
                    if (object.revision != null)
                        if (typeof object.revision !== "string" || object.revision.length)
                            message.revision = $String(object.revision);
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    return message;
                };

                RevisionReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.revision = "";
                        object.release = "";
                        object.tree = "";
                    }
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                        object.revision = message.revision;
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    return object;
                };

                RevisionReport.prototype.toJSON = function() {
                    return RevisionReport.toObject(this, $protobuf.util.toJSONOptions);
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

                SlotReport.create = function(properties) {
                    return new SlotReport(properties);
                };

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

                SlotReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.SlotReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.SlotReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.SlotReport();
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.absent != null) {
                        if (!$util.isObject(object.absent))
                            throw $TypeError(".shoal.agent.v1.SlotReport.absent: object expected");
                        message.absent = $root.shoal.agent.v1.Absent.fromObject(object.absent, _depth + 1);
                    }
                    if (object.revision != null)
                        message.revision = $String(object.revision);
                    if (object.foreign != null) {
                        if (!$util.isObject(object.foreign))
                            throw $TypeError(".shoal.agent.v1.SlotReport.foreign: object expected");
                        message.foreign = $root.shoal.agent.v1.Foreign.fromObject(object.foreign, _depth + 1);
                    }
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.drift != null)
                        if (object.drift)
                            message.drift = $Boolean(object.drift);
                    return message;
                };

                SlotReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.slot = "";
                        object.release = "";
                        object.tree = "";
                        object.drift = false;
                    }
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.absent != null && $Object.hasOwnProperty.call(message, "absent")) {
                        object.absent = $root.shoal.agent.v1.Absent.toObject(message.absent, options, _depth + 1);
                        if (options.oneofs)
                            object.content = "absent";
                    }
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision")) {
                        object.revision = message.revision;
                        if (options.oneofs)
                            object.content = "revision";
                    }
                    if (message.foreign != null && $Object.hasOwnProperty.call(message, "foreign")) {
                        object.foreign = $root.shoal.agent.v1.Foreign.toObject(message.foreign, options, _depth + 1);
                        if (options.oneofs)
                            object.content = "foreign";
                    }
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.drift != null && $Object.hasOwnProperty.call(message, "drift"))
                        object.drift = message.drift;
                    return object;
                };

                SlotReport.prototype.toJSON = function() {
                    return SlotReport.toObject(this, $protobuf.util.toJSONOptions);
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

                Absent.create = function(properties) {
                    return new Absent(properties);
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

                Absent.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Absent)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Absent: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    return new $root.shoal.agent.v1.Absent();
                };

                Absent.toObject = function () {
                    return {};
                };

                Absent.prototype.toJSON = function() {
                    return Absent.toObject(this, $protobuf.util.toJSONOptions);
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

                Foreign.create = function(properties) {
                    return new Foreign(properties);
                };

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

                Foreign.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Foreign)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Foreign: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Foreign();
                    if (object.link != null)
                        if (object.link)
                            message.link = $Boolean(object.link);
                    if (object.detail != null)
                        if (typeof object.detail !== "string" || object.detail.length)
                            message.detail = $String(object.detail);
                    return message;
                };

                Foreign.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.link = false;
                        object.detail = "";
                    }
                    if (message.link != null && $Object.hasOwnProperty.call(message, "link"))
                        object.link = message.link;
                    if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                        object.detail = message.detail;
                    return object;
                };

                Foreign.prototype.toJSON = function() {
                    return Foreign.toObject(this, $protobuf.util.toJSONOptions);
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

                AnswerReport.create = function(properties) {
                    return new AnswerReport(properties);
                };

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

                AnswerReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.AnswerReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.AnswerReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.AnswerReport();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.commandId != null)
                        if (typeof object.commandId !== "string" || object.commandId.length)
                            message.commandId = $String(object.commandId);
                    if (object.position != null) {
                        if (!$util.isObject(object.position))
                            throw $TypeError(".shoal.agent.v1.AnswerReport.position: object expected");
                        message.position = $root.shoal.agent.v1.Position.fromObject(object.position, _depth + 1);
                    }
                    if (object.accepted != null) {
                        if (!$util.isObject(object.accepted))
                            throw $TypeError(".shoal.agent.v1.AnswerReport.accepted: object expected");
                        message.accepted = $root.shoal.agent.v1.Accepted.fromObject(object.accepted, _depth + 1);
                    }
                    if (object.refused != null) {
                        if (!$util.isObject(object.refused))
                            throw $TypeError(".shoal.agent.v1.AnswerReport.refused: object expected");
                        message.refused = $root.shoal.agent.v1.Failure.fromObject(object.refused, _depth + 1);
                    }
                    if (object.result != null) {
                        if (!$util.isObject(object.result))
                            throw $TypeError(".shoal.agent.v1.AnswerReport.result: object expected");
                        message.result = $root.shoal.agent.v1.IntentResult.fromObject(object.result, _depth + 1);
                    }
                    return message;
                };

                AnswerReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.commandId = "";
                        object.position = null;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                        object.commandId = message.commandId;
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                        object.position = $root.shoal.agent.v1.Position.toObject(message.position, options, _depth + 1);
                    if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted")) {
                        object.accepted = $root.shoal.agent.v1.Accepted.toObject(message.accepted, options, _depth + 1);
                        if (options.oneofs)
                            object.answer = "accepted";
                    }
                    if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                        object.refused = $root.shoal.agent.v1.Failure.toObject(message.refused, options, _depth + 1);
                        if (options.oneofs)
                            object.answer = "refused";
                    }
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result")) {
                        object.result = $root.shoal.agent.v1.IntentResult.toObject(message.result, options, _depth + 1);
                        if (options.oneofs)
                            object.answer = "result";
                    }
                    return object;
                };

                AnswerReport.prototype.toJSON = function() {
                    return AnswerReport.toObject(this, $protobuf.util.toJSONOptions);
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

                Accepted.create = function(properties) {
                    return new Accepted(properties);
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

                Accepted.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Accepted)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Accepted: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    return new $root.shoal.agent.v1.Accepted();
                };

                Accepted.toObject = function () {
                    return {};
                };

                Accepted.prototype.toJSON = function() {
                    return Accepted.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Accepted;
            })();

            v1.IntentResult = (function() {

                const IntentResult = function (properties) {
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

                IntentResult.create = function(properties) {
                    return new IntentResult(properties);
                };

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

                IntentResult.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.IntentResult)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.IntentResult: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.IntentResult();
                    if (object.outcome !== 0 && (typeof object.outcome !== "string" || $root.shoal.agent.v1.Outcome[object.outcome] !== 0))
                        switch (object.outcome) {
                        case "OUTCOME_UNSPECIFIED":
                        case 0:
                            message.outcome = 0;
                            break;
                        case "OUTCOME_DONE":
                        case 1:
                            message.outcome = 1;
                            break;
                        case "OUTCOME_FAILED":
                        case 2:
                            message.outcome = 2;
                            break;
                        case "OUTCOME_CANCELLED":
                        case 3:
                            message.outcome = 3;
                            break;
                        case "OUTCOME_EXPIRED":
                        case 4:
                            message.outcome = 4;
                            break;
                        case "OUTCOME_REVERTED":
                        case 5:
                            message.outcome = 5;
                            break;
                        default:
                            if (typeof object.outcome === "number" && (object.outcome | 0) === object.outcome)
                                message.outcome = object.outcome;
                        }
                    if (object.failure != null) {
                        if (!$util.isObject(object.failure))
                            throw $TypeError(".shoal.agent.v1.IntentResult.failure: object expected");
                        message.failure = $root.shoal.agent.v1.Failure.fromObject(object.failure, _depth + 1);
                    }
                    if (object.revision != null)
                        if (typeof object.revision !== "string" || object.revision.length)
                            message.revision = $String(object.revision);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.stats != null) {
                        if (!$util.isObject(object.stats))
                            throw $TypeError(".shoal.agent.v1.IntentResult.stats: object expected");
                        message.stats = $root.shoal.agent.v1.WorkStats.fromObject(object.stats, _depth + 1);
                    }
                    return message;
                };

                IntentResult.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.outcome = options.enums === $String ? "OUTCOME_UNSPECIFIED" : 0;
                        object.failure = null;
                        object.revision = "";
                        object.tree = "";
                        object.stats = null;
                    }
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                        object.outcome = options.enums === $String ? $root.shoal.agent.v1.Outcome[message.outcome] === $undefined ? message.outcome : $root.shoal.agent.v1.Outcome[message.outcome] : message.outcome;
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        object.failure = $root.shoal.agent.v1.Failure.toObject(message.failure, options, _depth + 1);
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                        object.revision = message.revision;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.stats != null && $Object.hasOwnProperty.call(message, "stats"))
                        object.stats = $root.shoal.agent.v1.WorkStats.toObject(message.stats, options, _depth + 1);
                    return object;
                };

                IntentResult.prototype.toJSON = function() {
                    return IntentResult.toObject(this, $protobuf.util.toJSONOptions);
                };

                return IntentResult;
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
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                WorkStats.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                WorkStats.prototype.route = 0;

                WorkStats.create = function(properties) {
                    return new WorkStats(properties);
                };

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

                WorkStats.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.WorkStats)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.WorkStats: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.WorkStats();
                    if (object.bytesFromSeed != null)
                        if (typeof object.bytesFromSeed === "object" ? object.bytesFromSeed.low || object.bytesFromSeed.high : $Number(object.bytesFromSeed) !== 0)
                            if ($util.Long)
                                message.bytesFromSeed = $util.Long.fromValue(object.bytesFromSeed, false);
                            else if (typeof object.bytesFromSeed === "string")
                                message.bytesFromSeed = $parseInt(object.bytesFromSeed, 10);
                            else if (typeof object.bytesFromSeed === "number")
                                message.bytesFromSeed = object.bytesFromSeed;
                            else if (typeof object.bytesFromSeed === "object")
                                message.bytesFromSeed = new $util.LongBits(object.bytesFromSeed.low >>> 0, object.bytesFromSeed.high >>> 0).toNumber();
                    if (object.bytesFromHosts != null)
                        if (typeof object.bytesFromHosts === "object" ? object.bytesFromHosts.low || object.bytesFromHosts.high : $Number(object.bytesFromHosts) !== 0)
                            if ($util.Long)
                                message.bytesFromHosts = $util.Long.fromValue(object.bytesFromHosts, false);
                            else if (typeof object.bytesFromHosts === "string")
                                message.bytesFromHosts = $parseInt(object.bytesFromHosts, 10);
                            else if (typeof object.bytesFromHosts === "number")
                                message.bytesFromHosts = object.bytesFromHosts;
                            else if (typeof object.bytesFromHosts === "object")
                                message.bytesFromHosts = new $util.LongBits(object.bytesFromHosts.low >>> 0, object.bytesFromHosts.high >>> 0).toNumber();
                    if (object.durationMs != null)
                        if (typeof object.durationMs === "object" ? object.durationMs.low || object.durationMs.high : $Number(object.durationMs) !== 0)
                            if ($util.Long)
                                message.durationMs = $util.Long.fromValue(object.durationMs, false);
                            else if (typeof object.durationMs === "string")
                                message.durationMs = $parseInt(object.durationMs, 10);
                            else if (typeof object.durationMs === "number")
                                message.durationMs = object.durationMs;
                            else if (typeof object.durationMs === "object")
                                message.durationMs = new $util.LongBits(object.durationMs.low >>> 0, object.durationMs.high >>> 0).toNumber();
                    if (object.route !== 0 && (typeof object.route !== "string" || $root.shoal.agent.v1.Route[object.route] !== 0))
                        switch (object.route) {
                        case "ROUTE_UNSPECIFIED":
                        case 0:
                            message.route = 0;
                            break;
                        case "ROUTE_NONE":
                        case 1:
                            message.route = 1;
                            break;
                        case "ROUTE_BASE":
                        case 2:
                            message.route = 2;
                            break;
                        case "ROUTE_OVERLAY":
                        case 3:
                            message.route = 3;
                            break;
                        default:
                            if (typeof object.route === "number" && (object.route | 0) === object.route)
                                message.route = object.route;
                        }
                    return message;
                };

                WorkStats.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.bytesFromSeed = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytesFromSeed = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.bytesFromHosts = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytesFromHosts = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.durationMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.durationMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.route = options.enums === $String ? "ROUTE_UNSPECIFIED" : 0;
                    }
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytesFromSeed = typeof message.bytesFromSeed === "number" ? $BigInt(message.bytesFromSeed) : $util.Long.fromBits(message.bytesFromSeed.low >>> 0, message.bytesFromSeed.high >>> 0, false).toBigInt();
                        else if (typeof message.bytesFromSeed === "number")
                            object.bytesFromSeed = options.longs === $String ? $String(message.bytesFromSeed) : message.bytesFromSeed;
                        else
                            object.bytesFromSeed = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesFromSeed) : options.longs === $Number ? new $util.LongBits(message.bytesFromSeed.low >>> 0, message.bytesFromSeed.high >>> 0).toNumber() : message.bytesFromSeed;
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytesFromHosts = typeof message.bytesFromHosts === "number" ? $BigInt(message.bytesFromHosts) : $util.Long.fromBits(message.bytesFromHosts.low >>> 0, message.bytesFromHosts.high >>> 0, false).toBigInt();
                        else if (typeof message.bytesFromHosts === "number")
                            object.bytesFromHosts = options.longs === $String ? $String(message.bytesFromHosts) : message.bytesFromHosts;
                        else
                            object.bytesFromHosts = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesFromHosts) : options.longs === $Number ? new $util.LongBits(message.bytesFromHosts.low >>> 0, message.bytesFromHosts.high >>> 0).toNumber() : message.bytesFromHosts;
                    if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.durationMs = typeof message.durationMs === "number" ? $BigInt(message.durationMs) : $util.Long.fromBits(message.durationMs.low >>> 0, message.durationMs.high >>> 0, false).toBigInt();
                        else if (typeof message.durationMs === "number")
                            object.durationMs = options.longs === $String ? $String(message.durationMs) : message.durationMs;
                        else
                            object.durationMs = options.longs === $String ? $util.Long.prototype.toString.call(message.durationMs) : options.longs === $Number ? new $util.LongBits(message.durationMs.low >>> 0, message.durationMs.high >>> 0).toNumber() : message.durationMs;
                    if (message.route != null && $Object.hasOwnProperty.call(message, "route"))
                        object.route = options.enums === $String ? $root.shoal.agent.v1.Route[message.route] === $undefined ? message.route : $root.shoal.agent.v1.Route[message.route] : message.route;
                    return object;
                };

                WorkStats.prototype.toJSON = function() {
                    return WorkStats.toObject(this, $protobuf.util.toJSONOptions);
                };

                return WorkStats;
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

                ProgressReport.create = function(properties) {
                    return new ProgressReport(properties);
                };

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

                ProgressReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.ProgressReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.ProgressReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.ProgressReport();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.commandId != null)
                        if (typeof object.commandId !== "string" || object.commandId.length)
                            message.commandId = $String(object.commandId);
                    if (object.phase !== 0 && (typeof object.phase !== "string" || $root.shoal.agent.v1.Phase[object.phase] !== 0))
                        switch (object.phase) {
                        case "PHASE_UNSPECIFIED":
                        case 0:
                            message.phase = 0;
                            break;
                        case "PHASE_FETCHING":
                        case 1:
                            message.phase = 1;
                            break;
                        case "PHASE_UNPACKING":
                        case 2:
                            message.phase = 2;
                            break;
                        case "PHASE_VERIFYING":
                        case 3:
                            message.phase = 3;
                            break;
                        case "PHASE_COMMITTING":
                        case 4:
                            message.phase = 4;
                            break;
                        case "PHASE_SWAPPING":
                        case 5:
                            message.phase = 5;
                            break;
                        case "PHASE_REMOVING":
                        case 6:
                            message.phase = 6;
                            break;
                        default:
                            if (typeof object.phase === "number" && (object.phase | 0) === object.phase)
                                message.phase = object.phase;
                        }
                    if (object.doneBytes != null)
                        if (typeof object.doneBytes === "object" ? object.doneBytes.low || object.doneBytes.high : $Number(object.doneBytes) !== 0)
                            if ($util.Long)
                                message.doneBytes = $util.Long.fromValue(object.doneBytes, false);
                            else if (typeof object.doneBytes === "string")
                                message.doneBytes = $parseInt(object.doneBytes, 10);
                            else if (typeof object.doneBytes === "number")
                                message.doneBytes = object.doneBytes;
                            else if (typeof object.doneBytes === "object")
                                message.doneBytes = new $util.LongBits(object.doneBytes.low >>> 0, object.doneBytes.high >>> 0).toNumber();
                    if (object.totalBytes != null)
                        if (typeof object.totalBytes === "object" ? object.totalBytes.low || object.totalBytes.high : $Number(object.totalBytes) !== 0)
                            if ($util.Long)
                                message.totalBytes = $util.Long.fromValue(object.totalBytes, false);
                            else if (typeof object.totalBytes === "string")
                                message.totalBytes = $parseInt(object.totalBytes, 10);
                            else if (typeof object.totalBytes === "number")
                                message.totalBytes = object.totalBytes;
                            else if (typeof object.totalBytes === "object")
                                message.totalBytes = new $util.LongBits(object.totalBytes.low >>> 0, object.totalBytes.high >>> 0).toNumber();
                    if (object.bytesFromSeed != null)
                        if (typeof object.bytesFromSeed === "object" ? object.bytesFromSeed.low || object.bytesFromSeed.high : $Number(object.bytesFromSeed) !== 0)
                            if ($util.Long)
                                message.bytesFromSeed = $util.Long.fromValue(object.bytesFromSeed, false);
                            else if (typeof object.bytesFromSeed === "string")
                                message.bytesFromSeed = $parseInt(object.bytesFromSeed, 10);
                            else if (typeof object.bytesFromSeed === "number")
                                message.bytesFromSeed = object.bytesFromSeed;
                            else if (typeof object.bytesFromSeed === "object")
                                message.bytesFromSeed = new $util.LongBits(object.bytesFromSeed.low >>> 0, object.bytesFromSeed.high >>> 0).toNumber();
                    if (object.bytesFromHosts != null)
                        if (typeof object.bytesFromHosts === "object" ? object.bytesFromHosts.low || object.bytesFromHosts.high : $Number(object.bytesFromHosts) !== 0)
                            if ($util.Long)
                                message.bytesFromHosts = $util.Long.fromValue(object.bytesFromHosts, false);
                            else if (typeof object.bytesFromHosts === "string")
                                message.bytesFromHosts = $parseInt(object.bytesFromHosts, 10);
                            else if (typeof object.bytesFromHosts === "number")
                                message.bytesFromHosts = object.bytesFromHosts;
                            else if (typeof object.bytesFromHosts === "object")
                                message.bytesFromHosts = new $util.LongBits(object.bytesFromHosts.low >>> 0, object.bytesFromHosts.high >>> 0).toNumber();
                    return message;
                };

                ProgressReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.commandId = "";
                        object.phase = options.enums === $String ? "PHASE_UNSPECIFIED" : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.doneBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.doneBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.totalBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.totalBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.bytesFromSeed = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytesFromSeed = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.bytesFromHosts = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytesFromHosts = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                        object.commandId = message.commandId;
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                        object.phase = options.enums === $String ? $root.shoal.agent.v1.Phase[message.phase] === $undefined ? message.phase : $root.shoal.agent.v1.Phase[message.phase] : message.phase;
                    if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.doneBytes = typeof message.doneBytes === "number" ? $BigInt(message.doneBytes) : $util.Long.fromBits(message.doneBytes.low >>> 0, message.doneBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.doneBytes === "number")
                            object.doneBytes = options.longs === $String ? $String(message.doneBytes) : message.doneBytes;
                        else
                            object.doneBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.doneBytes) : options.longs === $Number ? new $util.LongBits(message.doneBytes.low >>> 0, message.doneBytes.high >>> 0).toNumber() : message.doneBytes;
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.totalBytes = typeof message.totalBytes === "number" ? $BigInt(message.totalBytes) : $util.Long.fromBits(message.totalBytes.low >>> 0, message.totalBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.totalBytes === "number")
                            object.totalBytes = options.longs === $String ? $String(message.totalBytes) : message.totalBytes;
                        else
                            object.totalBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.totalBytes) : options.longs === $Number ? new $util.LongBits(message.totalBytes.low >>> 0, message.totalBytes.high >>> 0).toNumber() : message.totalBytes;
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytesFromSeed = typeof message.bytesFromSeed === "number" ? $BigInt(message.bytesFromSeed) : $util.Long.fromBits(message.bytesFromSeed.low >>> 0, message.bytesFromSeed.high >>> 0, false).toBigInt();
                        else if (typeof message.bytesFromSeed === "number")
                            object.bytesFromSeed = options.longs === $String ? $String(message.bytesFromSeed) : message.bytesFromSeed;
                        else
                            object.bytesFromSeed = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesFromSeed) : options.longs === $Number ? new $util.LongBits(message.bytesFromSeed.low >>> 0, message.bytesFromSeed.high >>> 0).toNumber() : message.bytesFromSeed;
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytesFromHosts = typeof message.bytesFromHosts === "number" ? $BigInt(message.bytesFromHosts) : $util.Long.fromBits(message.bytesFromHosts.low >>> 0, message.bytesFromHosts.high >>> 0, false).toBigInt();
                        else if (typeof message.bytesFromHosts === "number")
                            object.bytesFromHosts = options.longs === $String ? $String(message.bytesFromHosts) : message.bytesFromHosts;
                        else
                            object.bytesFromHosts = options.longs === $String ? $util.Long.prototype.toString.call(message.bytesFromHosts) : options.longs === $Number ? new $util.LongBits(message.bytesFromHosts.low >>> 0, message.bytesFromHosts.high >>> 0).toNumber() : message.bytesFromHosts;
                    return object;
                };

                ProgressReport.prototype.toJSON = function() {
                    return ProgressReport.toObject(this, $protobuf.util.toJSONOptions);
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

                SlotChangedReport.create = function(properties) {
                    return new SlotChangedReport(properties);
                };

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

                SlotChangedReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.SlotChangedReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.SlotChangedReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.SlotChangedReport();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.slot != null) {
                        if (!$util.isObject(object.slot))
                            throw $TypeError(".shoal.agent.v1.SlotChangedReport.slot: object expected");
                        message.slot = $root.shoal.agent.v1.SlotReport.fromObject(object.slot, _depth + 1);
                    }
                    if (object.failure != null) {
                        if (!$util.isObject(object.failure))
                            throw $TypeError(".shoal.agent.v1.SlotChangedReport.failure: object expected");
                        message.failure = $root.shoal.agent.v1.Failure.fromObject(object.failure, _depth + 1);
                    }
                    return message;
                };

                SlotChangedReport.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.slot = null;
                        object.failure = null;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = $root.shoal.agent.v1.SlotReport.toObject(message.slot, options, _depth + 1);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        object.failure = $root.shoal.agent.v1.Failure.toObject(message.failure, options, _depth + 1);
                    return object;
                };

                SlotChangedReport.prototype.toJSON = function() {
                    return SlotChangedReport.toObject(this, $protobuf.util.toJSONOptions);
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

                HeartbeatReport.create = function(properties) {
                    return new HeartbeatReport(properties);
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

                HeartbeatReport.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.HeartbeatReport)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.HeartbeatReport: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    return new $root.shoal.agent.v1.HeartbeatReport();
                };

                HeartbeatReport.toObject = function () {
                    return {};
                };

                HeartbeatReport.prototype.toJSON = function() {
                    return HeartbeatReport.toObject(this, $protobuf.util.toJSONOptions);
                };

                return HeartbeatReport;
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

                Position.create = function(properties) {
                    return new Position(properties);
                };

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

                Position.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Position)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Position: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Position();
                    if (object.epoch != null)
                        if (typeof object.epoch === "object" ? object.epoch.low || object.epoch.high : $Number(object.epoch) !== 0)
                            if ($util.Long)
                                message.epoch = $util.Long.fromValue(object.epoch, false);
                            else if (typeof object.epoch === "string")
                                message.epoch = $parseInt(object.epoch, 10);
                            else if (typeof object.epoch === "number")
                                message.epoch = object.epoch;
                            else if (typeof object.epoch === "object")
                                message.epoch = new $util.LongBits(object.epoch.low >>> 0, object.epoch.high >>> 0).toNumber();
                    if (object.sequence != null)
                        if (typeof object.sequence === "object" ? object.sequence.low || object.sequence.high : $Number(object.sequence) !== 0)
                            if ($util.Long)
                                message.sequence = $util.Long.fromValue(object.sequence, false);
                            else if (typeof object.sequence === "string")
                                message.sequence = $parseInt(object.sequence, 10);
                            else if (typeof object.sequence === "number")
                                message.sequence = object.sequence;
                            else if (typeof object.sequence === "object")
                                message.sequence = new $util.LongBits(object.sequence.low >>> 0, object.sequence.high >>> 0).toNumber();
                    return message;
                };

                Position.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.epoch = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.epoch = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.sequence = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.sequence = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.epoch = typeof message.epoch === "number" ? $BigInt(message.epoch) : $util.Long.fromBits(message.epoch.low >>> 0, message.epoch.high >>> 0, false).toBigInt();
                        else if (typeof message.epoch === "number")
                            object.epoch = options.longs === $String ? $String(message.epoch) : message.epoch;
                        else
                            object.epoch = options.longs === $String ? $util.Long.prototype.toString.call(message.epoch) : options.longs === $Number ? new $util.LongBits(message.epoch.low >>> 0, message.epoch.high >>> 0).toNumber() : message.epoch;
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.sequence = typeof message.sequence === "number" ? $BigInt(message.sequence) : $util.Long.fromBits(message.sequence.low >>> 0, message.sequence.high >>> 0, false).toBigInt();
                        else if (typeof message.sequence === "number")
                            object.sequence = options.longs === $String ? $String(message.sequence) : message.sequence;
                        else
                            object.sequence = options.longs === $String ? $util.Long.prototype.toString.call(message.sequence) : options.longs === $Number ? new $util.LongBits(message.sequence.low >>> 0, message.sequence.high >>> 0).toNumber() : message.sequence;
                    return object;
                };

                Position.prototype.toJSON = function() {
                    return Position.toObject(this, $protobuf.util.toJSONOptions);
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

                Lease.create = function(properties) {
                    return new Lease(properties);
                };

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

                Lease.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Lease)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Lease: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Lease();
                    if (object.instance != null)
                        if (typeof object.instance !== "string" || object.instance.length)
                            message.instance = $String(object.instance);
                    if (object.untilMs != null)
                        if (typeof object.untilMs === "object" ? object.untilMs.low || object.untilMs.high : $Number(object.untilMs) !== 0)
                            if ($util.Long)
                                message.untilMs = $util.Long.fromValue(object.untilMs, false);
                            else if (typeof object.untilMs === "string")
                                message.untilMs = $parseInt(object.untilMs, 10);
                            else if (typeof object.untilMs === "number")
                                message.untilMs = object.untilMs;
                            else if (typeof object.untilMs === "object")
                                message.untilMs = new $util.LongBits(object.untilMs.low >>> 0, object.untilMs.high >>> 0).toNumber();
                    return message;
                };

                Lease.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.instance = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.untilMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.untilMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.instance != null && $Object.hasOwnProperty.call(message, "instance"))
                        object.instance = message.instance;
                    if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.untilMs = typeof message.untilMs === "number" ? $BigInt(message.untilMs) : $util.Long.fromBits(message.untilMs.low >>> 0, message.untilMs.high >>> 0, false).toBigInt();
                        else if (typeof message.untilMs === "number")
                            object.untilMs = options.longs === $String ? $String(message.untilMs) : message.untilMs;
                        else
                            object.untilMs = options.longs === $String ? $util.Long.prototype.toString.call(message.untilMs) : options.longs === $Number ? new $util.LongBits(message.untilMs.low >>> 0, message.untilMs.high >>> 0).toNumber() : message.untilMs;
                    return object;
                };

                Lease.prototype.toJSON = function() {
                    return Lease.toObject(this, $protobuf.util.toJSONOptions);
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

                Failure.create = function(properties) {
                    return new Failure(properties);
                };

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

                Failure.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.agent.v1.Failure)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.agent.v1.Failure: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.agent.v1.Failure();
                    if (object.code != null)
                        if (typeof object.code !== "string" || object.code.length)
                            message.code = $String(object.code);
                    if (object.message != null)
                        if (typeof object.message !== "string" || object.message.length)
                            message.message = $String(object.message);
                    if (object.hint != null)
                        if (typeof object.hint !== "string" || object.hint.length)
                            message.hint = $String(object.hint);
                    if (object.retryable != null)
                        if (object.retryable)
                            message.retryable = $Boolean(object.retryable);
                    return message;
                };

                Failure.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.code = "";
                        object.message = "";
                        object.hint = "";
                        object.retryable = false;
                    }
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                        object.code = message.code;
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                        object.message = message.message;
                    if (message.hint != null && $Object.hasOwnProperty.call(message, "hint"))
                        object.hint = message.hint;
                    if (message.retryable != null && $Object.hasOwnProperty.call(message, "retryable"))
                        object.retryable = message.retryable;
                    return object;
                };

                Failure.prototype.toJSON = function() {
                    return Failure.toObject(this, $protobuf.util.toJSONOptions);
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
