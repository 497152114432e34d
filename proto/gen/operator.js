/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Array = $util.global.Array, $Boolean = $util.global.Boolean, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt;

const $root = $protobuf.roots["shoal_operator"] || ($protobuf.roots["shoal_operator"] = {});

export const shoal = $root.shoal = (() => {

    const shoal = {};

    shoal.operator = (function() {

        const operator = {};

        operator.v1 = (function() {

            const v1 = {};

            v1.AddHostRequest = (function() {

                const AddHostRequest = function (properties) {
                    this.apps = [];
                    this.labels = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                AddHostRequest.prototype.host = "";
                AddHostRequest.prototype.environment = "";
                AddHostRequest.prototype.apps = $util.emptyArray;
                AddHostRequest.prototype.labels = $util.emptyObject;

                AddHostRequest.create = function(properties) {
                    return new AddHostRequest(properties);
                };

                AddHostRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                        writer.uint32(10).string(message.host);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(18).string(message.environment);
                    if (message.apps != null && message.apps.length)
                        for (let i = 0; i < message.apps.length; ++i)
                            writer.uint32(26).string(message.apps[i]);
                    if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                        for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                            writer.uint32(34).fork().uint32(10).string(keys[i]).uint32(18).string(message.labels[keys[i]]).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                AddHostRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.AddHostRequest();
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
                                    message.environment = value;
                                else
                                    delete message.environment;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.apps && message.apps.length))
                                    message.apps = [];
                                message.apps.push(reader.stringVerify());
                                continue;
                            }
                        case 4: {
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

                AddHostRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.AddHostRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.AddHostRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.AddHostRequest();
                    if (object.host != null)
                        if (typeof object.host !== "string" || object.host.length)
                            message.host = $String(object.host);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.apps) {
                        if (!$Array.isArray(object.apps))
                            throw $TypeError(".shoal.operator.v1.AddHostRequest.apps: array expected");
                        message.apps = $Array(object.apps.length);
                        for (let i = 0; i < object.apps.length; ++i)
                            message.apps[i] = $String(object.apps[i]);
                    }
                    if (object.labels) {
                        if (!$util.isObject(object.labels))
                            throw $TypeError(".shoal.operator.v1.AddHostRequest.labels: object expected");
                        message.labels = {};
                        for (let keys = $Object.keys(object.labels), i = 0; i < keys.length; ++i) {
                            if (keys[i] === "__proto__")
                                $util.makeProp(message.labels, keys[i]);
                            message.labels[keys[i]] = $String(object.labels[keys[i]]);
                        }
                    }
                    return message;
                };

                AddHostRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.apps = [];
                    if (options.objects || options.defaults)
                        object.labels = {};
                    if (options.defaults) {
                        object.host = "";
                        object.environment = "";
                    }
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                        object.host = message.host;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.apps && message.apps.length) {
                        object.apps = $Array(message.apps.length);
                        for (let j = 0; j < message.apps.length; ++j)
                            object.apps[j] = message.apps[j];
                    }
                    let keys2;
                    if (message.labels && (keys2 = $Object.keys(message.labels)).length) {
                        object.labels = {};
                        for (let j = 0; j < keys2.length; ++j) {
                            if (keys2[j] === "__proto__")
                                $util.makeProp(object.labels, keys2[j]);
                            object.labels[keys2[j]] = message.labels[keys2[j]];
                        }
                    }
                    return object;
                };

                AddHostRequest.prototype.toJSON = function() {
                    return AddHostRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return AddHostRequest;
            })();

            v1.Host = (function() {

                const Host = function (properties) {
                    this.apps = [];
                    this.labels = {};
                    this.slots = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Host.prototype.host = "";
                Host.prototype.environment = "";
                Host.prototype.apps = $util.emptyArray;
                Host.prototype.labels = $util.emptyObject;
                Host.prototype.connected = false;
                Host.prototype.heardUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Host.prototype.agentVersion = "";
                Host.prototype.slots = $util.emptyArray;

                Host.create = function(properties) {
                    return new Host(properties);
                };

                Host.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                        writer.uint32(10).string(message.host);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(18).string(message.environment);
                    if (message.apps != null && message.apps.length)
                        for (let i = 0; i < message.apps.length; ++i)
                            writer.uint32(26).string(message.apps[i]);
                    if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                        for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                            writer.uint32(34).fork().uint32(10).string(keys[i]).uint32(18).string(message.labels[keys[i]]).ldelim();
                    if (message.connected != null && $Object.hasOwnProperty.call(message, "connected") && message.connected !== false)
                        writer.uint32(40).bool(message.connected);
                    if (message.heardUnixMs != null && $Object.hasOwnProperty.call(message, "heardUnixMs") && (typeof message.heardUnixMs === "object" ? message.heardUnixMs.low || message.heardUnixMs.high : message.heardUnixMs !== 0))
                        writer.uint32(48).int64(message.heardUnixMs);
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                        writer.uint32(58).string(message.agentVersion);
                    if (message.slots != null && message.slots.length)
                        for (let i = 0; i < message.slots.length; ++i)
                            $root.shoal.operator.v1.HostSlot.encode(message.slots[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Host.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Host();
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
                                    message.environment = value;
                                else
                                    delete message.environment;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.apps && message.apps.length))
                                    message.apps = [];
                                message.apps.push(reader.stringVerify());
                                continue;
                            }
                        case 4: {
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
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.connected = value;
                                else
                                    delete message.connected;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.heardUnixMs = value;
                                else
                                    delete message.heardUnixMs;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.agentVersion = value;
                                else
                                    delete message.agentVersion;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.slots && message.slots.length))
                                    message.slots = [];
                                message.slots.push($root.shoal.operator.v1.HostSlot.decode(reader, reader.size(), $undefined, _depth + 1));
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

                Host.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Host)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Host: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Host();
                    if (object.host != null)
                        if (typeof object.host !== "string" || object.host.length)
                            message.host = $String(object.host);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.apps) {
                        if (!$Array.isArray(object.apps))
                            throw $TypeError(".shoal.operator.v1.Host.apps: array expected");
                        message.apps = $Array(object.apps.length);
                        for (let i = 0; i < object.apps.length; ++i)
                            message.apps[i] = $String(object.apps[i]);
                    }
                    if (object.labels) {
                        if (!$util.isObject(object.labels))
                            throw $TypeError(".shoal.operator.v1.Host.labels: object expected");
                        message.labels = {};
                        for (let keys = $Object.keys(object.labels), i = 0; i < keys.length; ++i) {
                            if (keys[i] === "__proto__")
                                $util.makeProp(message.labels, keys[i]);
                            message.labels[keys[i]] = $String(object.labels[keys[i]]);
                        }
                    }
                    if (object.connected != null)
                        if (object.connected)
                            message.connected = $Boolean(object.connected);
                    if (object.heardUnixMs != null)
                        if (typeof object.heardUnixMs === "object" ? object.heardUnixMs.low || object.heardUnixMs.high : $Number(object.heardUnixMs) !== 0)
                            if ($util.Long)
                                message.heardUnixMs = $util.Long.fromValue(object.heardUnixMs, false);
                            else if (typeof object.heardUnixMs === "string")
                                message.heardUnixMs = $parseInt(object.heardUnixMs, 10);
                            else if (typeof object.heardUnixMs === "number")
                                message.heardUnixMs = object.heardUnixMs;
                            else if (typeof object.heardUnixMs === "object")
                                message.heardUnixMs = new $util.LongBits(object.heardUnixMs.low >>> 0, object.heardUnixMs.high >>> 0).toNumber();
                    if (object.agentVersion != null)
                        if (typeof object.agentVersion !== "string" || object.agentVersion.length)
                            message.agentVersion = $String(object.agentVersion);
                    if (object.slots) {
                        if (!$Array.isArray(object.slots))
                            throw $TypeError(".shoal.operator.v1.Host.slots: array expected");
                        message.slots = $Array(object.slots.length);
                        for (let i = 0; i < object.slots.length; ++i) {
                            if (!$util.isObject(object.slots[i]))
                                throw $TypeError(".shoal.operator.v1.Host.slots: object expected");
                            message.slots[i] = $root.shoal.operator.v1.HostSlot.fromObject(object.slots[i], _depth + 1);
                        }
                    }
                    return message;
                };

                Host.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults) {
                        object.apps = [];
                        object.slots = [];
                    }
                    if (options.objects || options.defaults)
                        object.labels = {};
                    if (options.defaults) {
                        object.host = "";
                        object.environment = "";
                        object.connected = false;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.heardUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.heardUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.agentVersion = "";
                    }
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                        object.host = message.host;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.apps && message.apps.length) {
                        object.apps = $Array(message.apps.length);
                        for (let j = 0; j < message.apps.length; ++j)
                            object.apps[j] = message.apps[j];
                    }
                    let keys2;
                    if (message.labels && (keys2 = $Object.keys(message.labels)).length) {
                        object.labels = {};
                        for (let j = 0; j < keys2.length; ++j) {
                            if (keys2[j] === "__proto__")
                                $util.makeProp(object.labels, keys2[j]);
                            object.labels[keys2[j]] = message.labels[keys2[j]];
                        }
                    }
                    if (message.connected != null && $Object.hasOwnProperty.call(message, "connected"))
                        object.connected = message.connected;
                    if (message.heardUnixMs != null && $Object.hasOwnProperty.call(message, "heardUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.heardUnixMs = typeof message.heardUnixMs === "number" ? $BigInt(message.heardUnixMs) : $util.Long.fromBits(message.heardUnixMs.low >>> 0, message.heardUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.heardUnixMs === "number")
                            object.heardUnixMs = options.longs === $String ? $String(message.heardUnixMs) : message.heardUnixMs;
                        else
                            object.heardUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.heardUnixMs) : options.longs === $Number ? new $util.LongBits(message.heardUnixMs.low >>> 0, message.heardUnixMs.high >>> 0).toNumber() : message.heardUnixMs;
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion"))
                        object.agentVersion = message.agentVersion;
                    if (message.slots && message.slots.length) {
                        object.slots = $Array(message.slots.length);
                        for (let j = 0; j < message.slots.length; ++j)
                            object.slots[j] = $root.shoal.operator.v1.HostSlot.toObject(message.slots[j], options, _depth + 1);
                    }
                    return object;
                };

                Host.prototype.toJSON = function() {
                    return Host.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Host;
            })();

            v1.HostSlot = (function() {

                const HostSlot = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                HostSlot.prototype.app = "";
                HostSlot.prototype.slot = "";
                HostSlot.prototype.release = "";
                HostSlot.prototype.tag = "";
                HostSlot.prototype.tree = "";
                HostSlot.prototype.revision = "";
                HostSlot.prototype.drift = false;
                HostSlot.prototype.detail = "";

                HostSlot.create = function(properties) {
                    return new HostSlot(properties);
                };

                HostSlot.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(18).string(message.slot);
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(26).string(message.release);
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag !== "")
                        writer.uint32(34).string(message.tag);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(42).string(message.tree);
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== "")
                        writer.uint32(50).string(message.revision);
                    if (message.drift != null && $Object.hasOwnProperty.call(message, "drift") && message.drift !== false)
                        writer.uint32(56).bool(message.drift);
                    if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                        writer.uint32(66).string(message.detail);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                HostSlot.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.HostSlot();
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
                                    message.slot = value;
                                else
                                    delete message.slot;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tag = value;
                                else
                                    delete message.tag;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.revision = value;
                                else
                                    delete message.revision;
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
                        case 8: {
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

                HostSlot.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.HostSlot)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.HostSlot: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.HostSlot();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.tag != null)
                        if (typeof object.tag !== "string" || object.tag.length)
                            message.tag = $String(object.tag);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.revision != null)
                        if (typeof object.revision !== "string" || object.revision.length)
                            message.revision = $String(object.revision);
                    if (object.drift != null)
                        if (object.drift)
                            message.drift = $Boolean(object.drift);
                    if (object.detail != null)
                        if (typeof object.detail !== "string" || object.detail.length)
                            message.detail = $String(object.detail);
                    return message;
                };

                HostSlot.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.slot = "";
                        object.release = "";
                        object.tag = "";
                        object.tree = "";
                        object.revision = "";
                        object.drift = false;
                        object.detail = "";
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag"))
                        object.tag = message.tag;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                        object.revision = message.revision;
                    if (message.drift != null && $Object.hasOwnProperty.call(message, "drift"))
                        object.drift = message.drift;
                    if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                        object.detail = message.detail;
                    return object;
                };

                HostSlot.prototype.toJSON = function() {
                    return HostSlot.toObject(this, $protobuf.util.toJSONOptions);
                };

                return HostSlot;
            })();

            v1.ListHostsRequest = (function() {

                const ListHostsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListHostsRequest.prototype.environment = "";

                ListHostsRequest.create = function(properties) {
                    return new ListHostsRequest(properties);
                };

                ListHostsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(10).string(message.environment);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListHostsRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListHostsRequest();
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
                                    message.environment = value;
                                else
                                    delete message.environment;
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

                ListHostsRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListHostsRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListHostsRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListHostsRequest();
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    return message;
                };

                ListHostsRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults)
                        object.environment = "";
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    return object;
                };

                ListHostsRequest.prototype.toJSON = function() {
                    return ListHostsRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListHostsRequest;
            })();

            v1.ListHostsResponse = (function() {

                const ListHostsResponse = function (properties) {
                    this.hosts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListHostsResponse.prototype.hosts = $util.emptyArray;

                ListHostsResponse.create = function(properties) {
                    return new ListHostsResponse(properties);
                };

                ListHostsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.hosts != null && message.hosts.length)
                        for (let i = 0; i < message.hosts.length; ++i)
                            $root.shoal.operator.v1.Host.encode(message.hosts[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListHostsResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListHostsResponse();
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
                                if (!(message.hosts && message.hosts.length))
                                    message.hosts = [];
                                message.hosts.push($root.shoal.operator.v1.Host.decode(reader, reader.size(), $undefined, _depth + 1));
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

                ListHostsResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListHostsResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListHostsResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListHostsResponse();
                    if (object.hosts) {
                        if (!$Array.isArray(object.hosts))
                            throw $TypeError(".shoal.operator.v1.ListHostsResponse.hosts: array expected");
                        message.hosts = $Array(object.hosts.length);
                        for (let i = 0; i < object.hosts.length; ++i) {
                            if (!$util.isObject(object.hosts[i]))
                                throw $TypeError(".shoal.operator.v1.ListHostsResponse.hosts: object expected");
                            message.hosts[i] = $root.shoal.operator.v1.Host.fromObject(object.hosts[i], _depth + 1);
                        }
                    }
                    return message;
                };

                ListHostsResponse.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.hosts = [];
                    if (message.hosts && message.hosts.length) {
                        object.hosts = $Array(message.hosts.length);
                        for (let j = 0; j < message.hosts.length; ++j)
                            object.hosts[j] = $root.shoal.operator.v1.Host.toObject(message.hosts[j], options, _depth + 1);
                    }
                    return object;
                };

                ListHostsResponse.prototype.toJSON = function() {
                    return ListHostsResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListHostsResponse;
            })();

            v1.MissingFilesRequest = (function() {

                const MissingFilesRequest = function (properties) {
                    this.digests = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                MissingFilesRequest.prototype.app = "";
                MissingFilesRequest.prototype.digests = $util.emptyArray;

                MissingFilesRequest.create = function(properties) {
                    return new MissingFilesRequest(properties);
                };

                MissingFilesRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.digests != null && message.digests.length)
                        for (let i = 0; i < message.digests.length; ++i)
                            writer.uint32(18).bytes(message.digests[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                MissingFilesRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.MissingFilesRequest();
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
                                if (!(message.digests && message.digests.length))
                                    message.digests = [];
                                message.digests.push(reader.bytes());
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

                MissingFilesRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.MissingFilesRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.MissingFilesRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.MissingFilesRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.digests) {
                        if (!$Array.isArray(object.digests))
                            throw $TypeError(".shoal.operator.v1.MissingFilesRequest.digests: array expected");
                        message.digests = $Array(object.digests.length);
                        for (let i = 0; i < object.digests.length; ++i)
                            if (typeof object.digests[i] === "string")
                                $util.base64.decode(object.digests[i], message.digests[i] = $util.newBuffer($util.base64.length(object.digests[i])), 0);
                            else if (object.digests[i].length >= 0)
                                message.digests[i] = object.digests[i];
                    }
                    return message;
                };

                MissingFilesRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.digests = [];
                    if (options.defaults)
                        object.app = "";
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.digests && message.digests.length) {
                        object.digests = $Array(message.digests.length);
                        for (let j = 0; j < message.digests.length; ++j)
                            object.digests[j] = options.bytes === $String ? $util.base64.encode(message.digests[j], 0, message.digests[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.digests[j]) : message.digests[j];
                    }
                    return object;
                };

                MissingFilesRequest.prototype.toJSON = function() {
                    return MissingFilesRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return MissingFilesRequest;
            })();

            v1.MissingFilesResponse = (function() {

                const MissingFilesResponse = function (properties) {
                    this.missing = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                MissingFilesResponse.prototype.missing = $util.emptyArray;

                MissingFilesResponse.create = function(properties) {
                    return new MissingFilesResponse(properties);
                };

                MissingFilesResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.missing != null && message.missing.length)
                        for (let i = 0; i < message.missing.length; ++i)
                            writer.uint32(10).bytes(message.missing[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                MissingFilesResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.MissingFilesResponse();
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
                                if (!(message.missing && message.missing.length))
                                    message.missing = [];
                                message.missing.push(reader.bytes());
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

                MissingFilesResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.MissingFilesResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.MissingFilesResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.MissingFilesResponse();
                    if (object.missing) {
                        if (!$Array.isArray(object.missing))
                            throw $TypeError(".shoal.operator.v1.MissingFilesResponse.missing: array expected");
                        message.missing = $Array(object.missing.length);
                        for (let i = 0; i < object.missing.length; ++i)
                            if (typeof object.missing[i] === "string")
                                $util.base64.decode(object.missing[i], message.missing[i] = $util.newBuffer($util.base64.length(object.missing[i])), 0);
                            else if (object.missing[i].length >= 0)
                                message.missing[i] = object.missing[i];
                    }
                    return message;
                };

                MissingFilesResponse.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.missing = [];
                    if (message.missing && message.missing.length) {
                        object.missing = $Array(message.missing.length);
                        for (let j = 0; j < message.missing.length; ++j)
                            object.missing[j] = options.bytes === $String ? $util.base64.encode(message.missing[j], 0, message.missing[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.missing[j]) : message.missing[j];
                    }
                    return object;
                };

                MissingFilesResponse.prototype.toJSON = function() {
                    return MissingFilesResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return MissingFilesResponse;
            })();

            v1.UploadFilesRequest = (function() {

                const UploadFilesRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                UploadFilesRequest.prototype.start = null;
                UploadFilesRequest.prototype.data = null;

                let $oneOfFields;

                $Object.defineProperty(UploadFilesRequest.prototype, "part", {
                    get: $util.oneOfGetter($oneOfFields = ["start", "data"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                UploadFilesRequest.create = function(properties) {
                    return new UploadFilesRequest(properties);
                };

                UploadFilesRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                        $root.shoal.operator.v1.UploadStart.encode(message.start, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                        writer.uint32(18).bytes(message.data);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                UploadFilesRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.UploadFilesRequest();
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
                                message.start = $root.shoal.operator.v1.UploadStart.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                                message.part = "start";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.data = reader.bytes();
                                message.part = "data";
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

                UploadFilesRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.UploadFilesRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.UploadFilesRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.UploadFilesRequest();
                    if (object.start != null) {
                        if (!$util.isObject(object.start))
                            throw $TypeError(".shoal.operator.v1.UploadFilesRequest.start: object expected");
                        message.start = $root.shoal.operator.v1.UploadStart.fromObject(object.start, _depth + 1);
                    }
                    if (object.data != null)
                        if (typeof object.data === "string")
                            $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                        else if (object.data.length >= 0)
                            message.data = object.data;
                    return message;
                };

                UploadFilesRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (message.start != null && $Object.hasOwnProperty.call(message, "start")) {
                        object.start = $root.shoal.operator.v1.UploadStart.toObject(message.start, options, _depth + 1);
                        if (options.oneofs)
                            object.part = "start";
                    }
                    if (message.data != null && $Object.hasOwnProperty.call(message, "data")) {
                        object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                        if (options.oneofs)
                            object.part = "data";
                    }
                    return object;
                };

                UploadFilesRequest.prototype.toJSON = function() {
                    return UploadFilesRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return UploadFilesRequest;
            })();

            v1.UploadStart = (function() {

                const UploadStart = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                UploadStart.prototype.app = "";
                UploadStart.prototype.digest = $util.newBuffer([]);
                UploadStart.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                UploadStart.create = function(properties) {
                    return new UploadStart(properties);
                };

                UploadStart.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                        writer.uint32(18).bytes(message.digest);
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                        writer.uint32(24).int64(message.sizeBytes);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                UploadStart.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.UploadStart();
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
                                if ((value = reader.bytes()).length)
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

                UploadStart.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.UploadStart)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.UploadStart: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.UploadStart();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.digest != null)
                        if (object.digest.length)
                            if (typeof object.digest === "string")
                                $util.base64.decode(object.digest, message.digest = $util.newBuffer($util.base64.length(object.digest)), 0);
                            else if (object.digest.length >= 0)
                                message.digest = object.digest;
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
                    return message;
                };

                UploadStart.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        if (options.bytes === $String)
                            object.digest = "";
                        else {
                            object.digest = [];
                            if (options.bytes !== $Array)
                                object.digest = $util.newBuffer(object.digest);
                        }
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.sizeBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.sizeBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                        object.digest = options.bytes === $String ? $util.base64.encode(message.digest, 0, message.digest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.digest) : message.digest;
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.sizeBytes = typeof message.sizeBytes === "number" ? $BigInt(message.sizeBytes) : $util.Long.fromBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.sizeBytes === "number")
                            object.sizeBytes = options.longs === $String ? $String(message.sizeBytes) : message.sizeBytes;
                        else
                            object.sizeBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.sizeBytes) : options.longs === $Number ? new $util.LongBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0).toNumber() : message.sizeBytes;
                    return object;
                };

                UploadStart.prototype.toJSON = function() {
                    return UploadStart.toObject(this, $protobuf.util.toJSONOptions);
                };

                return UploadStart;
            })();

            v1.UploadFilesResponse = (function() {

                const UploadFilesResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                UploadFilesResponse.prototype.files = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                UploadFilesResponse.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                UploadFilesResponse.create = function(properties) {
                    return new UploadFilesResponse(properties);
                };

                UploadFilesResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.files != null && $Object.hasOwnProperty.call(message, "files") && (typeof message.files === "object" ? message.files.low || message.files.high : message.files !== 0))
                        writer.uint32(8).int64(message.files);
                    if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                        writer.uint32(16).int64(message.bytes);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                UploadFilesResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.UploadFilesResponse();
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
                                    message.files = value;
                                else
                                    delete message.files;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytes = value;
                                else
                                    delete message.bytes;
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

                UploadFilesResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.UploadFilesResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.UploadFilesResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.UploadFilesResponse();
                    if (object.files != null)
                        if (typeof object.files === "object" ? object.files.low || object.files.high : $Number(object.files) !== 0)
                            if ($util.Long)
                                message.files = $util.Long.fromValue(object.files, false);
                            else if (typeof object.files === "string")
                                message.files = $parseInt(object.files, 10);
                            else if (typeof object.files === "number")
                                message.files = object.files;
                            else if (typeof object.files === "object")
                                message.files = new $util.LongBits(object.files.low >>> 0, object.files.high >>> 0).toNumber();
                    if (object.bytes != null)
                        if (typeof object.bytes === "object" ? object.bytes.low || object.bytes.high : $Number(object.bytes) !== 0)
                            if ($util.Long)
                                message.bytes = $util.Long.fromValue(object.bytes, false);
                            else if (typeof object.bytes === "string")
                                message.bytes = $parseInt(object.bytes, 10);
                            else if (typeof object.bytes === "number")
                                message.bytes = object.bytes;
                            else if (typeof object.bytes === "object")
                                message.bytes = new $util.LongBits(object.bytes.low >>> 0, object.bytes.high >>> 0).toNumber();
                    return message;
                };

                UploadFilesResponse.toObject = function (message, options, _depth) {
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
                            object.files = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.files = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.bytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.files != null && $Object.hasOwnProperty.call(message, "files"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.files = typeof message.files === "number" ? $BigInt(message.files) : $util.Long.fromBits(message.files.low >>> 0, message.files.high >>> 0, false).toBigInt();
                        else if (typeof message.files === "number")
                            object.files = options.longs === $String ? $String(message.files) : message.files;
                        else
                            object.files = options.longs === $String ? $util.Long.prototype.toString.call(message.files) : options.longs === $Number ? new $util.LongBits(message.files.low >>> 0, message.files.high >>> 0).toNumber() : message.files;
                    if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytes = typeof message.bytes === "number" ? $BigInt(message.bytes) : $util.Long.fromBits(message.bytes.low >>> 0, message.bytes.high >>> 0, false).toBigInt();
                        else if (typeof message.bytes === "number")
                            object.bytes = options.longs === $String ? $String(message.bytes) : message.bytes;
                        else
                            object.bytes = options.longs === $String ? $util.Long.prototype.toString.call(message.bytes) : options.longs === $Number ? new $util.LongBits(message.bytes.low >>> 0, message.bytes.high >>> 0).toNumber() : message.bytes;
                    return object;
                };

                UploadFilesResponse.prototype.toJSON = function() {
                    return UploadFilesResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return UploadFilesResponse;
            })();

            v1.CreateReleaseRequest = (function() {

                const CreateReleaseRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                CreateReleaseRequest.prototype.start = null;
                CreateReleaseRequest.prototype.listing = null;

                let $oneOfFields;

                $Object.defineProperty(CreateReleaseRequest.prototype, "part", {
                    get: $util.oneOfGetter($oneOfFields = ["start", "listing"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                CreateReleaseRequest.create = function(properties) {
                    return new CreateReleaseRequest(properties);
                };

                CreateReleaseRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                        $root.shoal.operator.v1.CreateReleaseStart.encode(message.start, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.listing != null && $Object.hasOwnProperty.call(message, "listing"))
                        writer.uint32(18).bytes(message.listing);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                CreateReleaseRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.CreateReleaseRequest();
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
                                message.start = $root.shoal.operator.v1.CreateReleaseStart.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                                message.part = "start";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.listing = reader.bytes();
                                message.part = "listing";
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

                CreateReleaseRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.CreateReleaseRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.CreateReleaseRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.CreateReleaseRequest();
                    if (object.start != null) {
                        if (!$util.isObject(object.start))
                            throw $TypeError(".shoal.operator.v1.CreateReleaseRequest.start: object expected");
                        message.start = $root.shoal.operator.v1.CreateReleaseStart.fromObject(object.start, _depth + 1);
                    }
                    if (object.listing != null)
                        if (typeof object.listing === "string")
                            $util.base64.decode(object.listing, message.listing = $util.newBuffer($util.base64.length(object.listing)), 0);
                        else if (object.listing.length >= 0)
                            message.listing = object.listing;
                    return message;
                };

                CreateReleaseRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (message.start != null && $Object.hasOwnProperty.call(message, "start")) {
                        object.start = $root.shoal.operator.v1.CreateReleaseStart.toObject(message.start, options, _depth + 1);
                        if (options.oneofs)
                            object.part = "start";
                    }
                    if (message.listing != null && $Object.hasOwnProperty.call(message, "listing")) {
                        object.listing = options.bytes === $String ? $util.base64.encode(message.listing, 0, message.listing.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.listing) : message.listing;
                        if (options.oneofs)
                            object.part = "listing";
                    }
                    return object;
                };

                CreateReleaseRequest.prototype.toJSON = function() {
                    return CreateReleaseRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return CreateReleaseRequest;
            })();

            v1.CreateReleaseStart = (function() {

                const CreateReleaseStart = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                CreateReleaseStart.prototype.envelope = $util.newBuffer([]);
                CreateReleaseStart.prototype.newBase = false;

                CreateReleaseStart.create = function(properties) {
                    return new CreateReleaseStart(properties);
                };

                CreateReleaseStart.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope") && message.envelope.length)
                        writer.uint32(10).bytes(message.envelope);
                    if (message.newBase != null && $Object.hasOwnProperty.call(message, "newBase") && message.newBase !== false)
                        writer.uint32(16).bool(message.newBase);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                CreateReleaseStart.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.CreateReleaseStart();
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
                                if ((value = reader.bytes()).length)
                                    message.envelope = value;
                                else
                                    delete message.envelope;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.newBase = value;
                                else
                                    delete message.newBase;
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

                CreateReleaseStart.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.CreateReleaseStart)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.CreateReleaseStart: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.CreateReleaseStart();
                    if (object.envelope != null)
                        if (object.envelope.length)
                            if (typeof object.envelope === "string")
                                $util.base64.decode(object.envelope, message.envelope = $util.newBuffer($util.base64.length(object.envelope)), 0);
                            else if (object.envelope.length >= 0)
                                message.envelope = object.envelope;
                    if (object.newBase != null)
                        if (object.newBase)
                            message.newBase = $Boolean(object.newBase);
                    return message;
                };

                CreateReleaseStart.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        if (options.bytes === $String)
                            object.envelope = "";
                        else {
                            object.envelope = [];
                            if (options.bytes !== $Array)
                                object.envelope = $util.newBuffer(object.envelope);
                        }
                        object.newBase = false;
                    }
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope"))
                        object.envelope = options.bytes === $String ? $util.base64.encode(message.envelope, 0, message.envelope.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.envelope) : message.envelope;
                    if (message.newBase != null && $Object.hasOwnProperty.call(message, "newBase"))
                        object.newBase = message.newBase;
                    return object;
                };

                CreateReleaseStart.prototype.toJSON = function() {
                    return CreateReleaseStart.toObject(this, $protobuf.util.toJSONOptions);
                };

                return CreateReleaseStart;
            })();

            v1.CreateReleaseEvent = (function() {

                const CreateReleaseEvent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                CreateReleaseEvent.prototype.progress = null;
                CreateReleaseEvent.prototype.release = null;

                let $oneOfFields;

                $Object.defineProperty(CreateReleaseEvent.prototype, "event", {
                    get: $util.oneOfGetter($oneOfFields = ["progress", "release"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                CreateReleaseEvent.create = function(properties) {
                    return new CreateReleaseEvent(properties);
                };

                CreateReleaseEvent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                        $root.shoal.operator.v1.PackProgress.encode(message.progress, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        $root.shoal.operator.v1.Release.encode(message.release, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                CreateReleaseEvent.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.CreateReleaseEvent();
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
                                message.progress = $root.shoal.operator.v1.PackProgress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                                message.event = "progress";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.release = $root.shoal.operator.v1.Release.decode(reader, reader.size(), $undefined, _depth + 1, message.release);
                                message.event = "release";
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

                CreateReleaseEvent.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.CreateReleaseEvent)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.CreateReleaseEvent: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.CreateReleaseEvent();
                    if (object.progress != null) {
                        if (!$util.isObject(object.progress))
                            throw $TypeError(".shoal.operator.v1.CreateReleaseEvent.progress: object expected");
                        message.progress = $root.shoal.operator.v1.PackProgress.fromObject(object.progress, _depth + 1);
                    }
                    if (object.release != null) {
                        if (!$util.isObject(object.release))
                            throw $TypeError(".shoal.operator.v1.CreateReleaseEvent.release: object expected");
                        message.release = $root.shoal.operator.v1.Release.fromObject(object.release, _depth + 1);
                    }
                    return message;
                };

                CreateReleaseEvent.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                        object.progress = $root.shoal.operator.v1.PackProgress.toObject(message.progress, options, _depth + 1);
                        if (options.oneofs)
                            object.event = "progress";
                    }
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release")) {
                        object.release = $root.shoal.operator.v1.Release.toObject(message.release, options, _depth + 1);
                        if (options.oneofs)
                            object.event = "release";
                    }
                    return object;
                };

                CreateReleaseEvent.prototype.toJSON = function() {
                    return CreateReleaseEvent.toObject(this, $protobuf.util.toJSONOptions);
                };

                return CreateReleaseEvent;
            })();

            v1.PackProgress = (function() {

                const PackProgress = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                PackProgress.prototype.phase = "";
                PackProgress.prototype.doneBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                PackProgress.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                PackProgress.create = function(properties) {
                    return new PackProgress(properties);
                };

                PackProgress.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                        writer.uint32(10).string(message.phase);
                    if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes") && (typeof message.doneBytes === "object" ? message.doneBytes.low || message.doneBytes.high : message.doneBytes !== 0))
                        writer.uint32(16).int64(message.doneBytes);
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                        writer.uint32(24).int64(message.totalBytes);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                PackProgress.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.PackProgress();
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
                                    message.phase = value;
                                else
                                    delete message.phase;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.doneBytes = value;
                                else
                                    delete message.doneBytes;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.totalBytes = value;
                                else
                                    delete message.totalBytes;
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

                PackProgress.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.PackProgress)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.PackProgress: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.PackProgress();
                    if (object.phase != null)
                        if (typeof object.phase !== "string" || object.phase.length)
                            message.phase = $String(object.phase);
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
                    return message;
                };

                PackProgress.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.phase = "";
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
                    }
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                        object.phase = message.phase;
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
                    return object;
                };

                PackProgress.prototype.toJSON = function() {
                    return PackProgress.toObject(this, $protobuf.util.toJSONOptions);
                };

                return PackProgress;
            })();

            v1.Release = (function() {

                const Release = function (properties) {
                    this.signedBy = [];
                    this.bundles = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Release.prototype.release = "";
                Release.prototype.app = "";
                Release.prototype.tag = "";
                Release.prototype.tree = "";
                Release.prototype.files = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Release.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Release.prototype.created = "";
                Release.prototype.sourceRevision = "";
                Release.prototype.signedBy = $util.emptyArray;
                Release.prototype.bundles = $util.emptyArray;
                Release.prototype.principal = "";
                Release.prototype.registeredUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Release.create = function(properties) {
                    return new Release(properties);
                };

                Release.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(10).string(message.release);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(18).string(message.app);
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag !== "")
                        writer.uint32(26).string(message.tag);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(34).string(message.tree);
                    if (message.files != null && $Object.hasOwnProperty.call(message, "files") && (typeof message.files === "object" ? message.files.low || message.files.high : message.files !== 0))
                        writer.uint32(40).int64(message.files);
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                        writer.uint32(48).int64(message.sizeBytes);
                    if (message.created != null && $Object.hasOwnProperty.call(message, "created") && message.created !== "")
                        writer.uint32(58).string(message.created);
                    if (message.sourceRevision != null && $Object.hasOwnProperty.call(message, "sourceRevision") && message.sourceRevision !== "")
                        writer.uint32(66).string(message.sourceRevision);
                    if (message.signedBy != null && message.signedBy.length)
                        for (let i = 0; i < message.signedBy.length; ++i)
                            writer.uint32(74).string(message.signedBy[i]);
                    if (message.bundles != null && message.bundles.length)
                        for (let i = 0; i < message.bundles.length; ++i)
                            $root.shoal.operator.v1.Bundle.encode(message.bundles[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal") && message.principal !== "")
                        writer.uint32(90).string(message.principal);
                    if (message.registeredUnixMs != null && $Object.hasOwnProperty.call(message, "registeredUnixMs") && (typeof message.registeredUnixMs === "object" ? message.registeredUnixMs.low || message.registeredUnixMs.high : message.registeredUnixMs !== 0))
                        writer.uint32(96).int64(message.registeredUnixMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Release.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Release();
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
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tag = value;
                                else
                                    delete message.tag;
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
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.files = value;
                                else
                                    delete message.files;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sizeBytes = value;
                                else
                                    delete message.sizeBytes;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.created = value;
                                else
                                    delete message.created;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.sourceRevision = value;
                                else
                                    delete message.sourceRevision;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.signedBy && message.signedBy.length))
                                    message.signedBy = [];
                                message.signedBy.push(reader.stringVerify());
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.bundles && message.bundles.length))
                                    message.bundles = [];
                                message.bundles.push($root.shoal.operator.v1.Bundle.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.principal = value;
                                else
                                    delete message.principal;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.registeredUnixMs = value;
                                else
                                    delete message.registeredUnixMs;
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

                Release.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Release)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Release: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Release();
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.tag != null)
                        if (typeof object.tag !== "string" || object.tag.length)
                            message.tag = $String(object.tag);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.files != null)
                        if (typeof object.files === "object" ? object.files.low || object.files.high : $Number(object.files) !== 0)
                            if ($util.Long)
                                message.files = $util.Long.fromValue(object.files, false);
                            else if (typeof object.files === "string")
                                message.files = $parseInt(object.files, 10);
                            else if (typeof object.files === "number")
                                message.files = object.files;
                            else if (typeof object.files === "object")
                                message.files = new $util.LongBits(object.files.low >>> 0, object.files.high >>> 0).toNumber();
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
                    if (object.created != null)
                        if (typeof object.created !== "string" || object.created.length)
                            message.created = $String(object.created);
                    if (object.sourceRevision != null)
                        if (typeof object.sourceRevision !== "string" || object.sourceRevision.length)
                            message.sourceRevision = $String(object.sourceRevision);
                    if (object.signedBy) {
                        if (!$Array.isArray(object.signedBy))
                            throw $TypeError(".shoal.operator.v1.Release.signedBy: array expected");
                        message.signedBy = $Array(object.signedBy.length);
                        for (let i = 0; i < object.signedBy.length; ++i)
                            message.signedBy[i] = $String(object.signedBy[i]);
                    }
                    if (object.bundles) {
                        if (!$Array.isArray(object.bundles))
                            throw $TypeError(".shoal.operator.v1.Release.bundles: array expected");
                        message.bundles = $Array(object.bundles.length);
                        for (let i = 0; i < object.bundles.length; ++i) {
                            if (!$util.isObject(object.bundles[i]))
                                throw $TypeError(".shoal.operator.v1.Release.bundles: object expected");
                            message.bundles[i] = $root.shoal.operator.v1.Bundle.fromObject(object.bundles[i], _depth + 1);
                        }
                    }
                    if (object.principal != null)
                        if (typeof object.principal !== "string" || object.principal.length)
                            message.principal = $String(object.principal);
                    if (object.registeredUnixMs != null)
                        if (typeof object.registeredUnixMs === "object" ? object.registeredUnixMs.low || object.registeredUnixMs.high : $Number(object.registeredUnixMs) !== 0)
                            if ($util.Long)
                                message.registeredUnixMs = $util.Long.fromValue(object.registeredUnixMs, false);
                            else if (typeof object.registeredUnixMs === "string")
                                message.registeredUnixMs = $parseInt(object.registeredUnixMs, 10);
                            else if (typeof object.registeredUnixMs === "number")
                                message.registeredUnixMs = object.registeredUnixMs;
                            else if (typeof object.registeredUnixMs === "object")
                                message.registeredUnixMs = new $util.LongBits(object.registeredUnixMs.low >>> 0, object.registeredUnixMs.high >>> 0).toNumber();
                    return message;
                };

                Release.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults) {
                        object.signedBy = [];
                        object.bundles = [];
                    }
                    if (options.defaults) {
                        object.release = "";
                        object.app = "";
                        object.tag = "";
                        object.tree = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.files = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.files = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.sizeBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.sizeBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.created = "";
                        object.sourceRevision = "";
                        object.principal = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.registeredUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.registeredUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag"))
                        object.tag = message.tag;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.files != null && $Object.hasOwnProperty.call(message, "files"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.files = typeof message.files === "number" ? $BigInt(message.files) : $util.Long.fromBits(message.files.low >>> 0, message.files.high >>> 0, false).toBigInt();
                        else if (typeof message.files === "number")
                            object.files = options.longs === $String ? $String(message.files) : message.files;
                        else
                            object.files = options.longs === $String ? $util.Long.prototype.toString.call(message.files) : options.longs === $Number ? new $util.LongBits(message.files.low >>> 0, message.files.high >>> 0).toNumber() : message.files;
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.sizeBytes = typeof message.sizeBytes === "number" ? $BigInt(message.sizeBytes) : $util.Long.fromBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.sizeBytes === "number")
                            object.sizeBytes = options.longs === $String ? $String(message.sizeBytes) : message.sizeBytes;
                        else
                            object.sizeBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.sizeBytes) : options.longs === $Number ? new $util.LongBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0).toNumber() : message.sizeBytes;
                    if (message.created != null && $Object.hasOwnProperty.call(message, "created"))
                        object.created = message.created;
                    if (message.sourceRevision != null && $Object.hasOwnProperty.call(message, "sourceRevision"))
                        object.sourceRevision = message.sourceRevision;
                    if (message.signedBy && message.signedBy.length) {
                        object.signedBy = $Array(message.signedBy.length);
                        for (let j = 0; j < message.signedBy.length; ++j)
                            object.signedBy[j] = message.signedBy[j];
                    }
                    if (message.bundles && message.bundles.length) {
                        object.bundles = $Array(message.bundles.length);
                        for (let j = 0; j < message.bundles.length; ++j)
                            object.bundles[j] = $root.shoal.operator.v1.Bundle.toObject(message.bundles[j], options, _depth + 1);
                    }
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal"))
                        object.principal = message.principal;
                    if (message.registeredUnixMs != null && $Object.hasOwnProperty.call(message, "registeredUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.registeredUnixMs = typeof message.registeredUnixMs === "number" ? $BigInt(message.registeredUnixMs) : $util.Long.fromBits(message.registeredUnixMs.low >>> 0, message.registeredUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.registeredUnixMs === "number")
                            object.registeredUnixMs = options.longs === $String ? $String(message.registeredUnixMs) : message.registeredUnixMs;
                        else
                            object.registeredUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.registeredUnixMs) : options.longs === $Number ? new $util.LongBits(message.registeredUnixMs.low >>> 0, message.registeredUnixMs.high >>> 0).toNumber() : message.registeredUnixMs;
                    return object;
                };

                Release.prototype.toJSON = function() {
                    return Release.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Release;
            })();

            v1.Bundle = (function() {

                const Bundle = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Bundle.prototype.kind = "";
                Bundle.prototype.digest = "";
                Bundle.prototype.fromTree = "";
                Bundle.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Bundle.prototype.infoHash = "";

                Bundle.create = function(properties) {
                    return new Bundle(properties);
                };

                Bundle.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                        writer.uint32(10).string(message.kind);
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                        writer.uint32(18).string(message.digest);
                    if (message.fromTree != null && $Object.hasOwnProperty.call(message, "fromTree") && message.fromTree !== "")
                        writer.uint32(26).string(message.fromTree);
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                        writer.uint32(32).int64(message.sizeBytes);
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash") && message.infoHash !== "")
                        writer.uint32(42).string(message.infoHash);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Bundle.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Bundle();
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
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.fromTree = value;
                                else
                                    delete message.fromTree;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sizeBytes = value;
                                else
                                    delete message.sizeBytes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.infoHash = value;
                                else
                                    delete message.infoHash;
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

                Bundle.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Bundle)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Bundle: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Bundle();
                    if (object.kind != null)
                        if (typeof object.kind !== "string" || object.kind.length)
                            message.kind = $String(object.kind);
                    if (object.digest != null)
                        if (typeof object.digest !== "string" || object.digest.length)
                            message.digest = $String(object.digest);
                    if (object.fromTree != null)
                        if (typeof object.fromTree !== "string" || object.fromTree.length)
                            message.fromTree = $String(object.fromTree);
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
                    if (object.infoHash != null)
                        if (typeof object.infoHash !== "string" || object.infoHash.length)
                            message.infoHash = $String(object.infoHash);
                    return message;
                };

                Bundle.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.kind = "";
                        object.digest = "";
                        object.fromTree = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.sizeBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.sizeBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.infoHash = "";
                    }
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                        object.kind = message.kind;
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                        object.digest = message.digest;
                    if (message.fromTree != null && $Object.hasOwnProperty.call(message, "fromTree"))
                        object.fromTree = message.fromTree;
                    if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.sizeBytes = typeof message.sizeBytes === "number" ? $BigInt(message.sizeBytes) : $util.Long.fromBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0, false).toBigInt();
                        else if (typeof message.sizeBytes === "number")
                            object.sizeBytes = options.longs === $String ? $String(message.sizeBytes) : message.sizeBytes;
                        else
                            object.sizeBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.sizeBytes) : options.longs === $Number ? new $util.LongBits(message.sizeBytes.low >>> 0, message.sizeBytes.high >>> 0).toNumber() : message.sizeBytes;
                    if (message.infoHash != null && $Object.hasOwnProperty.call(message, "infoHash"))
                        object.infoHash = message.infoHash;
                    return object;
                };

                Bundle.prototype.toJSON = function() {
                    return Bundle.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Bundle;
            })();

            v1.ListReleasesRequest = (function() {

                const ListReleasesRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListReleasesRequest.prototype.app = "";
                ListReleasesRequest.prototype.limit = 0;

                ListReleasesRequest.create = function(properties) {
                    return new ListReleasesRequest(properties);
                };

                ListReleasesRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(10).string(message.app);
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                        writer.uint32(16).int32(message.limit);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListReleasesRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListReleasesRequest();
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
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.limit = value;
                                else
                                    delete message.limit;
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

                ListReleasesRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListReleasesRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListReleasesRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListReleasesRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.limit != null)
                        if ($Number(object.limit) !== 0)
                            message.limit = object.limit | 0;
                    return message;
                };

                ListReleasesRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.limit = 0;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                        object.limit = message.limit;
                    return object;
                };

                ListReleasesRequest.prototype.toJSON = function() {
                    return ListReleasesRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListReleasesRequest;
            })();

            v1.ListReleasesResponse = (function() {

                const ListReleasesResponse = function (properties) {
                    this.releases = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListReleasesResponse.prototype.releases = $util.emptyArray;

                ListReleasesResponse.create = function(properties) {
                    return new ListReleasesResponse(properties);
                };

                ListReleasesResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.releases != null && message.releases.length)
                        for (let i = 0; i < message.releases.length; ++i)
                            $root.shoal.operator.v1.Release.encode(message.releases[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListReleasesResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListReleasesResponse();
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
                                if (!(message.releases && message.releases.length))
                                    message.releases = [];
                                message.releases.push($root.shoal.operator.v1.Release.decode(reader, reader.size(), $undefined, _depth + 1));
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

                ListReleasesResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListReleasesResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListReleasesResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListReleasesResponse();
                    if (object.releases) {
                        if (!$Array.isArray(object.releases))
                            throw $TypeError(".shoal.operator.v1.ListReleasesResponse.releases: array expected");
                        message.releases = $Array(object.releases.length);
                        for (let i = 0; i < object.releases.length; ++i) {
                            if (!$util.isObject(object.releases[i]))
                                throw $TypeError(".shoal.operator.v1.ListReleasesResponse.releases: object expected");
                            message.releases[i] = $root.shoal.operator.v1.Release.fromObject(object.releases[i], _depth + 1);
                        }
                    }
                    return message;
                };

                ListReleasesResponse.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.releases = [];
                    if (message.releases && message.releases.length) {
                        object.releases = $Array(message.releases.length);
                        for (let j = 0; j < message.releases.length; ++j)
                            object.releases[j] = $root.shoal.operator.v1.Release.toObject(message.releases[j], options, _depth + 1);
                    }
                    return object;
                };

                ListReleasesResponse.prototype.toJSON = function() {
                    return ListReleasesResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListReleasesResponse;
            })();

            v1.DeployRequest = (function() {

                const DeployRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                DeployRequest.prototype.app = "";
                DeployRequest.prototype.environment = "";
                DeployRequest.prototype.tag = "";
                DeployRequest.prototype.slot = "";
                DeployRequest.prototype.requestId = "";
                DeployRequest.prototype.note = "";
                DeployRequest.prototype.repair = false;

                DeployRequest.create = function(properties) {
                    return new DeployRequest(properties);
                };

                DeployRequest.encode = function (message, writer, _depth) {
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
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag !== "")
                        writer.uint32(26).string(message.tag);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(34).string(message.slot);
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== "")
                        writer.uint32(42).string(message.requestId);
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                        writer.uint32(50).string(message.note);
                    if (message.repair != null && $Object.hasOwnProperty.call(message, "repair") && message.repair !== false)
                        writer.uint32(56).bool(message.repair);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                DeployRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.DeployRequest();
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
                                if ((value = reader.stringVerify()).length)
                                    message.tag = value;
                                else
                                    delete message.tag;
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
                                if ((value = reader.stringVerify()).length)
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.note = value;
                                else
                                    delete message.note;
                                continue;
                            }
                        case 7: {
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

                DeployRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.DeployRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.DeployRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.DeployRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.tag != null)
                        if (typeof object.tag !== "string" || object.tag.length)
                            message.tag = $String(object.tag);
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.requestId != null)
                        if (typeof object.requestId !== "string" || object.requestId.length)
                            message.requestId = $String(object.requestId);
                    if (object.note != null)
                        if (typeof object.note !== "string" || object.note.length)
                            message.note = $String(object.note);
                    if (object.repair != null)
                        if (object.repair)
                            message.repair = $Boolean(object.repair);
                    return message;
                };

                DeployRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        object.tag = "";
                        object.slot = "";
                        object.requestId = "";
                        object.note = "";
                        object.repair = false;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag"))
                        object.tag = message.tag;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId"))
                        object.requestId = message.requestId;
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                        object.note = message.note;
                    if (message.repair != null && $Object.hasOwnProperty.call(message, "repair"))
                        object.repair = message.repair;
                    return object;
                };

                DeployRequest.prototype.toJSON = function() {
                    return DeployRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return DeployRequest;
            })();

            v1.RollbackRequest = (function() {

                const RollbackRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                RollbackRequest.prototype.app = "";
                RollbackRequest.prototype.environment = "";
                RollbackRequest.prototype.tag = "";
                RollbackRequest.prototype.slot = "";
                RollbackRequest.prototype.requestId = "";
                RollbackRequest.prototype.note = "";

                RollbackRequest.create = function(properties) {
                    return new RollbackRequest(properties);
                };

                RollbackRequest.encode = function (message, writer, _depth) {
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
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag !== "")
                        writer.uint32(26).string(message.tag);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(34).string(message.slot);
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== "")
                        writer.uint32(42).string(message.requestId);
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                        writer.uint32(50).string(message.note);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                RollbackRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.RollbackRequest();
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
                                if ((value = reader.stringVerify()).length)
                                    message.tag = value;
                                else
                                    delete message.tag;
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
                                if ((value = reader.stringVerify()).length)
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.note = value;
                                else
                                    delete message.note;
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

                RollbackRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.RollbackRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.RollbackRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.RollbackRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.tag != null)
                        if (typeof object.tag !== "string" || object.tag.length)
                            message.tag = $String(object.tag);
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.requestId != null)
                        if (typeof object.requestId !== "string" || object.requestId.length)
                            message.requestId = $String(object.requestId);
                    if (object.note != null)
                        if (typeof object.note !== "string" || object.note.length)
                            message.note = $String(object.note);
                    return message;
                };

                RollbackRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        object.tag = "";
                        object.slot = "";
                        object.requestId = "";
                        object.note = "";
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag"))
                        object.tag = message.tag;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId"))
                        object.requestId = message.requestId;
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                        object.note = message.note;
                    return object;
                };

                RollbackRequest.prototype.toJSON = function() {
                    return RollbackRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return RollbackRequest;
            })();

            v1.AbortRequest = (function() {

                const AbortRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                AbortRequest.prototype.app = "";
                AbortRequest.prototype.environment = "";
                AbortRequest.prototype.rollout = "";
                AbortRequest.prototype.note = "";

                AbortRequest.create = function(properties) {
                    return new AbortRequest(properties);
                };

                AbortRequest.encode = function (message, writer, _depth) {
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
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout") && message.rollout !== "")
                        writer.uint32(26).string(message.rollout);
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                        writer.uint32(34).string(message.note);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                AbortRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.AbortRequest();
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
                                if ((value = reader.stringVerify()).length)
                                    message.rollout = value;
                                else
                                    delete message.rollout;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.note = value;
                                else
                                    delete message.note;
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

                AbortRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.AbortRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.AbortRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.AbortRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.rollout != null)
                        if (typeof object.rollout !== "string" || object.rollout.length)
                            message.rollout = $String(object.rollout);
                    if (object.note != null)
                        if (typeof object.note !== "string" || object.note.length)
                            message.note = $String(object.note);
                    return message;
                };

                AbortRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        object.rollout = "";
                        object.note = "";
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout"))
                        object.rollout = message.rollout;
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                        object.note = message.note;
                    return object;
                };

                AbortRequest.prototype.toJSON = function() {
                    return AbortRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return AbortRequest;
            })();

            v1.GetRolloutRequest = (function() {

                const GetRolloutRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                GetRolloutRequest.prototype.rollout = "";

                GetRolloutRequest.create = function(properties) {
                    return new GetRolloutRequest(properties);
                };

                GetRolloutRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout") && message.rollout !== "")
                        writer.uint32(10).string(message.rollout);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                GetRolloutRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.GetRolloutRequest();
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
                                    message.rollout = value;
                                else
                                    delete message.rollout;
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

                GetRolloutRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.GetRolloutRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.GetRolloutRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.GetRolloutRequest();
                    if (object.rollout != null)
                        if (typeof object.rollout !== "string" || object.rollout.length)
                            message.rollout = $String(object.rollout);
                    return message;
                };

                GetRolloutRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults)
                        object.rollout = "";
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout"))
                        object.rollout = message.rollout;
                    return object;
                };

                GetRolloutRequest.prototype.toJSON = function() {
                    return GetRolloutRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return GetRolloutRequest;
            })();

            v1.ListRolloutsRequest = (function() {

                const ListRolloutsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListRolloutsRequest.prototype.app = "";
                ListRolloutsRequest.prototype.environment = "";
                ListRolloutsRequest.prototype.limit = 0;

                ListRolloutsRequest.create = function(properties) {
                    return new ListRolloutsRequest(properties);
                };

                ListRolloutsRequest.encode = function (message, writer, _depth) {
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
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                        writer.uint32(24).int32(message.limit);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListRolloutsRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListRolloutsRequest();
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
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.limit = value;
                                else
                                    delete message.limit;
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

                ListRolloutsRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListRolloutsRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListRolloutsRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListRolloutsRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.limit != null)
                        if ($Number(object.limit) !== 0)
                            message.limit = object.limit | 0;
                    return message;
                };

                ListRolloutsRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        object.limit = 0;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                        object.limit = message.limit;
                    return object;
                };

                ListRolloutsRequest.prototype.toJSON = function() {
                    return ListRolloutsRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListRolloutsRequest;
            })();

            v1.ListRolloutsResponse = (function() {

                const ListRolloutsResponse = function (properties) {
                    this.rollouts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListRolloutsResponse.prototype.rollouts = $util.emptyArray;

                ListRolloutsResponse.create = function(properties) {
                    return new ListRolloutsResponse(properties);
                };

                ListRolloutsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.rollouts != null && message.rollouts.length)
                        for (let i = 0; i < message.rollouts.length; ++i)
                            $root.shoal.operator.v1.Rollout.encode(message.rollouts[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListRolloutsResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListRolloutsResponse();
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
                                if (!(message.rollouts && message.rollouts.length))
                                    message.rollouts = [];
                                message.rollouts.push($root.shoal.operator.v1.Rollout.decode(reader, reader.size(), $undefined, _depth + 1));
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

                ListRolloutsResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListRolloutsResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListRolloutsResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListRolloutsResponse();
                    if (object.rollouts) {
                        if (!$Array.isArray(object.rollouts))
                            throw $TypeError(".shoal.operator.v1.ListRolloutsResponse.rollouts: array expected");
                        message.rollouts = $Array(object.rollouts.length);
                        for (let i = 0; i < object.rollouts.length; ++i) {
                            if (!$util.isObject(object.rollouts[i]))
                                throw $TypeError(".shoal.operator.v1.ListRolloutsResponse.rollouts: object expected");
                            message.rollouts[i] = $root.shoal.operator.v1.Rollout.fromObject(object.rollouts[i], _depth + 1);
                        }
                    }
                    return message;
                };

                ListRolloutsResponse.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.rollouts = [];
                    if (message.rollouts && message.rollouts.length) {
                        object.rollouts = $Array(message.rollouts.length);
                        for (let j = 0; j < message.rollouts.length; ++j)
                            object.rollouts[j] = $root.shoal.operator.v1.Rollout.toObject(message.rollouts[j], options, _depth + 1);
                    }
                    return object;
                };

                ListRolloutsResponse.prototype.toJSON = function() {
                    return ListRolloutsResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListRolloutsResponse;
            })();

            v1.Rollout = (function() {

                const Rollout = function (properties) {
                    this.hosts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Rollout.prototype.rollout = "";
                Rollout.prototype.kind = "";
                Rollout.prototype.app = "";
                Rollout.prototype.environment = "";
                Rollout.prototype.slot = "";
                Rollout.prototype.release = "";
                Rollout.prototype.tag = "";
                Rollout.prototype.tree = "";
                Rollout.prototype.state = "";
                Rollout.prototype.hosts = $util.emptyArray;
                Rollout.prototype.principal = "";
                Rollout.prototype.note = "";
                Rollout.prototype.startedUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Rollout.prototype.endedUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Rollout.prototype.failure = null;

                Rollout.create = function(properties) {
                    return new Rollout(properties);
                };

                Rollout.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout") && message.rollout !== "")
                        writer.uint32(10).string(message.rollout);
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                        writer.uint32(18).string(message.kind);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(26).string(message.app);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(34).string(message.environment);
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                        writer.uint32(42).string(message.slot);
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                        writer.uint32(50).string(message.release);
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag !== "")
                        writer.uint32(58).string(message.tag);
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree") && message.tree !== "")
                        writer.uint32(66).string(message.tree);
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                        writer.uint32(74).string(message.state);
                    if (message.hosts != null && message.hosts.length)
                        for (let i = 0; i < message.hosts.length; ++i)
                            $root.shoal.operator.v1.RolloutHost.encode(message.hosts[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal") && message.principal !== "")
                        writer.uint32(90).string(message.principal);
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                        writer.uint32(98).string(message.note);
                    if (message.startedUnixMs != null && $Object.hasOwnProperty.call(message, "startedUnixMs") && (typeof message.startedUnixMs === "object" ? message.startedUnixMs.low || message.startedUnixMs.high : message.startedUnixMs !== 0))
                        writer.uint32(104).int64(message.startedUnixMs);
                    if (message.endedUnixMs != null && $Object.hasOwnProperty.call(message, "endedUnixMs") && (typeof message.endedUnixMs === "object" ? message.endedUnixMs.low || message.endedUnixMs.high : message.endedUnixMs !== 0))
                        writer.uint32(112).int64(message.endedUnixMs);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.operator.v1.Failure.encode(message.failure, writer.uint32(122).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Rollout.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Rollout();
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
                                    message.rollout = value;
                                else
                                    delete message.rollout;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.kind = value;
                                else
                                    delete message.kind;
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
                                    message.environment = value;
                                else
                                    delete message.environment;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.slot = value;
                                else
                                    delete message.slot;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.release = value;
                                else
                                    delete message.release;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tag = value;
                                else
                                    delete message.tag;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.tree = value;
                                else
                                    delete message.tree;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.state = value;
                                else
                                    delete message.state;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.hosts && message.hosts.length))
                                    message.hosts = [];
                                message.hosts.push($root.shoal.operator.v1.RolloutHost.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.principal = value;
                                else
                                    delete message.principal;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.note = value;
                                else
                                    delete message.note;
                                continue;
                            }
                        case 13: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.startedUnixMs = value;
                                else
                                    delete message.startedUnixMs;
                                continue;
                            }
                        case 14: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.endedUnixMs = value;
                                else
                                    delete message.endedUnixMs;
                                continue;
                            }
                        case 15: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.operator.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
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

                Rollout.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Rollout)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Rollout: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Rollout();
                    if (object.rollout != null)
                        if (typeof object.rollout !== "string" || object.rollout.length)
                            message.rollout = $String(object.rollout);
                    if (object.kind != null)
                        if (typeof object.kind !== "string" || object.kind.length)
                            message.kind = $String(object.kind);
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.slot != null)
                        if (typeof object.slot !== "string" || object.slot.length)
                            message.slot = $String(object.slot);
                    if (object.release != null)
                        if (typeof object.release !== "string" || object.release.length)
                            message.release = $String(object.release);
                    if (object.tag != null)
                        if (typeof object.tag !== "string" || object.tag.length)
                            message.tag = $String(object.tag);
                    if (object.tree != null)
                        if (typeof object.tree !== "string" || object.tree.length)
                            message.tree = $String(object.tree);
                    if (object.state != null)
                        if (typeof object.state !== "string" || object.state.length)
                            message.state = $String(object.state);
                    if (object.hosts) {
                        if (!$Array.isArray(object.hosts))
                            throw $TypeError(".shoal.operator.v1.Rollout.hosts: array expected");
                        message.hosts = $Array(object.hosts.length);
                        for (let i = 0; i < object.hosts.length; ++i) {
                            if (!$util.isObject(object.hosts[i]))
                                throw $TypeError(".shoal.operator.v1.Rollout.hosts: object expected");
                            message.hosts[i] = $root.shoal.operator.v1.RolloutHost.fromObject(object.hosts[i], _depth + 1);
                        }
                    }
                    if (object.principal != null)
                        if (typeof object.principal !== "string" || object.principal.length)
                            message.principal = $String(object.principal);
                    if (object.note != null)
                        if (typeof object.note !== "string" || object.note.length)
                            message.note = $String(object.note);
                    if (object.startedUnixMs != null)
                        if (typeof object.startedUnixMs === "object" ? object.startedUnixMs.low || object.startedUnixMs.high : $Number(object.startedUnixMs) !== 0)
                            if ($util.Long)
                                message.startedUnixMs = $util.Long.fromValue(object.startedUnixMs, false);
                            else if (typeof object.startedUnixMs === "string")
                                message.startedUnixMs = $parseInt(object.startedUnixMs, 10);
                            else if (typeof object.startedUnixMs === "number")
                                message.startedUnixMs = object.startedUnixMs;
                            else if (typeof object.startedUnixMs === "object")
                                message.startedUnixMs = new $util.LongBits(object.startedUnixMs.low >>> 0, object.startedUnixMs.high >>> 0).toNumber();
                    if (object.endedUnixMs != null)
                        if (typeof object.endedUnixMs === "object" ? object.endedUnixMs.low || object.endedUnixMs.high : $Number(object.endedUnixMs) !== 0)
                            if ($util.Long)
                                message.endedUnixMs = $util.Long.fromValue(object.endedUnixMs, false);
                            else if (typeof object.endedUnixMs === "string")
                                message.endedUnixMs = $parseInt(object.endedUnixMs, 10);
                            else if (typeof object.endedUnixMs === "number")
                                message.endedUnixMs = object.endedUnixMs;
                            else if (typeof object.endedUnixMs === "object")
                                message.endedUnixMs = new $util.LongBits(object.endedUnixMs.low >>> 0, object.endedUnixMs.high >>> 0).toNumber();
                    if (object.failure != null) {
                        if (!$util.isObject(object.failure))
                            throw $TypeError(".shoal.operator.v1.Rollout.failure: object expected");
                        message.failure = $root.shoal.operator.v1.Failure.fromObject(object.failure, _depth + 1);
                    }
                    return message;
                };

                Rollout.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.hosts = [];
                    if (options.defaults) {
                        object.rollout = "";
                        object.kind = "";
                        object.app = "";
                        object.environment = "";
                        object.slot = "";
                        object.release = "";
                        object.tag = "";
                        object.tree = "";
                        object.state = "";
                        object.principal = "";
                        object.note = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.startedUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.startedUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.endedUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.endedUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.failure = null;
                    }
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout"))
                        object.rollout = message.rollout;
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                        object.kind = message.kind;
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                        object.slot = message.slot;
                    if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                        object.release = message.release;
                    if (message.tag != null && $Object.hasOwnProperty.call(message, "tag"))
                        object.tag = message.tag;
                    if (message.tree != null && $Object.hasOwnProperty.call(message, "tree"))
                        object.tree = message.tree;
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                        object.state = message.state;
                    if (message.hosts && message.hosts.length) {
                        object.hosts = $Array(message.hosts.length);
                        for (let j = 0; j < message.hosts.length; ++j)
                            object.hosts[j] = $root.shoal.operator.v1.RolloutHost.toObject(message.hosts[j], options, _depth + 1);
                    }
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal"))
                        object.principal = message.principal;
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                        object.note = message.note;
                    if (message.startedUnixMs != null && $Object.hasOwnProperty.call(message, "startedUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.startedUnixMs = typeof message.startedUnixMs === "number" ? $BigInt(message.startedUnixMs) : $util.Long.fromBits(message.startedUnixMs.low >>> 0, message.startedUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.startedUnixMs === "number")
                            object.startedUnixMs = options.longs === $String ? $String(message.startedUnixMs) : message.startedUnixMs;
                        else
                            object.startedUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.startedUnixMs) : options.longs === $Number ? new $util.LongBits(message.startedUnixMs.low >>> 0, message.startedUnixMs.high >>> 0).toNumber() : message.startedUnixMs;
                    if (message.endedUnixMs != null && $Object.hasOwnProperty.call(message, "endedUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.endedUnixMs = typeof message.endedUnixMs === "number" ? $BigInt(message.endedUnixMs) : $util.Long.fromBits(message.endedUnixMs.low >>> 0, message.endedUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.endedUnixMs === "number")
                            object.endedUnixMs = options.longs === $String ? $String(message.endedUnixMs) : message.endedUnixMs;
                        else
                            object.endedUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.endedUnixMs) : options.longs === $Number ? new $util.LongBits(message.endedUnixMs.low >>> 0, message.endedUnixMs.high >>> 0).toNumber() : message.endedUnixMs;
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        object.failure = $root.shoal.operator.v1.Failure.toObject(message.failure, options, _depth + 1);
                    return object;
                };

                Rollout.prototype.toJSON = function() {
                    return Rollout.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Rollout;
            })();

            v1.RolloutHost = (function() {

                const RolloutHost = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                RolloutHost.prototype.host = "";
                RolloutHost.prototype.datacenter = "";
                RolloutHost.prototype.state = "";
                RolloutHost.prototype.failure = null;
                RolloutHost.prototype.progress = null;
                RolloutHost.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                RolloutHost.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                RolloutHost.prototype.prepareMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                RolloutHost.prototype.activateMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                RolloutHost.prototype.route = "";
                RolloutHost.prototype.connected = false;

                RolloutHost.create = function(properties) {
                    return new RolloutHost(properties);
                };

                RolloutHost.encode = function (message, writer, _depth) {
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
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                        writer.uint32(26).string(message.state);
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.shoal.operator.v1.Failure.encode(message.failure, writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                        $root.shoal.operator.v1.Progress.encode(message.progress, writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed") && (typeof message.bytesFromSeed === "object" ? message.bytesFromSeed.low || message.bytesFromSeed.high : message.bytesFromSeed !== 0))
                        writer.uint32(48).int64(message.bytesFromSeed);
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts") && (typeof message.bytesFromHosts === "object" ? message.bytesFromHosts.low || message.bytesFromHosts.high : message.bytesFromHosts !== 0))
                        writer.uint32(56).int64(message.bytesFromHosts);
                    if (message.prepareMs != null && $Object.hasOwnProperty.call(message, "prepareMs") && (typeof message.prepareMs === "object" ? message.prepareMs.low || message.prepareMs.high : message.prepareMs !== 0))
                        writer.uint32(64).int64(message.prepareMs);
                    if (message.activateMs != null && $Object.hasOwnProperty.call(message, "activateMs") && (typeof message.activateMs === "object" ? message.activateMs.low || message.activateMs.high : message.activateMs !== 0))
                        writer.uint32(72).int64(message.activateMs);
                    if (message.route != null && $Object.hasOwnProperty.call(message, "route") && message.route !== "")
                        writer.uint32(82).string(message.route);
                    if (message.connected != null && $Object.hasOwnProperty.call(message, "connected") && message.connected !== false)
                        writer.uint32(88).bool(message.connected);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                RolloutHost.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.RolloutHost();
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
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.state = value;
                                else
                                    delete message.state;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.shoal.operator.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.progress = $root.shoal.operator.v1.Progress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
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
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.prepareMs = value;
                                else
                                    delete message.prepareMs;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.activateMs = value;
                                else
                                    delete message.activateMs;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.route = value;
                                else
                                    delete message.route;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.connected = value;
                                else
                                    delete message.connected;
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

                RolloutHost.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.RolloutHost)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.RolloutHost: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.RolloutHost();
                    if (object.host != null)
                        if (typeof object.host !== "string" || object.host.length)
                            message.host = $String(object.host);
                    if (object.datacenter != null)
                        if (typeof object.datacenter !== "string" || object.datacenter.length)
                            message.datacenter = $String(object.datacenter);
                    if (object.state != null)
                        if (typeof object.state !== "string" || object.state.length)
                            message.state = $String(object.state);
                    if (object.failure != null) {
                        if (!$util.isObject(object.failure))
                            throw $TypeError(".shoal.operator.v1.RolloutHost.failure: object expected");
                        message.failure = $root.shoal.operator.v1.Failure.fromObject(object.failure, _depth + 1);
                    }
                    if (object.progress != null) {
                        if (!$util.isObject(object.progress))
                            throw $TypeError(".shoal.operator.v1.RolloutHost.progress: object expected");
                        message.progress = $root.shoal.operator.v1.Progress.fromObject(object.progress, _depth + 1);
                    }
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
                    if (object.prepareMs != null)
                        if (typeof object.prepareMs === "object" ? object.prepareMs.low || object.prepareMs.high : $Number(object.prepareMs) !== 0)
                            if ($util.Long)
                                message.prepareMs = $util.Long.fromValue(object.prepareMs, false);
                            else if (typeof object.prepareMs === "string")
                                message.prepareMs = $parseInt(object.prepareMs, 10);
                            else if (typeof object.prepareMs === "number")
                                message.prepareMs = object.prepareMs;
                            else if (typeof object.prepareMs === "object")
                                message.prepareMs = new $util.LongBits(object.prepareMs.low >>> 0, object.prepareMs.high >>> 0).toNumber();
                    if (object.activateMs != null)
                        if (typeof object.activateMs === "object" ? object.activateMs.low || object.activateMs.high : $Number(object.activateMs) !== 0)
                            if ($util.Long)
                                message.activateMs = $util.Long.fromValue(object.activateMs, false);
                            else if (typeof object.activateMs === "string")
                                message.activateMs = $parseInt(object.activateMs, 10);
                            else if (typeof object.activateMs === "number")
                                message.activateMs = object.activateMs;
                            else if (typeof object.activateMs === "object")
                                message.activateMs = new $util.LongBits(object.activateMs.low >>> 0, object.activateMs.high >>> 0).toNumber();
                    if (object.route != null)
                        if (typeof object.route !== "string" || object.route.length)
                            message.route = $String(object.route);
                    if (object.connected != null)
                        if (object.connected)
                            message.connected = $Boolean(object.connected);
                    return message;
                };

                RolloutHost.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.host = "";
                        object.datacenter = "";
                        object.state = "";
                        object.failure = null;
                        object.progress = null;
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
                            object.prepareMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.prepareMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.activateMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.activateMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.route = "";
                        object.connected = false;
                    }
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                        object.host = message.host;
                    if (message.datacenter != null && $Object.hasOwnProperty.call(message, "datacenter"))
                        object.datacenter = message.datacenter;
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                        object.state = message.state;
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        object.failure = $root.shoal.operator.v1.Failure.toObject(message.failure, options, _depth + 1);
                    if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                        object.progress = $root.shoal.operator.v1.Progress.toObject(message.progress, options, _depth + 1);
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
                    if (message.prepareMs != null && $Object.hasOwnProperty.call(message, "prepareMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.prepareMs = typeof message.prepareMs === "number" ? $BigInt(message.prepareMs) : $util.Long.fromBits(message.prepareMs.low >>> 0, message.prepareMs.high >>> 0, false).toBigInt();
                        else if (typeof message.prepareMs === "number")
                            object.prepareMs = options.longs === $String ? $String(message.prepareMs) : message.prepareMs;
                        else
                            object.prepareMs = options.longs === $String ? $util.Long.prototype.toString.call(message.prepareMs) : options.longs === $Number ? new $util.LongBits(message.prepareMs.low >>> 0, message.prepareMs.high >>> 0).toNumber() : message.prepareMs;
                    if (message.activateMs != null && $Object.hasOwnProperty.call(message, "activateMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.activateMs = typeof message.activateMs === "number" ? $BigInt(message.activateMs) : $util.Long.fromBits(message.activateMs.low >>> 0, message.activateMs.high >>> 0, false).toBigInt();
                        else if (typeof message.activateMs === "number")
                            object.activateMs = options.longs === $String ? $String(message.activateMs) : message.activateMs;
                        else
                            object.activateMs = options.longs === $String ? $util.Long.prototype.toString.call(message.activateMs) : options.longs === $Number ? new $util.LongBits(message.activateMs.low >>> 0, message.activateMs.high >>> 0).toNumber() : message.activateMs;
                    if (message.route != null && $Object.hasOwnProperty.call(message, "route"))
                        object.route = message.route;
                    if (message.connected != null && $Object.hasOwnProperty.call(message, "connected"))
                        object.connected = message.connected;
                    return object;
                };

                RolloutHost.prototype.toJSON = function() {
                    return RolloutHost.toObject(this, $protobuf.util.toJSONOptions);
                };

                return RolloutHost;
            })();

            v1.Progress = (function() {

                const Progress = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Progress.prototype.phase = "";
                Progress.prototype.doneBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Progress.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Progress.prototype.bytesFromSeed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Progress.prototype.bytesFromHosts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                Progress.create = function(properties) {
                    return new Progress(properties);
                };

                Progress.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                        writer.uint32(10).string(message.phase);
                    if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes") && (typeof message.doneBytes === "object" ? message.doneBytes.low || message.doneBytes.high : message.doneBytes !== 0))
                        writer.uint32(16).int64(message.doneBytes);
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                        writer.uint32(24).int64(message.totalBytes);
                    if (message.bytesFromSeed != null && $Object.hasOwnProperty.call(message, "bytesFromSeed") && (typeof message.bytesFromSeed === "object" ? message.bytesFromSeed.low || message.bytesFromSeed.high : message.bytesFromSeed !== 0))
                        writer.uint32(32).int64(message.bytesFromSeed);
                    if (message.bytesFromHosts != null && $Object.hasOwnProperty.call(message, "bytesFromHosts") && (typeof message.bytesFromHosts === "object" ? message.bytesFromHosts.low || message.bytesFromHosts.high : message.bytesFromHosts !== 0))
                        writer.uint32(40).int64(message.bytesFromHosts);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Progress.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Progress();
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
                                    message.phase = value;
                                else
                                    delete message.phase;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.doneBytes = value;
                                else
                                    delete message.doneBytes;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.totalBytes = value;
                                else
                                    delete message.totalBytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytesFromSeed = value;
                                else
                                    delete message.bytesFromSeed;
                                continue;
                            }
                        case 5: {
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

                Progress.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Progress)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Progress: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Progress();
                    if (object.phase != null)
                        if (typeof object.phase !== "string" || object.phase.length)
                            message.phase = $String(object.phase);
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

                Progress.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.phase = "";
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
                    if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                        object.phase = message.phase;
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

                Progress.prototype.toJSON = function() {
                    return Progress.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Progress;
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
                    message = _target || new $root.shoal.operator.v1.Failure();
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
                    if (object instanceof $root.shoal.operator.v1.Failure)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Failure: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Failure();
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

            v1.WatchRequest = (function() {

                const WatchRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                WatchRequest.prototype.rollout = "";
                WatchRequest.prototype.app = "";
                WatchRequest.prototype.environment = "";

                WatchRequest.create = function(properties) {
                    return new WatchRequest(properties);
                };

                WatchRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout") && message.rollout !== "")
                        writer.uint32(10).string(message.rollout);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(18).string(message.app);
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                        writer.uint32(26).string(message.environment);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                WatchRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.WatchRequest();
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
                                    message.rollout = value;
                                else
                                    delete message.rollout;
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
                                if ((value = reader.stringVerify()).length)
                                    message.environment = value;
                                else
                                    delete message.environment;
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

                WatchRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.WatchRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.WatchRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.WatchRequest();
                    if (object.rollout != null)
                        if (typeof object.rollout !== "string" || object.rollout.length)
                            message.rollout = $String(object.rollout);
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    return message;
                };

                WatchRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.rollout = "";
                        object.app = "";
                        object.environment = "";
                    }
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout"))
                        object.rollout = message.rollout;
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    return object;
                };

                WatchRequest.prototype.toJSON = function() {
                    return WatchRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return WatchRequest;
            })();

            v1.WatchEvent = (function() {

                const WatchEvent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                WatchEvent.prototype.rollout = null;
                WatchEvent.prototype.host = null;

                let $oneOfFields;

                $Object.defineProperty(WatchEvent.prototype, "event", {
                    get: $util.oneOfGetter($oneOfFields = ["rollout", "host"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                WatchEvent.create = function(properties) {
                    return new WatchEvent(properties);
                };

                WatchEvent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout"))
                        $root.shoal.operator.v1.Rollout.encode(message.rollout, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                        $root.shoal.operator.v1.RolloutHost.encode(message.host, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                WatchEvent.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.WatchEvent();
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
                                message.rollout = $root.shoal.operator.v1.Rollout.decode(reader, reader.size(), $undefined, _depth + 1, message.rollout);
                                message.event = "rollout";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.host = $root.shoal.operator.v1.RolloutHost.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                                message.event = "host";
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

                WatchEvent.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.WatchEvent)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.WatchEvent: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.WatchEvent();
                    if (object.rollout != null) {
                        if (!$util.isObject(object.rollout))
                            throw $TypeError(".shoal.operator.v1.WatchEvent.rollout: object expected");
                        message.rollout = $root.shoal.operator.v1.Rollout.fromObject(object.rollout, _depth + 1);
                    }
                    if (object.host != null) {
                        if (!$util.isObject(object.host))
                            throw $TypeError(".shoal.operator.v1.WatchEvent.host: object expected");
                        message.host = $root.shoal.operator.v1.RolloutHost.fromObject(object.host, _depth + 1);
                    }
                    return message;
                };

                WatchEvent.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (message.rollout != null && $Object.hasOwnProperty.call(message, "rollout")) {
                        object.rollout = $root.shoal.operator.v1.Rollout.toObject(message.rollout, options, _depth + 1);
                        if (options.oneofs)
                            object.event = "rollout";
                    }
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host")) {
                        object.host = $root.shoal.operator.v1.RolloutHost.toObject(message.host, options, _depth + 1);
                        if (options.oneofs)
                            object.event = "host";
                    }
                    return object;
                };

                WatchEvent.prototype.toJSON = function() {
                    return WatchEvent.toObject(this, $protobuf.util.toJSONOptions);
                };

                return WatchEvent;
            })();

            v1.ListEventsRequest = (function() {

                const ListEventsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListEventsRequest.prototype.app = "";
                ListEventsRequest.prototype.environment = "";
                ListEventsRequest.prototype.afterVersion = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                ListEventsRequest.prototype.limit = 0;

                ListEventsRequest.create = function(properties) {
                    return new ListEventsRequest(properties);
                };

                ListEventsRequest.encode = function (message, writer, _depth) {
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
                    if (message.afterVersion != null && $Object.hasOwnProperty.call(message, "afterVersion") && (typeof message.afterVersion === "object" ? message.afterVersion.low || message.afterVersion.high : message.afterVersion !== 0))
                        writer.uint32(24).int64(message.afterVersion);
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                        writer.uint32(32).int32(message.limit);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListEventsRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListEventsRequest();
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
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.afterVersion = value;
                                else
                                    delete message.afterVersion;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.limit = value;
                                else
                                    delete message.limit;
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

                ListEventsRequest.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListEventsRequest)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListEventsRequest: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListEventsRequest();
                    if (object.app != null)
                        if (typeof object.app !== "string" || object.app.length)
                            message.app = $String(object.app);
                    if (object.environment != null)
                        if (typeof object.environment !== "string" || object.environment.length)
                            message.environment = $String(object.environment);
                    if (object.afterVersion != null)
                        if (typeof object.afterVersion === "object" ? object.afterVersion.low || object.afterVersion.high : $Number(object.afterVersion) !== 0)
                            if ($util.Long)
                                message.afterVersion = $util.Long.fromValue(object.afterVersion, false);
                            else if (typeof object.afterVersion === "string")
                                message.afterVersion = $parseInt(object.afterVersion, 10);
                            else if (typeof object.afterVersion === "number")
                                message.afterVersion = object.afterVersion;
                            else if (typeof object.afterVersion === "object")
                                message.afterVersion = new $util.LongBits(object.afterVersion.low >>> 0, object.afterVersion.high >>> 0).toNumber();
                    if (object.limit != null)
                        if ($Number(object.limit) !== 0)
                            message.limit = object.limit | 0;
                    return message;
                };

                ListEventsRequest.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.app = "";
                        object.environment = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.afterVersion = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.afterVersion = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.limit = 0;
                    }
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                        object.app = message.app;
                    if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                        object.environment = message.environment;
                    if (message.afterVersion != null && $Object.hasOwnProperty.call(message, "afterVersion"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.afterVersion = typeof message.afterVersion === "number" ? $BigInt(message.afterVersion) : $util.Long.fromBits(message.afterVersion.low >>> 0, message.afterVersion.high >>> 0, false).toBigInt();
                        else if (typeof message.afterVersion === "number")
                            object.afterVersion = options.longs === $String ? $String(message.afterVersion) : message.afterVersion;
                        else
                            object.afterVersion = options.longs === $String ? $util.Long.prototype.toString.call(message.afterVersion) : options.longs === $Number ? new $util.LongBits(message.afterVersion.low >>> 0, message.afterVersion.high >>> 0).toNumber() : message.afterVersion;
                    if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                        object.limit = message.limit;
                    return object;
                };

                ListEventsRequest.prototype.toJSON = function() {
                    return ListEventsRequest.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListEventsRequest;
            })();

            v1.ListEventsResponse = (function() {

                const ListEventsResponse = function (properties) {
                    this.events = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ListEventsResponse.prototype.events = $util.emptyArray;

                ListEventsResponse.create = function(properties) {
                    return new ListEventsResponse(properties);
                };

                ListEventsResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.events != null && message.events.length)
                        for (let i = 0; i < message.events.length; ++i)
                            $root.shoal.operator.v1.Event.encode(message.events[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ListEventsResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.ListEventsResponse();
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
                                if (!(message.events && message.events.length))
                                    message.events = [];
                                message.events.push($root.shoal.operator.v1.Event.decode(reader, reader.size(), $undefined, _depth + 1));
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

                ListEventsResponse.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.ListEventsResponse)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.ListEventsResponse: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.ListEventsResponse();
                    if (object.events) {
                        if (!$Array.isArray(object.events))
                            throw $TypeError(".shoal.operator.v1.ListEventsResponse.events: array expected");
                        message.events = $Array(object.events.length);
                        for (let i = 0; i < object.events.length; ++i) {
                            if (!$util.isObject(object.events[i]))
                                throw $TypeError(".shoal.operator.v1.ListEventsResponse.events: object expected");
                            message.events[i] = $root.shoal.operator.v1.Event.fromObject(object.events[i], _depth + 1);
                        }
                    }
                    return message;
                };

                ListEventsResponse.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.arrays || options.defaults)
                        object.events = [];
                    if (message.events && message.events.length) {
                        object.events = $Array(message.events.length);
                        for (let j = 0; j < message.events.length; ++j)
                            object.events[j] = $root.shoal.operator.v1.Event.toObject(message.events[j], options, _depth + 1);
                    }
                    return object;
                };

                ListEventsResponse.prototype.toJSON = function() {
                    return ListEventsResponse.toObject(this, $protobuf.util.toJSONOptions);
                };

                return ListEventsResponse;
            })();

            v1.Event = (function() {

                const Event = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Event.prototype.version = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Event.prototype.atUnixMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
                Event.prototype.principal = "";
                Event.prototype.kind = "";
                Event.prototype.body = "";

                Event.create = function(properties) {
                    return new Event(properties);
                };

                Event.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                        writer.uint32(8).int64(message.version);
                    if (message.atUnixMs != null && $Object.hasOwnProperty.call(message, "atUnixMs") && (typeof message.atUnixMs === "object" ? message.atUnixMs.low || message.atUnixMs.high : message.atUnixMs !== 0))
                        writer.uint32(16).int64(message.atUnixMs);
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal") && message.principal !== "")
                        writer.uint32(26).string(message.principal);
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                        writer.uint32(34).string(message.kind);
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body !== "")
                        writer.uint32(42).string(message.body);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Event.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.shoal.operator.v1.Event();
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
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.atUnixMs = value;
                                else
                                    delete message.atUnixMs;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.principal = value;
                                else
                                    delete message.principal;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.body = value;
                                else
                                    delete message.body;
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

                Event.fromObject = function (object, _depth) {
                    if (object instanceof $root.shoal.operator.v1.Event)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".shoal.operator.v1.Event: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.shoal.operator.v1.Event();
                    if (object.version != null)
                        if (typeof object.version === "object" ? object.version.low || object.version.high : $Number(object.version) !== 0)
                            if ($util.Long)
                                message.version = $util.Long.fromValue(object.version, false);
                            else if (typeof object.version === "string")
                                message.version = $parseInt(object.version, 10);
                            else if (typeof object.version === "number")
                                message.version = object.version;
                            else if (typeof object.version === "object")
                                message.version = new $util.LongBits(object.version.low >>> 0, object.version.high >>> 0).toNumber();
                    if (object.atUnixMs != null)
                        if (typeof object.atUnixMs === "object" ? object.atUnixMs.low || object.atUnixMs.high : $Number(object.atUnixMs) !== 0)
                            if ($util.Long)
                                message.atUnixMs = $util.Long.fromValue(object.atUnixMs, false);
                            else if (typeof object.atUnixMs === "string")
                                message.atUnixMs = $parseInt(object.atUnixMs, 10);
                            else if (typeof object.atUnixMs === "number")
                                message.atUnixMs = object.atUnixMs;
                            else if (typeof object.atUnixMs === "object")
                                message.atUnixMs = new $util.LongBits(object.atUnixMs.low >>> 0, object.atUnixMs.high >>> 0).toNumber();
                    if (object.principal != null)
                        if (typeof object.principal !== "string" || object.principal.length)
                            message.principal = $String(object.principal);
                    if (object.kind != null)
                        if (typeof object.kind !== "string" || object.kind.length)
                            message.kind = $String(object.kind);
                    if (object.body != null)
                        if (typeof object.body !== "string" || object.body.length)
                            message.body = $String(object.body);
                    return message;
                };

                Event.toObject = function (message, options, _depth) {
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
                            object.version = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.version = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, false);
                            object.atUnixMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.atUnixMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        object.principal = "";
                        object.kind = "";
                        object.body = "";
                    }
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.version = typeof message.version === "number" ? $BigInt(message.version) : $util.Long.fromBits(message.version.low >>> 0, message.version.high >>> 0, false).toBigInt();
                        else if (typeof message.version === "number")
                            object.version = options.longs === $String ? $String(message.version) : message.version;
                        else
                            object.version = options.longs === $String ? $util.Long.prototype.toString.call(message.version) : options.longs === $Number ? new $util.LongBits(message.version.low >>> 0, message.version.high >>> 0).toNumber() : message.version;
                    if (message.atUnixMs != null && $Object.hasOwnProperty.call(message, "atUnixMs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.atUnixMs = typeof message.atUnixMs === "number" ? $BigInt(message.atUnixMs) : $util.Long.fromBits(message.atUnixMs.low >>> 0, message.atUnixMs.high >>> 0, false).toBigInt();
                        else if (typeof message.atUnixMs === "number")
                            object.atUnixMs = options.longs === $String ? $String(message.atUnixMs) : message.atUnixMs;
                        else
                            object.atUnixMs = options.longs === $String ? $util.Long.prototype.toString.call(message.atUnixMs) : options.longs === $Number ? new $util.LongBits(message.atUnixMs.low >>> 0, message.atUnixMs.high >>> 0).toNumber() : message.atUnixMs;
                    if (message.principal != null && $Object.hasOwnProperty.call(message, "principal"))
                        object.principal = message.principal;
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                        object.kind = message.kind;
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body"))
                        object.body = message.body;
                    return object;
                };

                Event.prototype.toJSON = function() {
                    return Event.toObject(this, $protobuf.util.toJSONOptions);
                };

                return Event;
            })();

            return v1;
        })();

        return operator;
    })();

    return shoal;
})();

export {
  $root as default
};
