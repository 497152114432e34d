import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace shoal. */
export namespace shoal {

    /** Namespace agent. */
    namespace agent {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an AgentMessage.
             * @deprecated Use shoal.agent.v1.AgentMessage.$Properties instead.
             */
            interface IAgentMessage extends shoal.agent.v1.AgentMessage.$Properties {
            }

            /** Represents an AgentMessage. */
            class AgentMessage {

                /**
                 * Constructs a new AgentMessage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.AgentMessage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentMessage instance. */
                instance: string;

                /** AgentMessage clockMs. */
                clockMs: number;

                /** AgentMessage hello. */
                hello: (shoal.agent.v1.Hello|null);

                /** AgentMessage answer. */
                answer: (shoal.agent.v1.AnswerReport|null);

                /** AgentMessage progress. */
                progress: (shoal.agent.v1.ProgressReport|null);

                /** AgentMessage slotChanged. */
                slotChanged: (shoal.agent.v1.SlotChangedReport|null);

                /** AgentMessage heartbeat. */
                heartbeat: (shoal.agent.v1.HeartbeatReport|null);

                /** AgentMessage verified. */
                verified: (shoal.agent.v1.VerifiedReport|null);

                /** AgentMessage announce. */
                announce: (shoal.agent.v1.AnnounceReport|null);

                /** AgentMessage preseed. */
                preseed: (shoal.agent.v1.PreseedReport|null);

                /** AgentMessage report. */
                report?: ("hello"|"answer"|"progress"|"slotChanged"|"heartbeat"|"verified"|"announce"|"preseed");

                /**
                 * Encodes the specified AgentMessage message. Does not implicitly {@link shoal.agent.v1.AgentMessage.verify|verify} messages.
                 * @param message AgentMessage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentMessage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.AgentMessage & shoal.agent.v1.AgentMessage.$Shape} AgentMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.AgentMessage & shoal.agent.v1.AgentMessage.$Shape;
            }

            namespace AgentMessage {

                /** Properties of an AgentMessage. */
                interface $Properties {

                    /** AgentMessage instance */
                    instance?: string;

                    /** AgentMessage clockMs */
                    clockMs?: number;

                    /** AgentMessage hello */
                    hello?: (shoal.agent.v1.Hello.$Properties|null);

                    /** AgentMessage answer */
                    answer?: (shoal.agent.v1.AnswerReport.$Properties|null);

                    /** AgentMessage progress */
                    progress?: (shoal.agent.v1.ProgressReport.$Properties|null);

                    /** AgentMessage slotChanged */
                    slotChanged?: (shoal.agent.v1.SlotChangedReport.$Properties|null);

                    /** AgentMessage heartbeat */
                    heartbeat?: (shoal.agent.v1.HeartbeatReport.$Properties|null);

                    /** AgentMessage verified */
                    verified?: (shoal.agent.v1.VerifiedReport.$Properties|null);

                    /** AgentMessage announce */
                    announce?: (shoal.agent.v1.AnnounceReport.$Properties|null);

                    /** AgentMessage preseed */
                    preseed?: (shoal.agent.v1.PreseedReport.$Properties|null);

                    /** AgentMessage report */
                    report?: ("hello"|"answer"|"progress"|"slotChanged"|"heartbeat"|"verified"|"announce"|"preseed");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an AgentMessage. */
                type $Shape = {
                  instance?: string;
                  clockMs?: number;
                  hello?: shoal.agent.v1.Hello.$Shape|null;
                  answer?: shoal.agent.v1.AnswerReport.$Shape|null;
                  progress?: shoal.agent.v1.ProgressReport.$Shape|null;
                  slotChanged?: shoal.agent.v1.SlotChangedReport.$Shape|null;
                  heartbeat?: shoal.agent.v1.HeartbeatReport.$Shape|null;
                  verified?: shoal.agent.v1.VerifiedReport.$Shape|null;
                  announce?: shoal.agent.v1.AnnounceReport.$Shape|null;
                  preseed?: shoal.agent.v1.PreseedReport.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ report?: undefined; hello?: null; answer?: null; progress?: null; slotChanged?: null; heartbeat?: null; verified?: null; announce?: null; preseed?: null }|{ report?: "hello"; hello: shoal.agent.v1.Hello.$Shape; answer?: null; progress?: null; slotChanged?: null; heartbeat?: null; verified?: null; announce?: null; preseed?: null }|{ report?: "answer"; hello?: null; answer: shoal.agent.v1.AnswerReport.$Shape; progress?: null; slotChanged?: null; heartbeat?: null; verified?: null; announce?: null; preseed?: null }|{ report?: "progress"; hello?: null; answer?: null; progress: shoal.agent.v1.ProgressReport.$Shape; slotChanged?: null; heartbeat?: null; verified?: null; announce?: null; preseed?: null }|{ report?: "slotChanged"; hello?: null; answer?: null; progress?: null; slotChanged: shoal.agent.v1.SlotChangedReport.$Shape; heartbeat?: null; verified?: null; announce?: null; preseed?: null }|{ report?: "heartbeat"; hello?: null; answer?: null; progress?: null; slotChanged?: null; heartbeat: shoal.agent.v1.HeartbeatReport.$Shape; verified?: null; announce?: null; preseed?: null }|{ report?: "verified"; hello?: null; answer?: null; progress?: null; slotChanged?: null; heartbeat?: null; verified: shoal.agent.v1.VerifiedReport.$Shape; announce?: null; preseed?: null }|{ report?: "announce"; hello?: null; answer?: null; progress?: null; slotChanged?: null; heartbeat?: null; verified?: null; announce: shoal.agent.v1.AnnounceReport.$Shape; preseed?: null }|{ report?: "preseed"; hello?: null; answer?: null; progress?: null; slotChanged?: null; heartbeat?: null; verified?: null; announce?: null; preseed: shoal.agent.v1.PreseedReport.$Shape })
                );
            }

            /**
             * Properties of a CoordinatorMessage.
             * @deprecated Use shoal.agent.v1.CoordinatorMessage.$Properties instead.
             */
            interface ICoordinatorMessage extends shoal.agent.v1.CoordinatorMessage.$Properties {
            }

            /** Represents a CoordinatorMessage. */
            class CoordinatorMessage {

                /**
                 * Constructs a new CoordinatorMessage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.CoordinatorMessage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CoordinatorMessage welcome. */
                welcome: (shoal.agent.v1.Welcome|null);

                /** CoordinatorMessage refused. */
                refused: (shoal.agent.v1.Failure|null);

                /** CoordinatorMessage intent. */
                intent: (shoal.agent.v1.Intent|null);

                /** CoordinatorMessage cancel. */
                cancel: (shoal.agent.v1.CancelTarget|null);

                /** CoordinatorMessage verify. */
                verify: (shoal.agent.v1.VerifyQuestion|null);

                /** CoordinatorMessage peers. */
                peers: (shoal.agent.v1.Peers|null);

                /** CoordinatorMessage preseed. */
                preseed: (shoal.agent.v1.PreseedOrder|null);

                /** CoordinatorMessage message. */
                message?: ("welcome"|"refused"|"intent"|"cancel"|"verify"|"peers"|"preseed");

                /**
                 * Encodes the specified CoordinatorMessage message. Does not implicitly {@link shoal.agent.v1.CoordinatorMessage.verify|verify} messages.
                 * @param message CoordinatorMessage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.CoordinatorMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CoordinatorMessage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.CoordinatorMessage & shoal.agent.v1.CoordinatorMessage.$Shape} CoordinatorMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.CoordinatorMessage & shoal.agent.v1.CoordinatorMessage.$Shape;
            }

            namespace CoordinatorMessage {

                /** Properties of a CoordinatorMessage. */
                interface $Properties {

                    /** CoordinatorMessage welcome */
                    welcome?: (shoal.agent.v1.Welcome.$Properties|null);

                    /** CoordinatorMessage refused */
                    refused?: (shoal.agent.v1.Failure.$Properties|null);

                    /** CoordinatorMessage intent */
                    intent?: (shoal.agent.v1.Intent.$Properties|null);

                    /** CoordinatorMessage cancel */
                    cancel?: (shoal.agent.v1.CancelTarget.$Properties|null);

                    /** CoordinatorMessage verify */
                    verify?: (shoal.agent.v1.VerifyQuestion.$Properties|null);

                    /** CoordinatorMessage peers */
                    peers?: (shoal.agent.v1.Peers.$Properties|null);

                    /** CoordinatorMessage preseed */
                    preseed?: (shoal.agent.v1.PreseedOrder.$Properties|null);

                    /** CoordinatorMessage message */
                    message?: ("welcome"|"refused"|"intent"|"cancel"|"verify"|"peers"|"preseed");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a CoordinatorMessage. */
                type $Shape = {
                  welcome?: shoal.agent.v1.Welcome.$Shape|null;
                  refused?: shoal.agent.v1.Failure.$Shape|null;
                  intent?: shoal.agent.v1.Intent.$Shape|null;
                  cancel?: shoal.agent.v1.CancelTarget.$Shape|null;
                  verify?: shoal.agent.v1.VerifyQuestion.$Shape|null;
                  peers?: shoal.agent.v1.Peers.$Shape|null;
                  preseed?: shoal.agent.v1.PreseedOrder.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ message?: undefined; welcome?: null; refused?: null; intent?: null; cancel?: null; verify?: null; peers?: null; preseed?: null }|{ message?: "welcome"; welcome: shoal.agent.v1.Welcome.$Shape; refused?: null; intent?: null; cancel?: null; verify?: null; peers?: null; preseed?: null }|{ message?: "refused"; welcome?: null; refused: shoal.agent.v1.Failure.$Shape; intent?: null; cancel?: null; verify?: null; peers?: null; preseed?: null }|{ message?: "intent"; welcome?: null; refused?: null; intent: shoal.agent.v1.Intent.$Shape; cancel?: null; verify?: null; peers?: null; preseed?: null }|{ message?: "cancel"; welcome?: null; refused?: null; intent?: null; cancel: shoal.agent.v1.CancelTarget.$Shape; verify?: null; peers?: null; preseed?: null }|{ message?: "verify"; welcome?: null; refused?: null; intent?: null; cancel?: null; verify: shoal.agent.v1.VerifyQuestion.$Shape; peers?: null; preseed?: null }|{ message?: "peers"; welcome?: null; refused?: null; intent?: null; cancel?: null; verify?: null; peers: shoal.agent.v1.Peers.$Shape; preseed?: null }|{ message?: "preseed"; welcome?: null; refused?: null; intent?: null; cancel?: null; verify?: null; peers?: null; preseed: shoal.agent.v1.PreseedOrder.$Shape })
                );
            }

            /**
             * Properties of a Welcome.
             * @deprecated Use shoal.agent.v1.Welcome.$Properties instead.
             */
            interface IWelcome extends shoal.agent.v1.Welcome.$Properties {
            }

            /** Represents a Welcome. */
            class Welcome {

                /**
                 * Constructs a new Welcome.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Welcome.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Welcome protocolVersion. */
                protocolVersion: number;

                /** Welcome heartbeatMs. */
                heartbeatMs: number;

                /** Welcome swarm. */
                swarm: shoal.agent.v1.SwarmAccess;

                /**
                 * Encodes the specified Welcome message. Does not implicitly {@link shoal.agent.v1.Welcome.verify|verify} messages.
                 * @param message Welcome message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Welcome message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Welcome & shoal.agent.v1.Welcome.$Shape} Welcome
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Welcome & shoal.agent.v1.Welcome.$Shape;
            }

            namespace Welcome {

                /** Properties of a Welcome. */
                interface $Properties {

                    /** Welcome protocolVersion */
                    protocolVersion?: number;

                    /** Welcome heartbeatMs */
                    heartbeatMs?: number;

                    /** Welcome swarm */
                    swarm?: shoal.agent.v1.SwarmAccess.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Welcome. */
                type $Shape = shoal.agent.v1.Welcome.$Properties;
            }

            /**
             * Properties of a SwarmAccess.
             * @deprecated Use shoal.agent.v1.SwarmAccess.$Properties instead.
             */
            interface ISwarmAccess extends shoal.agent.v1.SwarmAccess.$Properties {
            }

            /** Represents a SwarmAccess. */
            class SwarmAccess {

                /**
                 * Constructs a new SwarmAccess.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.SwarmAccess.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SwarmAccess announceUrl. */
                announceUrl: string;

                /** SwarmAccess datacenter. */
                datacenter: string;

                /**
                 * Encodes the specified SwarmAccess message. Does not implicitly {@link shoal.agent.v1.SwarmAccess.verify|verify} messages.
                 * @param message SwarmAccess message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.SwarmAccess.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SwarmAccess message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.SwarmAccess & shoal.agent.v1.SwarmAccess.$Shape} SwarmAccess
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.SwarmAccess & shoal.agent.v1.SwarmAccess.$Shape;
            }

            namespace SwarmAccess {

                /** Properties of a SwarmAccess. */
                interface $Properties {

                    /** SwarmAccess announceUrl */
                    announceUrl?: string;

                    /** SwarmAccess datacenter */
                    datacenter?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SwarmAccess. */
                type $Shape = shoal.agent.v1.SwarmAccess.$Properties;
            }

            /**
             * Properties of an Intent.
             * @deprecated Use shoal.agent.v1.Intent.$Properties instead.
             */
            interface IIntent extends shoal.agent.v1.Intent.$Properties {
            }

            /** Represents an Intent. */
            class Intent {

                /**
                 * Constructs a new Intent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Intent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Intent commandId. */
                commandId: string;

                /** Intent environment. */
                environment: string;

                /** Intent app. */
                app: string;

                /** Intent slot. */
                slot: string;

                /** Intent position. */
                position: shoal.agent.v1.Position;

                /** Intent deadlineUnixMs. */
                deadlineUnixMs: number;

                /** Intent prepare. */
                prepare: (shoal.agent.v1.Prepare|null);

                /** Intent activate. */
                activate: (shoal.agent.v1.Activate|null);

                /** Intent discard. */
                discard: (shoal.agent.v1.Discard|null);

                /** Intent body. */
                body?: ("prepare"|"activate"|"discard");

                /**
                 * Encodes the specified Intent message. Does not implicitly {@link shoal.agent.v1.Intent.verify|verify} messages.
                 * @param message Intent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Intent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Intent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Intent & shoal.agent.v1.Intent.$Shape} Intent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Intent & shoal.agent.v1.Intent.$Shape;
            }

            namespace Intent {

                /** Properties of an Intent. */
                interface $Properties {

                    /** Intent commandId */
                    commandId?: string;

                    /** Intent environment */
                    environment?: string;

                    /** Intent app */
                    app?: string;

                    /** Intent slot */
                    slot?: string;

                    /** Intent position */
                    position?: shoal.agent.v1.Position.$Properties;

                    /** Intent deadlineUnixMs */
                    deadlineUnixMs?: number;

                    /** Intent prepare */
                    prepare?: (shoal.agent.v1.Prepare.$Properties|null);

                    /** Intent activate */
                    activate?: (shoal.agent.v1.Activate.$Properties|null);

                    /** Intent discard */
                    discard?: (shoal.agent.v1.Discard.$Properties|null);

                    /** Intent body */
                    body?: ("prepare"|"activate"|"discard");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an Intent. */
                type $Shape = {
                  commandId?: string;
                  environment?: string;
                  app?: string;
                  slot?: string;
                  position?: shoal.agent.v1.Position.$Shape;
                  deadlineUnixMs?: number;
                  prepare?: shoal.agent.v1.Prepare.$Shape|null;
                  activate?: shoal.agent.v1.Activate.$Shape|null;
                  discard?: shoal.agent.v1.Discard.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; prepare?: null; activate?: null; discard?: null }|{ body?: "prepare"; prepare: shoal.agent.v1.Prepare.$Shape; activate?: null; discard?: null }|{ body?: "activate"; prepare?: null; activate: shoal.agent.v1.Activate.$Shape; discard?: null }|{ body?: "discard"; prepare?: null; activate?: null; discard: shoal.agent.v1.Discard.$Shape })
                );
            }

            /**
             * Properties of a Prepare.
             * @deprecated Use shoal.agent.v1.Prepare.$Properties instead.
             */
            interface IPrepare extends shoal.agent.v1.Prepare.$Properties {
            }

            /** Represents a Prepare. */
            class Prepare {

                /**
                 * Constructs a new Prepare.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Prepare.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Prepare release. */
                release: string;

                /** Prepare envelope. */
                envelope: Uint8Array;

                /** Prepare routes. */
                routes: shoal.agent.v1.BundleDescription[];

                /** Prepare lineage. */
                lineage: shoal.agent.v1.Lineage;

                /**
                 * Encodes the specified Prepare message. Does not implicitly {@link shoal.agent.v1.Prepare.verify|verify} messages.
                 * @param message Prepare message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Prepare.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Prepare message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Prepare & shoal.agent.v1.Prepare.$Shape} Prepare
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Prepare & shoal.agent.v1.Prepare.$Shape;
            }

            namespace Prepare {

                /** Properties of a Prepare. */
                interface $Properties {

                    /** Prepare release */
                    release?: string;

                    /** Prepare envelope */
                    envelope?: Uint8Array;

                    /** Prepare routes */
                    routes?: shoal.agent.v1.BundleDescription.$Properties[];

                    /** Prepare lineage */
                    lineage?: shoal.agent.v1.Lineage.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Prepare. */
                type $Shape = shoal.agent.v1.Prepare.$Properties;
            }

            /**
             * Properties of a Lineage.
             * @deprecated Use shoal.agent.v1.Lineage.$Properties instead.
             */
            interface ILineage extends shoal.agent.v1.Lineage.$Properties {
            }

            /** Represents a Lineage. */
            class Lineage {

                /**
                 * Constructs a new Lineage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Lineage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Lineage baseTree. */
                baseTree: string;

                /** Lineage baseSizeBytes. */
                baseSizeBytes: number;

                /**
                 * Encodes the specified Lineage message. Does not implicitly {@link shoal.agent.v1.Lineage.verify|verify} messages.
                 * @param message Lineage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Lineage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Lineage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Lineage & shoal.agent.v1.Lineage.$Shape} Lineage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Lineage & shoal.agent.v1.Lineage.$Shape;
            }

            namespace Lineage {

                /** Properties of a Lineage. */
                interface $Properties {

                    /** Lineage baseTree */
                    baseTree?: string;

                    /** Lineage baseSizeBytes */
                    baseSizeBytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Lineage. */
                type $Shape = shoal.agent.v1.Lineage.$Properties;
            }

            /**
             * Properties of an Activate.
             * @deprecated Use shoal.agent.v1.Activate.$Properties instead.
             */
            interface IActivate extends shoal.agent.v1.Activate.$Properties {
            }

            /** Represents an Activate. */
            class Activate {

                /**
                 * Constructs a new Activate.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Activate.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Activate release. */
                release: string;

                /** Activate tree. */
                tree: string;

                /** Activate lease. */
                lease: shoal.agent.v1.Lease;

                /** Activate repair. */
                repair: boolean;

                /** Activate bakeMs. */
                bakeMs: number;

                /** Activate labels. */
                labels: { [k: string]: string };

                /**
                 * Encodes the specified Activate message. Does not implicitly {@link shoal.agent.v1.Activate.verify|verify} messages.
                 * @param message Activate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Activate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Activate message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Activate & shoal.agent.v1.Activate.$Shape} Activate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Activate & shoal.agent.v1.Activate.$Shape;
            }

            namespace Activate {

                /** Properties of an Activate. */
                interface $Properties {

                    /** Activate release */
                    release?: string;

                    /** Activate tree */
                    tree?: string;

                    /** Activate lease */
                    lease?: shoal.agent.v1.Lease.$Properties;

                    /** Activate repair */
                    repair?: boolean;

                    /** Activate bakeMs */
                    bakeMs?: number;

                    /** Activate labels */
                    labels?: { [k: string]: string };

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Activate. */
                type $Shape = shoal.agent.v1.Activate.$Properties;
            }

            /**
             * Properties of a Discard.
             * @deprecated Use shoal.agent.v1.Discard.$Properties instead.
             */
            interface IDiscard extends shoal.agent.v1.Discard.$Properties {
            }

            /** Represents a Discard. */
            class Discard {

                /**
                 * Constructs a new Discard.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Discard.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Discard release. */
                release: string;

                /**
                 * Encodes the specified Discard message. Does not implicitly {@link shoal.agent.v1.Discard.verify|verify} messages.
                 * @param message Discard message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Discard.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Discard message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Discard & shoal.agent.v1.Discard.$Shape} Discard
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Discard & shoal.agent.v1.Discard.$Shape;
            }

            namespace Discard {

                /** Properties of a Discard. */
                interface $Properties {

                    /** Discard release */
                    release?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Discard. */
                type $Shape = shoal.agent.v1.Discard.$Properties;
            }

            /**
             * Properties of a CancelTarget.
             * @deprecated Use shoal.agent.v1.CancelTarget.$Properties instead.
             */
            interface ICancelTarget extends shoal.agent.v1.CancelTarget.$Properties {
            }

            /** Represents a CancelTarget. */
            class CancelTarget {

                /**
                 * Constructs a new CancelTarget.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.CancelTarget.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CancelTarget commandId. */
                commandId: string;

                /** CancelTarget app. */
                app: string;

                /** CancelTarget position. */
                position: shoal.agent.v1.Position;

                /**
                 * Encodes the specified CancelTarget message. Does not implicitly {@link shoal.agent.v1.CancelTarget.verify|verify} messages.
                 * @param message CancelTarget message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.CancelTarget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CancelTarget message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.CancelTarget & shoal.agent.v1.CancelTarget.$Shape} CancelTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.CancelTarget & shoal.agent.v1.CancelTarget.$Shape;
            }

            namespace CancelTarget {

                /** Properties of a CancelTarget. */
                interface $Properties {

                    /** CancelTarget commandId */
                    commandId?: string;

                    /** CancelTarget app */
                    app?: string;

                    /** CancelTarget position */
                    position?: shoal.agent.v1.Position.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CancelTarget. */
                type $Shape = shoal.agent.v1.CancelTarget.$Properties;
            }

            /**
             * Properties of a VerifyQuestion.
             * @deprecated Use shoal.agent.v1.VerifyQuestion.$Properties instead.
             */
            interface IVerifyQuestion extends shoal.agent.v1.VerifyQuestion.$Properties {
            }

            /** Represents a VerifyQuestion. */
            class VerifyQuestion {

                /**
                 * Constructs a new VerifyQuestion.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.VerifyQuestion.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerifyQuestion question. */
                question: string;

                /** VerifyQuestion app. */
                app: string;

                /** VerifyQuestion full. */
                full: boolean;

                /**
                 * Encodes the specified VerifyQuestion message. Does not implicitly {@link shoal.agent.v1.VerifyQuestion.verify|verify} messages.
                 * @param message VerifyQuestion message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.VerifyQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerifyQuestion message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.VerifyQuestion & shoal.agent.v1.VerifyQuestion.$Shape} VerifyQuestion
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.VerifyQuestion & shoal.agent.v1.VerifyQuestion.$Shape;
            }

            namespace VerifyQuestion {

                /** Properties of a VerifyQuestion. */
                interface $Properties {

                    /** VerifyQuestion question */
                    question?: string;

                    /** VerifyQuestion app */
                    app?: string;

                    /** VerifyQuestion full */
                    full?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VerifyQuestion. */
                type $Shape = shoal.agent.v1.VerifyQuestion.$Properties;
            }

            /**
             * Properties of a Peers.
             * @deprecated Use shoal.agent.v1.Peers.$Properties instead.
             */
            interface IPeers extends shoal.agent.v1.Peers.$Properties {
            }

            /** Represents a Peers. */
            class Peers {

                /**
                 * Constructs a new Peers.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Peers.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Peers infoHash. */
                infoHash: string;

                /** Peers addresses. */
                addresses: string[];

                /** Peers hosts. */
                hosts: shoal.agent.v1.KnownHost[];

                /** Peers shares. */
                shares: (number|null);

                /** Peers intervalMs. */
                intervalMs: number;

                /**
                 * Encodes the specified Peers message. Does not implicitly {@link shoal.agent.v1.Peers.verify|verify} messages.
                 * @param message Peers message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Peers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Peers message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Peers & shoal.agent.v1.Peers.$Shape} Peers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Peers & shoal.agent.v1.Peers.$Shape;
            }

            namespace Peers {

                /** Properties of a Peers. */
                interface $Properties {

                    /** Peers infoHash */
                    infoHash?: string;

                    /** Peers addresses */
                    addresses?: string[];

                    /** Peers hosts */
                    hosts?: shoal.agent.v1.KnownHost.$Properties[];

                    /** Peers shares */
                    shares?: (number|null);

                    /** Peers intervalMs */
                    intervalMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Peers. */
                type $Shape = shoal.agent.v1.Peers.$Properties;
            }

            /**
             * Properties of a KnownHost.
             * @deprecated Use shoal.agent.v1.KnownHost.$Properties instead.
             */
            interface IKnownHost extends shoal.agent.v1.KnownHost.$Properties {
            }

            /** Represents a KnownHost. */
            class KnownHost {

                /**
                 * Constructs a new KnownHost.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.KnownHost.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** KnownHost host. */
                host: string;

                /** KnownHost datacenter. */
                datacenter: string;

                /**
                 * Encodes the specified KnownHost message. Does not implicitly {@link shoal.agent.v1.KnownHost.verify|verify} messages.
                 * @param message KnownHost message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.KnownHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a KnownHost message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.KnownHost & shoal.agent.v1.KnownHost.$Shape} KnownHost
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.KnownHost & shoal.agent.v1.KnownHost.$Shape;
            }

            namespace KnownHost {

                /** Properties of a KnownHost. */
                interface $Properties {

                    /** KnownHost host */
                    host?: string;

                    /** KnownHost datacenter */
                    datacenter?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a KnownHost. */
                type $Shape = shoal.agent.v1.KnownHost.$Properties;
            }

            /**
             * Properties of a PreseedOrder.
             * @deprecated Use shoal.agent.v1.PreseedOrder.$Properties instead.
             */
            interface IPreseedOrder extends shoal.agent.v1.PreseedOrder.$Properties {
            }

            /** Represents a PreseedOrder. */
            class PreseedOrder {

                /**
                 * Constructs a new PreseedOrder.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.PreseedOrder.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreseedOrder app. */
                app: string;

                /** PreseedOrder releases. */
                releases: string[];

                /** PreseedOrder begin. */
                begin: shoal.agent.v1.Preseed;

                /**
                 * Encodes the specified PreseedOrder message. Does not implicitly {@link shoal.agent.v1.PreseedOrder.verify|verify} messages.
                 * @param message PreseedOrder message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.PreseedOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreseedOrder message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.PreseedOrder & shoal.agent.v1.PreseedOrder.$Shape} PreseedOrder
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.PreseedOrder & shoal.agent.v1.PreseedOrder.$Shape;
            }

            namespace PreseedOrder {

                /** Properties of a PreseedOrder. */
                interface $Properties {

                    /** PreseedOrder app */
                    app?: string;

                    /** PreseedOrder releases */
                    releases?: string[];

                    /** PreseedOrder begin */
                    begin?: shoal.agent.v1.Preseed.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreseedOrder. */
                type $Shape = shoal.agent.v1.PreseedOrder.$Properties;
            }

            /**
             * Properties of a Preseed.
             * @deprecated Use shoal.agent.v1.Preseed.$Properties instead.
             */
            interface IPreseed extends shoal.agent.v1.Preseed.$Properties {
            }

            /** Represents a Preseed. */
            class Preseed {

                /**
                 * Constructs a new Preseed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Preseed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Preseed release. */
                release: string;

                /** Preseed envelope. */
                envelope: Uint8Array;

                /** Preseed routes. */
                routes: shoal.agent.v1.BundleDescription[];

                /** Preseed untilUnixMs. */
                untilUnixMs: number;

                /**
                 * Encodes the specified Preseed message. Does not implicitly {@link shoal.agent.v1.Preseed.verify|verify} messages.
                 * @param message Preseed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Preseed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Preseed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Preseed & shoal.agent.v1.Preseed.$Shape} Preseed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Preseed & shoal.agent.v1.Preseed.$Shape;
            }

            namespace Preseed {

                /** Properties of a Preseed. */
                interface $Properties {

                    /** Preseed release */
                    release?: string;

                    /** Preseed envelope */
                    envelope?: Uint8Array;

                    /** Preseed routes */
                    routes?: shoal.agent.v1.BundleDescription.$Properties[];

                    /** Preseed untilUnixMs */
                    untilUnixMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Preseed. */
                type $Shape = shoal.agent.v1.Preseed.$Properties;
            }

            /**
             * Properties of a BundleDescription.
             * @deprecated Use shoal.agent.v1.BundleDescription.$Properties instead.
             */
            interface IBundleDescription extends shoal.agent.v1.BundleDescription.$Properties {
            }

            /** Represents a BundleDescription. */
            class BundleDescription {

                /**
                 * Constructs a new BundleDescription.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.BundleDescription.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BundleDescription kind. */
                kind: shoal.agent.v1.BundleKind;

                /** BundleDescription digest. */
                digest: string;

                /** BundleDescription sizeBytes. */
                sizeBytes: number;

                /** BundleDescription fromTree. */
                fromTree: string;

                /** BundleDescription toTree. */
                toTree: string;

                /** BundleDescription formatVersion. */
                formatVersion: number;

                /** BundleDescription codecs. */
                codecs: string[];

                /** BundleDescription frameTable. */
                frameTable: Uint8Array;

                /** BundleDescription torrent. */
                torrent: shoal.agent.v1.TorrentDescription;

                /**
                 * Encodes the specified BundleDescription message. Does not implicitly {@link shoal.agent.v1.BundleDescription.verify|verify} messages.
                 * @param message BundleDescription message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.BundleDescription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BundleDescription message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.BundleDescription & shoal.agent.v1.BundleDescription.$Shape} BundleDescription
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.BundleDescription & shoal.agent.v1.BundleDescription.$Shape;
            }

            namespace BundleDescription {

                /** Properties of a BundleDescription. */
                interface $Properties {

                    /** BundleDescription kind */
                    kind?: shoal.agent.v1.BundleKind;

                    /** BundleDescription digest */
                    digest?: string;

                    /** BundleDescription sizeBytes */
                    sizeBytes?: number;

                    /** BundleDescription fromTree */
                    fromTree?: string;

                    /** BundleDescription toTree */
                    toTree?: string;

                    /** BundleDescription formatVersion */
                    formatVersion?: number;

                    /** BundleDescription codecs */
                    codecs?: string[];

                    /** BundleDescription frameTable */
                    frameTable?: Uint8Array;

                    /** BundleDescription torrent */
                    torrent?: shoal.agent.v1.TorrentDescription.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BundleDescription. */
                type $Shape = shoal.agent.v1.BundleDescription.$Properties;
            }

            /** BundleKind enum. */
            enum BundleKind {

                /** BUNDLE_KIND_UNSPECIFIED value */
                BUNDLE_KIND_UNSPECIFIED = 0,

                /** BUNDLE_KIND_BASE value */
                BUNDLE_KIND_BASE = 1,

                /** BUNDLE_KIND_OVERLAY value */
                BUNDLE_KIND_OVERLAY = 2
            }

            /**
             * Properties of a TorrentDescription.
             * @deprecated Use shoal.agent.v1.TorrentDescription.$Properties instead.
             */
            interface ITorrentDescription extends shoal.agent.v1.TorrentDescription.$Properties {
            }

            /** Represents a TorrentDescription. */
            class TorrentDescription {

                /**
                 * Constructs a new TorrentDescription.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.TorrentDescription.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TorrentDescription infoHash. */
                infoHash: string;

                /** TorrentDescription metainfo. */
                metainfo: Uint8Array;

                /** TorrentDescription pieceDigests. */
                pieceDigests: Uint8Array;

                /**
                 * Encodes the specified TorrentDescription message. Does not implicitly {@link shoal.agent.v1.TorrentDescription.verify|verify} messages.
                 * @param message TorrentDescription message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.TorrentDescription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TorrentDescription message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.TorrentDescription & shoal.agent.v1.TorrentDescription.$Shape} TorrentDescription
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.TorrentDescription & shoal.agent.v1.TorrentDescription.$Shape;
            }

            namespace TorrentDescription {

                /** Properties of a TorrentDescription. */
                interface $Properties {

                    /** TorrentDescription infoHash */
                    infoHash?: string;

                    /** TorrentDescription metainfo */
                    metainfo?: Uint8Array;

                    /** TorrentDescription pieceDigests */
                    pieceDigests?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TorrentDescription. */
                type $Shape = shoal.agent.v1.TorrentDescription.$Properties;
            }

            /**
             * Properties of a Hello.
             * @deprecated Use shoal.agent.v1.Hello.$Properties instead.
             */
            interface IHello extends shoal.agent.v1.Hello.$Properties {
            }

            /** Represents a Hello. */
            class Hello {

                /**
                 * Constructs a new Hello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Hello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Hello protocolVersions. */
                protocolVersions: number[];

                /** Hello formatVersions. */
                formatVersions: number[];

                /** Hello codecs. */
                codecs: string[];

                /** Hello agentVersion. */
                agentVersion: string;

                /** Hello lanes. */
                lanes: shoal.agent.v1.LaneReport[];

                /**
                 * Encodes the specified Hello message. Does not implicitly {@link shoal.agent.v1.Hello.verify|verify} messages.
                 * @param message Hello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Hello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Hello & shoal.agent.v1.Hello.$Shape} Hello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Hello & shoal.agent.v1.Hello.$Shape;
            }

            namespace Hello {

                /** Properties of a Hello. */
                interface $Properties {

                    /** Hello protocolVersions */
                    protocolVersions?: number[];

                    /** Hello formatVersions */
                    formatVersions?: number[];

                    /** Hello codecs */
                    codecs?: string[];

                    /** Hello agentVersion */
                    agentVersion?: string;

                    /** Hello lanes */
                    lanes?: shoal.agent.v1.LaneReport.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Hello. */
                type $Shape = {
                  protocolVersions?: number[];
                  formatVersions?: number[];
                  codecs?: string[];
                  agentVersion?: string;
                  lanes?: shoal.agent.v1.LaneReport.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a LaneReport.
             * @deprecated Use shoal.agent.v1.LaneReport.$Properties instead.
             */
            interface ILaneReport extends shoal.agent.v1.LaneReport.$Properties {
            }

            /** Represents a LaneReport. */
            class LaneReport {

                /**
                 * Constructs a new LaneReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.LaneReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** LaneReport app. */
                app: string;

                /** LaneReport environment. */
                environment: string;

                /** LaneReport highest. */
                highest: shoal.agent.v1.Position;

                /** LaneReport intents. */
                intents: shoal.agent.v1.IntentReport[];

                /** LaneReport slots. */
                slots: shoal.agent.v1.SlotReport[];

                /** LaneReport revisions. */
                revisions: shoal.agent.v1.RevisionReport[];

                /**
                 * Encodes the specified LaneReport message. Does not implicitly {@link shoal.agent.v1.LaneReport.verify|verify} messages.
                 * @param message LaneReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.LaneReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a LaneReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.LaneReport & shoal.agent.v1.LaneReport.$Shape} LaneReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.LaneReport & shoal.agent.v1.LaneReport.$Shape;
            }

            namespace LaneReport {

                /** Properties of a LaneReport. */
                interface $Properties {

                    /** LaneReport app */
                    app?: string;

                    /** LaneReport environment */
                    environment?: string;

                    /** LaneReport highest */
                    highest?: shoal.agent.v1.Position.$Properties;

                    /** LaneReport intents */
                    intents?: shoal.agent.v1.IntentReport.$Properties[];

                    /** LaneReport slots */
                    slots?: shoal.agent.v1.SlotReport.$Properties[];

                    /** LaneReport revisions */
                    revisions?: shoal.agent.v1.RevisionReport.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a LaneReport. */
                type $Shape = {
                  app?: string;
                  environment?: string;
                  highest?: shoal.agent.v1.Position.$Shape;
                  intents?: shoal.agent.v1.IntentReport.$Shape[];
                  slots?: shoal.agent.v1.SlotReport.$Shape[];
                  revisions?: shoal.agent.v1.RevisionReport.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an IntentReport.
             * @deprecated Use shoal.agent.v1.IntentReport.$Properties instead.
             */
            interface IIntentReport extends shoal.agent.v1.IntentReport.$Properties {
            }

            /** Represents an IntentReport. */
            class IntentReport {

                /**
                 * Constructs a new IntentReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.IntentReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** IntentReport commandId. */
                commandId: string;

                /** IntentReport position. */
                position: shoal.agent.v1.Position;

                /** IntentReport intentKind. */
                intentKind: shoal.agent.v1.IntentKind;

                /** IntentReport result. */
                result: shoal.agent.v1.IntentResult;

                /**
                 * Encodes the specified IntentReport message. Does not implicitly {@link shoal.agent.v1.IntentReport.verify|verify} messages.
                 * @param message IntentReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.IntentReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an IntentReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.IntentReport & shoal.agent.v1.IntentReport.$Shape} IntentReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.IntentReport & shoal.agent.v1.IntentReport.$Shape;
            }

            namespace IntentReport {

                /** Properties of an IntentReport. */
                interface $Properties {

                    /** IntentReport commandId */
                    commandId?: string;

                    /** IntentReport position */
                    position?: shoal.agent.v1.Position.$Properties;

                    /** IntentReport intentKind */
                    intentKind?: shoal.agent.v1.IntentKind;

                    /** IntentReport result */
                    result?: shoal.agent.v1.IntentResult.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an IntentReport. */
                type $Shape = shoal.agent.v1.IntentReport.$Properties;
            }

            /** IntentKind enum. */
            enum IntentKind {

                /** INTENT_KIND_UNSPECIFIED value */
                INTENT_KIND_UNSPECIFIED = 0,

                /** INTENT_KIND_PREPARE value */
                INTENT_KIND_PREPARE = 1,

                /** INTENT_KIND_ACTIVATE value */
                INTENT_KIND_ACTIVATE = 2,

                /** INTENT_KIND_DISCARD value */
                INTENT_KIND_DISCARD = 3
            }

            /**
             * Properties of a RevisionReport.
             * @deprecated Use shoal.agent.v1.RevisionReport.$Properties instead.
             */
            interface IRevisionReport extends shoal.agent.v1.RevisionReport.$Properties {
            }

            /** Represents a RevisionReport. */
            class RevisionReport {

                /**
                 * Constructs a new RevisionReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.RevisionReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RevisionReport revision. */
                revision: string;

                /** RevisionReport release. */
                release: string;

                /** RevisionReport tree. */
                tree: string;

                /**
                 * Encodes the specified RevisionReport message. Does not implicitly {@link shoal.agent.v1.RevisionReport.verify|verify} messages.
                 * @param message RevisionReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.RevisionReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RevisionReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.RevisionReport & shoal.agent.v1.RevisionReport.$Shape} RevisionReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.RevisionReport & shoal.agent.v1.RevisionReport.$Shape;
            }

            namespace RevisionReport {

                /** Properties of a RevisionReport. */
                interface $Properties {

                    /** RevisionReport revision */
                    revision?: string;

                    /** RevisionReport release */
                    release?: string;

                    /** RevisionReport tree */
                    tree?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RevisionReport. */
                type $Shape = shoal.agent.v1.RevisionReport.$Properties;
            }

            /**
             * Properties of a SlotReport.
             * @deprecated Use shoal.agent.v1.SlotReport.$Properties instead.
             */
            interface ISlotReport extends shoal.agent.v1.SlotReport.$Properties {
            }

            /** Represents a SlotReport. */
            class SlotReport {

                /**
                 * Constructs a new SlotReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.SlotReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SlotReport slot. */
                slot: string;

                /** SlotReport absent. */
                absent: (shoal.agent.v1.Absent|null);

                /** SlotReport revision. */
                revision: (string|null);

                /** SlotReport foreign. */
                foreign: (shoal.agent.v1.Foreign|null);

                /** SlotReport release. */
                release: string;

                /** SlotReport tree. */
                tree: string;

                /** SlotReport drift. */
                drift: boolean;

                /** SlotReport content. */
                content?: ("absent"|"revision"|"foreign");

                /**
                 * Encodes the specified SlotReport message. Does not implicitly {@link shoal.agent.v1.SlotReport.verify|verify} messages.
                 * @param message SlotReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.SlotReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SlotReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.SlotReport & shoal.agent.v1.SlotReport.$Shape} SlotReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.SlotReport & shoal.agent.v1.SlotReport.$Shape;
            }

            namespace SlotReport {

                /** Properties of a SlotReport. */
                interface $Properties {

                    /** SlotReport slot */
                    slot?: string;

                    /** SlotReport absent */
                    absent?: (shoal.agent.v1.Absent.$Properties|null);

                    /** SlotReport revision */
                    revision?: (string|null);

                    /** SlotReport foreign */
                    foreign?: (shoal.agent.v1.Foreign.$Properties|null);

                    /** SlotReport release */
                    release?: string;

                    /** SlotReport tree */
                    tree?: string;

                    /** SlotReport drift */
                    drift?: boolean;

                    /** SlotReport content */
                    content?: ("absent"|"revision"|"foreign");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a SlotReport. */
                type $Shape = {
                  slot?: string;
                  absent?: shoal.agent.v1.Absent.$Shape|null;
                  revision?: string|null;
                  foreign?: shoal.agent.v1.Foreign.$Shape|null;
                  release?: string;
                  tree?: string;
                  drift?: boolean;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ content?: undefined; absent?: null; revision?: null; foreign?: null }|{ content?: "absent"; absent: shoal.agent.v1.Absent.$Shape; revision?: null; foreign?: null }|{ content?: "revision"; absent?: null; revision: string; foreign?: null }|{ content?: "foreign"; absent?: null; revision?: null; foreign: shoal.agent.v1.Foreign.$Shape })
                );
            }

            /**
             * Properties of an Absent.
             * @deprecated Use shoal.agent.v1.Absent.$Properties instead.
             */
            interface IAbsent extends shoal.agent.v1.Absent.$Properties {
            }

            /** Represents an Absent. */
            class Absent {

                /**
                 * Constructs a new Absent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Absent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified Absent message. Does not implicitly {@link shoal.agent.v1.Absent.verify|verify} messages.
                 * @param message Absent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Absent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Absent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Absent & shoal.agent.v1.Absent.$Shape} Absent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Absent & shoal.agent.v1.Absent.$Shape;
            }

            namespace Absent {

                /** Properties of an Absent. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Absent. */
                type $Shape = shoal.agent.v1.Absent.$Properties;
            }

            /**
             * Properties of a Foreign.
             * @deprecated Use shoal.agent.v1.Foreign.$Properties instead.
             */
            interface IForeign extends shoal.agent.v1.Foreign.$Properties {
            }

            /** Represents a Foreign. */
            class Foreign {

                /**
                 * Constructs a new Foreign.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Foreign.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Foreign link. */
                link: boolean;

                /** Foreign detail. */
                detail: string;

                /**
                 * Encodes the specified Foreign message. Does not implicitly {@link shoal.agent.v1.Foreign.verify|verify} messages.
                 * @param message Foreign message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Foreign.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Foreign message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Foreign & shoal.agent.v1.Foreign.$Shape} Foreign
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Foreign & shoal.agent.v1.Foreign.$Shape;
            }

            namespace Foreign {

                /** Properties of a Foreign. */
                interface $Properties {

                    /** Foreign link */
                    link?: boolean;

                    /** Foreign detail */
                    detail?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Foreign. */
                type $Shape = shoal.agent.v1.Foreign.$Properties;
            }

            /**
             * Properties of an AnswerReport.
             * @deprecated Use shoal.agent.v1.AnswerReport.$Properties instead.
             */
            interface IAnswerReport extends shoal.agent.v1.AnswerReport.$Properties {
            }

            /** Represents an AnswerReport. */
            class AnswerReport {

                /**
                 * Constructs a new AnswerReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.AnswerReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AnswerReport app. */
                app: string;

                /** AnswerReport commandId. */
                commandId: string;

                /** AnswerReport position. */
                position: shoal.agent.v1.Position;

                /** AnswerReport accepted. */
                accepted: (shoal.agent.v1.Accepted|null);

                /** AnswerReport refused. */
                refused: (shoal.agent.v1.Failure|null);

                /** AnswerReport result. */
                result: (shoal.agent.v1.IntentResult|null);

                /** AnswerReport answer. */
                answer?: ("accepted"|"refused"|"result");

                /**
                 * Encodes the specified AnswerReport message. Does not implicitly {@link shoal.agent.v1.AnswerReport.verify|verify} messages.
                 * @param message AnswerReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.AnswerReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AnswerReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.AnswerReport & shoal.agent.v1.AnswerReport.$Shape} AnswerReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.AnswerReport & shoal.agent.v1.AnswerReport.$Shape;
            }

            namespace AnswerReport {

                /** Properties of an AnswerReport. */
                interface $Properties {

                    /** AnswerReport app */
                    app?: string;

                    /** AnswerReport commandId */
                    commandId?: string;

                    /** AnswerReport position */
                    position?: shoal.agent.v1.Position.$Properties;

                    /** AnswerReport accepted */
                    accepted?: (shoal.agent.v1.Accepted.$Properties|null);

                    /** AnswerReport refused */
                    refused?: (shoal.agent.v1.Failure.$Properties|null);

                    /** AnswerReport result */
                    result?: (shoal.agent.v1.IntentResult.$Properties|null);

                    /** AnswerReport answer */
                    answer?: ("accepted"|"refused"|"result");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an AnswerReport. */
                type $Shape = {
                  app?: string;
                  commandId?: string;
                  position?: shoal.agent.v1.Position.$Shape;
                  accepted?: shoal.agent.v1.Accepted.$Shape|null;
                  refused?: shoal.agent.v1.Failure.$Shape|null;
                  result?: shoal.agent.v1.IntentResult.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ answer?: undefined; accepted?: null; refused?: null; result?: null }|{ answer?: "accepted"; accepted: shoal.agent.v1.Accepted.$Shape; refused?: null; result?: null }|{ answer?: "refused"; accepted?: null; refused: shoal.agent.v1.Failure.$Shape; result?: null }|{ answer?: "result"; accepted?: null; refused?: null; result: shoal.agent.v1.IntentResult.$Shape })
                );
            }

            /**
             * Properties of an Accepted.
             * @deprecated Use shoal.agent.v1.Accepted.$Properties instead.
             */
            interface IAccepted extends shoal.agent.v1.Accepted.$Properties {
            }

            /** Represents an Accepted. */
            class Accepted {

                /**
                 * Constructs a new Accepted.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Accepted.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified Accepted message. Does not implicitly {@link shoal.agent.v1.Accepted.verify|verify} messages.
                 * @param message Accepted message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Accepted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Accepted message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Accepted & shoal.agent.v1.Accepted.$Shape} Accepted
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Accepted & shoal.agent.v1.Accepted.$Shape;
            }

            namespace Accepted {

                /** Properties of an Accepted. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Accepted. */
                type $Shape = shoal.agent.v1.Accepted.$Properties;
            }

            /**
             * Properties of an IntentResult.
             * @deprecated Use shoal.agent.v1.IntentResult.$Properties instead.
             */
            interface IIntentResult extends shoal.agent.v1.IntentResult.$Properties {
            }

            /** Represents an IntentResult. */
            class IntentResult {

                /**
                 * Constructs a new IntentResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.IntentResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** IntentResult outcome. */
                outcome: shoal.agent.v1.Outcome;

                /** IntentResult failure. */
                failure: shoal.agent.v1.Failure;

                /** IntentResult revision. */
                revision: string;

                /** IntentResult tree. */
                tree: string;

                /** IntentResult stats. */
                stats: shoal.agent.v1.WorkStats;

                /** IntentResult steps. */
                steps: shoal.agent.v1.ActivationStep[];

                /**
                 * Encodes the specified IntentResult message. Does not implicitly {@link shoal.agent.v1.IntentResult.verify|verify} messages.
                 * @param message IntentResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.IntentResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an IntentResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.IntentResult & shoal.agent.v1.IntentResult.$Shape} IntentResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.IntentResult & shoal.agent.v1.IntentResult.$Shape;
            }

            namespace IntentResult {

                /** Properties of an IntentResult. */
                interface $Properties {

                    /** IntentResult outcome */
                    outcome?: shoal.agent.v1.Outcome;

                    /** IntentResult failure */
                    failure?: shoal.agent.v1.Failure.$Properties;

                    /** IntentResult revision */
                    revision?: string;

                    /** IntentResult tree */
                    tree?: string;

                    /** IntentResult stats */
                    stats?: shoal.agent.v1.WorkStats.$Properties;

                    /** IntentResult steps */
                    steps?: shoal.agent.v1.ActivationStep.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an IntentResult. */
                type $Shape = shoal.agent.v1.IntentResult.$Properties;
            }

            /**
             * Properties of an ActivationStep.
             * @deprecated Use shoal.agent.v1.ActivationStep.$Properties instead.
             */
            interface IActivationStep extends shoal.agent.v1.ActivationStep.$Properties {
            }

            /** Represents an ActivationStep. */
            class ActivationStep {

                /**
                 * Constructs a new ActivationStep.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.ActivationStep.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ActivationStep name. */
                name: string;

                /** ActivationStep kind. */
                kind: shoal.agent.v1.StepKind;

                /** ActivationStep phase. */
                phase: shoal.agent.v1.StepPhase;

                /** ActivationStep outcome. */
                outcome: shoal.agent.v1.StepOutcome;

                /** ActivationStep attempts. */
                attempts: number;

                /** ActivationStep durationMs. */
                durationMs: number;

                /** ActivationStep startedAfterSwapMs. */
                startedAfterSwapMs: (number|null);

                /** ActivationStep detail. */
                detail: string;

                /** ActivationStep output. */
                output: string;

                /**
                 * Encodes the specified ActivationStep message. Does not implicitly {@link shoal.agent.v1.ActivationStep.verify|verify} messages.
                 * @param message ActivationStep message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.ActivationStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ActivationStep message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.ActivationStep & shoal.agent.v1.ActivationStep.$Shape} ActivationStep
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.ActivationStep & shoal.agent.v1.ActivationStep.$Shape;
            }

            namespace ActivationStep {

                /** Properties of an ActivationStep. */
                interface $Properties {

                    /** ActivationStep name */
                    name?: string;

                    /** ActivationStep kind */
                    kind?: shoal.agent.v1.StepKind;

                    /** ActivationStep phase */
                    phase?: shoal.agent.v1.StepPhase;

                    /** ActivationStep outcome */
                    outcome?: shoal.agent.v1.StepOutcome;

                    /** ActivationStep attempts */
                    attempts?: number;

                    /** ActivationStep durationMs */
                    durationMs?: number;

                    /** ActivationStep startedAfterSwapMs */
                    startedAfterSwapMs?: (number|null);

                    /** ActivationStep detail */
                    detail?: string;

                    /** ActivationStep output */
                    output?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ActivationStep. */
                type $Shape = shoal.agent.v1.ActivationStep.$Properties;
            }

            /** StepKind enum. */
            enum StepKind {

                /** STEP_KIND_UNSPECIFIED value */
                STEP_KIND_UNSPECIFIED = 0,

                /** STEP_KIND_CHECK value */
                STEP_KIND_CHECK = 1,

                /** STEP_KIND_HOOK value */
                STEP_KIND_HOOK = 2
            }

            /** StepPhase enum. */
            enum StepPhase {

                /** STEP_PHASE_UNSPECIFIED value */
                STEP_PHASE_UNSPECIFIED = 0,

                /** STEP_PHASE_BEFORE value */
                STEP_PHASE_BEFORE = 1,

                /** STEP_PHASE_DEPOOL value */
                STEP_PHASE_DEPOOL = 2,

                /** STEP_PHASE_RESTART value */
                STEP_PHASE_RESTART = 3,

                /** STEP_PHASE_AFTER value */
                STEP_PHASE_AFTER = 4,

                /** STEP_PHASE_REPOOL value */
                STEP_PHASE_REPOOL = 5,

                /** STEP_PHASE_BAKE value */
                STEP_PHASE_BAKE = 6
            }

            /** StepOutcome enum. */
            enum StepOutcome {

                /** STEP_OUTCOME_UNSPECIFIED value */
                STEP_OUTCOME_UNSPECIFIED = 0,

                /** STEP_OUTCOME_PASSED value */
                STEP_OUTCOME_PASSED = 1,

                /** STEP_OUTCOME_FAILED value */
                STEP_OUTCOME_FAILED = 2,

                /** STEP_OUTCOME_TIMEOUT value */
                STEP_OUTCOME_TIMEOUT = 3,

                /** STEP_OUTCOME_SKIPPED value */
                STEP_OUTCOME_SKIPPED = 4
            }

            /** Outcome enum. */
            enum Outcome {

                /** OUTCOME_UNSPECIFIED value */
                OUTCOME_UNSPECIFIED = 0,

                /** OUTCOME_DONE value */
                OUTCOME_DONE = 1,

                /** OUTCOME_FAILED value */
                OUTCOME_FAILED = 2,

                /** OUTCOME_CANCELLED value */
                OUTCOME_CANCELLED = 3,

                /** OUTCOME_EXPIRED value */
                OUTCOME_EXPIRED = 4,

                /** OUTCOME_REVERTED value */
                OUTCOME_REVERTED = 5
            }

            /**
             * Properties of a WorkStats.
             * @deprecated Use shoal.agent.v1.WorkStats.$Properties instead.
             */
            interface IWorkStats extends shoal.agent.v1.WorkStats.$Properties {
            }

            /** Represents a WorkStats. */
            class WorkStats {

                /**
                 * Constructs a new WorkStats.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.WorkStats.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** WorkStats bytesFromSeed. */
                bytesFromSeed: number;

                /** WorkStats bytesFromHosts. */
                bytesFromHosts: number;

                /** WorkStats durationMs. */
                durationMs: number;

                /** WorkStats route. */
                route: shoal.agent.v1.Route;

                /** WorkStats why. */
                why: string;

                /** WorkStats bundle. */
                bundle: string;

                /** WorkStats bundleBytes. */
                bundleBytes: number;

                /** WorkStats firstPieceMs. */
                firstPieceMs: number;

                /** WorkStats links. */
                links: shoal.agent.v1.LinkTraffic[];

                /**
                 * Encodes the specified WorkStats message. Does not implicitly {@link shoal.agent.v1.WorkStats.verify|verify} messages.
                 * @param message WorkStats message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.WorkStats.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a WorkStats message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.WorkStats & shoal.agent.v1.WorkStats.$Shape} WorkStats
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.WorkStats & shoal.agent.v1.WorkStats.$Shape;
            }

            namespace WorkStats {

                /** Properties of a WorkStats. */
                interface $Properties {

                    /** WorkStats bytesFromSeed */
                    bytesFromSeed?: number;

                    /** WorkStats bytesFromHosts */
                    bytesFromHosts?: number;

                    /** WorkStats durationMs */
                    durationMs?: number;

                    /** WorkStats route */
                    route?: shoal.agent.v1.Route;

                    /** WorkStats why */
                    why?: string;

                    /** WorkStats bundle */
                    bundle?: string;

                    /** WorkStats bundleBytes */
                    bundleBytes?: number;

                    /** WorkStats firstPieceMs */
                    firstPieceMs?: number;

                    /** WorkStats links */
                    links?: shoal.agent.v1.LinkTraffic.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a WorkStats. */
                type $Shape = shoal.agent.v1.WorkStats.$Properties;
            }

            /**
             * Properties of a LinkTraffic.
             * @deprecated Use shoal.agent.v1.LinkTraffic.$Properties instead.
             */
            interface ILinkTraffic extends shoal.agent.v1.LinkTraffic.$Properties {
            }

            /** Represents a LinkTraffic. */
            class LinkTraffic {

                /**
                 * Constructs a new LinkTraffic.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.LinkTraffic.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** LinkTraffic seed. */
                seed: boolean;

                /** LinkTraffic datacenter. */
                datacenter: string;

                /** LinkTraffic payloadBytes. */
                payloadBytes: number;

                /** LinkTraffic protocolBytes. */
                protocolBytes: number;

                /** LinkTraffic wastedBytes. */
                wastedBytes: number;

                /**
                 * Encodes the specified LinkTraffic message. Does not implicitly {@link shoal.agent.v1.LinkTraffic.verify|verify} messages.
                 * @param message LinkTraffic message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.LinkTraffic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a LinkTraffic message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.LinkTraffic & shoal.agent.v1.LinkTraffic.$Shape} LinkTraffic
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.LinkTraffic & shoal.agent.v1.LinkTraffic.$Shape;
            }

            namespace LinkTraffic {

                /** Properties of a LinkTraffic. */
                interface $Properties {

                    /** LinkTraffic seed */
                    seed?: boolean;

                    /** LinkTraffic datacenter */
                    datacenter?: string;

                    /** LinkTraffic payloadBytes */
                    payloadBytes?: number;

                    /** LinkTraffic protocolBytes */
                    protocolBytes?: number;

                    /** LinkTraffic wastedBytes */
                    wastedBytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a LinkTraffic. */
                type $Shape = shoal.agent.v1.LinkTraffic.$Properties;
            }

            /** Route enum. */
            enum Route {

                /** ROUTE_UNSPECIFIED value */
                ROUTE_UNSPECIFIED = 0,

                /** ROUTE_NONE value */
                ROUTE_NONE = 1,

                /** ROUTE_BASE value */
                ROUTE_BASE = 2,

                /** ROUTE_OVERLAY value */
                ROUTE_OVERLAY = 3
            }

            /**
             * Properties of a ProgressReport.
             * @deprecated Use shoal.agent.v1.ProgressReport.$Properties instead.
             */
            interface IProgressReport extends shoal.agent.v1.ProgressReport.$Properties {
            }

            /** Represents a ProgressReport. */
            class ProgressReport {

                /**
                 * Constructs a new ProgressReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.ProgressReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProgressReport app. */
                app: string;

                /** ProgressReport commandId. */
                commandId: string;

                /** ProgressReport phase. */
                phase: shoal.agent.v1.Phase;

                /** ProgressReport doneBytes. */
                doneBytes: number;

                /** ProgressReport totalBytes. */
                totalBytes: number;

                /** ProgressReport bytesFromSeed. */
                bytesFromSeed: number;

                /** ProgressReport bytesFromHosts. */
                bytesFromHosts: number;

                /**
                 * Encodes the specified ProgressReport message. Does not implicitly {@link shoal.agent.v1.ProgressReport.verify|verify} messages.
                 * @param message ProgressReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.ProgressReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProgressReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.ProgressReport & shoal.agent.v1.ProgressReport.$Shape} ProgressReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.ProgressReport & shoal.agent.v1.ProgressReport.$Shape;
            }

            namespace ProgressReport {

                /** Properties of a ProgressReport. */
                interface $Properties {

                    /** ProgressReport app */
                    app?: string;

                    /** ProgressReport commandId */
                    commandId?: string;

                    /** ProgressReport phase */
                    phase?: shoal.agent.v1.Phase;

                    /** ProgressReport doneBytes */
                    doneBytes?: number;

                    /** ProgressReport totalBytes */
                    totalBytes?: number;

                    /** ProgressReport bytesFromSeed */
                    bytesFromSeed?: number;

                    /** ProgressReport bytesFromHosts */
                    bytesFromHosts?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProgressReport. */
                type $Shape = shoal.agent.v1.ProgressReport.$Properties;
            }

            /** Phase enum. */
            enum Phase {

                /** PHASE_UNSPECIFIED value */
                PHASE_UNSPECIFIED = 0,

                /** PHASE_FETCHING value */
                PHASE_FETCHING = 1,

                /** PHASE_UNPACKING value */
                PHASE_UNPACKING = 2,

                /** PHASE_VERIFYING value */
                PHASE_VERIFYING = 3,

                /** PHASE_COMMITTING value */
                PHASE_COMMITTING = 4,

                /** PHASE_SWAPPING value */
                PHASE_SWAPPING = 5,

                /** PHASE_REMOVING value */
                PHASE_REMOVING = 6
            }

            /**
             * Properties of a SlotChangedReport.
             * @deprecated Use shoal.agent.v1.SlotChangedReport.$Properties instead.
             */
            interface ISlotChangedReport extends shoal.agent.v1.SlotChangedReport.$Properties {
            }

            /** Represents a SlotChangedReport. */
            class SlotChangedReport {

                /**
                 * Constructs a new SlotChangedReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.SlotChangedReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SlotChangedReport app. */
                app: string;

                /** SlotChangedReport slot. */
                slot: shoal.agent.v1.SlotReport;

                /** SlotChangedReport failure. */
                failure: shoal.agent.v1.Failure;

                /**
                 * Encodes the specified SlotChangedReport message. Does not implicitly {@link shoal.agent.v1.SlotChangedReport.verify|verify} messages.
                 * @param message SlotChangedReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.SlotChangedReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SlotChangedReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.SlotChangedReport & shoal.agent.v1.SlotChangedReport.$Shape} SlotChangedReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.SlotChangedReport & shoal.agent.v1.SlotChangedReport.$Shape;
            }

            namespace SlotChangedReport {

                /** Properties of a SlotChangedReport. */
                interface $Properties {

                    /** SlotChangedReport app */
                    app?: string;

                    /** SlotChangedReport slot */
                    slot?: shoal.agent.v1.SlotReport.$Properties;

                    /** SlotChangedReport failure */
                    failure?: shoal.agent.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SlotChangedReport. */
                type $Shape = {
                  app?: string;
                  slot?: shoal.agent.v1.SlotReport.$Shape;
                  failure?: shoal.agent.v1.Failure.$Shape;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a HeartbeatReport.
             * @deprecated Use shoal.agent.v1.HeartbeatReport.$Properties instead.
             */
            interface IHeartbeatReport extends shoal.agent.v1.HeartbeatReport.$Properties {
            }

            /** Represents a HeartbeatReport. */
            class HeartbeatReport {

                /**
                 * Constructs a new HeartbeatReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.HeartbeatReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified HeartbeatReport message. Does not implicitly {@link shoal.agent.v1.HeartbeatReport.verify|verify} messages.
                 * @param message HeartbeatReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.HeartbeatReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HeartbeatReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.HeartbeatReport & shoal.agent.v1.HeartbeatReport.$Shape} HeartbeatReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.HeartbeatReport & shoal.agent.v1.HeartbeatReport.$Shape;
            }

            namespace HeartbeatReport {

                /** Properties of a HeartbeatReport. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HeartbeatReport. */
                type $Shape = shoal.agent.v1.HeartbeatReport.$Properties;
            }

            /**
             * Properties of an AnnounceReport.
             * @deprecated Use shoal.agent.v1.AnnounceReport.$Properties instead.
             */
            interface IAnnounceReport extends shoal.agent.v1.AnnounceReport.$Properties {
            }

            /** Represents an AnnounceReport. */
            class AnnounceReport {

                /**
                 * Constructs a new AnnounceReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.AnnounceReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AnnounceReport infoHash. */
                infoHash: string;

                /** AnnounceReport port. */
                port: number;

                /** AnnounceReport leftBytes. */
                leftBytes: number;

                /** AnnounceReport stopped. */
                stopped: boolean;

                /**
                 * Encodes the specified AnnounceReport message. Does not implicitly {@link shoal.agent.v1.AnnounceReport.verify|verify} messages.
                 * @param message AnnounceReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.AnnounceReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AnnounceReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.AnnounceReport & shoal.agent.v1.AnnounceReport.$Shape} AnnounceReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.AnnounceReport & shoal.agent.v1.AnnounceReport.$Shape;
            }

            namespace AnnounceReport {

                /** Properties of an AnnounceReport. */
                interface $Properties {

                    /** AnnounceReport infoHash */
                    infoHash?: string;

                    /** AnnounceReport port */
                    port?: number;

                    /** AnnounceReport leftBytes */
                    leftBytes?: number;

                    /** AnnounceReport stopped */
                    stopped?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AnnounceReport. */
                type $Shape = shoal.agent.v1.AnnounceReport.$Properties;
            }

            /**
             * Properties of a PreseedReport.
             * @deprecated Use shoal.agent.v1.PreseedReport.$Properties instead.
             */
            interface IPreseedReport extends shoal.agent.v1.PreseedReport.$Properties {
            }

            /** Represents a PreseedReport. */
            class PreseedReport {

                /**
                 * Constructs a new PreseedReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.PreseedReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreseedReport app. */
                app: string;

                /** PreseedReport release. */
                release: string;

                /** PreseedReport doneBytes. */
                doneBytes: number;

                /** PreseedReport totalBytes. */
                totalBytes: number;

                /** PreseedReport bytesFromSeed. */
                bytesFromSeed: number;

                /** PreseedReport bytesFromHosts. */
                bytesFromHosts: number;

                /** PreseedReport done. */
                done: boolean;

                /** PreseedReport failure. */
                failure: shoal.agent.v1.Failure;

                /**
                 * Encodes the specified PreseedReport message. Does not implicitly {@link shoal.agent.v1.PreseedReport.verify|verify} messages.
                 * @param message PreseedReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.PreseedReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreseedReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.PreseedReport & shoal.agent.v1.PreseedReport.$Shape} PreseedReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.PreseedReport & shoal.agent.v1.PreseedReport.$Shape;
            }

            namespace PreseedReport {

                /** Properties of a PreseedReport. */
                interface $Properties {

                    /** PreseedReport app */
                    app?: string;

                    /** PreseedReport release */
                    release?: string;

                    /** PreseedReport doneBytes */
                    doneBytes?: number;

                    /** PreseedReport totalBytes */
                    totalBytes?: number;

                    /** PreseedReport bytesFromSeed */
                    bytesFromSeed?: number;

                    /** PreseedReport bytesFromHosts */
                    bytesFromHosts?: number;

                    /** PreseedReport done */
                    done?: boolean;

                    /** PreseedReport failure */
                    failure?: shoal.agent.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreseedReport. */
                type $Shape = shoal.agent.v1.PreseedReport.$Properties;
            }

            /**
             * Properties of a VerifiedReport.
             * @deprecated Use shoal.agent.v1.VerifiedReport.$Properties instead.
             */
            interface IVerifiedReport extends shoal.agent.v1.VerifiedReport.$Properties {
            }

            /** Represents a VerifiedReport. */
            class VerifiedReport {

                /**
                 * Constructs a new VerifiedReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.VerifiedReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerifiedReport question. */
                question: string;

                /** VerifiedReport app. */
                app: string;

                /** VerifiedReport revisions. */
                revisions: shoal.agent.v1.RevisionFindings[];

                /** VerifiedReport failure. */
                failure: shoal.agent.v1.Failure;

                /**
                 * Encodes the specified VerifiedReport message. Does not implicitly {@link shoal.agent.v1.VerifiedReport.verify|verify} messages.
                 * @param message VerifiedReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.VerifiedReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerifiedReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.VerifiedReport & shoal.agent.v1.VerifiedReport.$Shape} VerifiedReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.VerifiedReport & shoal.agent.v1.VerifiedReport.$Shape;
            }

            namespace VerifiedReport {

                /** Properties of a VerifiedReport. */
                interface $Properties {

                    /** VerifiedReport question */
                    question?: string;

                    /** VerifiedReport app */
                    app?: string;

                    /** VerifiedReport revisions */
                    revisions?: shoal.agent.v1.RevisionFindings.$Properties[];

                    /** VerifiedReport failure */
                    failure?: shoal.agent.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VerifiedReport. */
                type $Shape = shoal.agent.v1.VerifiedReport.$Properties;
            }

            /**
             * Properties of a RevisionFindings.
             * @deprecated Use shoal.agent.v1.RevisionFindings.$Properties instead.
             */
            interface IRevisionFindings extends shoal.agent.v1.RevisionFindings.$Properties {
            }

            /** Represents a RevisionFindings. */
            class RevisionFindings {

                /**
                 * Constructs a new RevisionFindings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.RevisionFindings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RevisionFindings revision. */
                revision: string;

                /** RevisionFindings release. */
                release: string;

                /** RevisionFindings tree. */
                tree: string;

                /** RevisionFindings linkMode. */
                linkMode: shoal.agent.v1.LinkMode;

                /** RevisionFindings entries. */
                entries: number;

                /** RevisionFindings findings. */
                findings: shoal.agent.v1.Finding[];

                /** RevisionFindings truncated. */
                truncated: boolean;

                /** RevisionFindings failure. */
                failure: shoal.agent.v1.Failure;

                /**
                 * Encodes the specified RevisionFindings message. Does not implicitly {@link shoal.agent.v1.RevisionFindings.verify|verify} messages.
                 * @param message RevisionFindings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.RevisionFindings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RevisionFindings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.RevisionFindings & shoal.agent.v1.RevisionFindings.$Shape} RevisionFindings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.RevisionFindings & shoal.agent.v1.RevisionFindings.$Shape;
            }

            namespace RevisionFindings {

                /** Properties of a RevisionFindings. */
                interface $Properties {

                    /** RevisionFindings revision */
                    revision?: string;

                    /** RevisionFindings release */
                    release?: string;

                    /** RevisionFindings tree */
                    tree?: string;

                    /** RevisionFindings linkMode */
                    linkMode?: shoal.agent.v1.LinkMode;

                    /** RevisionFindings entries */
                    entries?: number;

                    /** RevisionFindings findings */
                    findings?: shoal.agent.v1.Finding.$Properties[];

                    /** RevisionFindings truncated */
                    truncated?: boolean;

                    /** RevisionFindings failure */
                    failure?: shoal.agent.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RevisionFindings. */
                type $Shape = shoal.agent.v1.RevisionFindings.$Properties;
            }

            /** LinkMode enum. */
            enum LinkMode {

                /** LINK_MODE_UNSPECIFIED value */
                LINK_MODE_UNSPECIFIED = 0,

                /** LINK_MODE_HARDLINK value */
                LINK_MODE_HARDLINK = 1,

                /** LINK_MODE_REFLINK value */
                LINK_MODE_REFLINK = 2,

                /** LINK_MODE_COPY value */
                LINK_MODE_COPY = 3
            }

            /**
             * Properties of a Finding.
             * @deprecated Use shoal.agent.v1.Finding.$Properties instead.
             */
            interface IFinding extends shoal.agent.v1.Finding.$Properties {
            }

            /** Represents a Finding. */
            class Finding {

                /**
                 * Constructs a new Finding.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Finding.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Finding path. */
                path: string;

                /** Finding problem. */
                problem: shoal.agent.v1.Problem;

                /**
                 * Encodes the specified Finding message. Does not implicitly {@link shoal.agent.v1.Finding.verify|verify} messages.
                 * @param message Finding message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Finding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Finding message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Finding & shoal.agent.v1.Finding.$Shape} Finding
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Finding & shoal.agent.v1.Finding.$Shape;
            }

            namespace Finding {

                /** Properties of a Finding. */
                interface $Properties {

                    /** Finding path */
                    path?: string;

                    /** Finding problem */
                    problem?: shoal.agent.v1.Problem;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Finding. */
                type $Shape = shoal.agent.v1.Finding.$Properties;
            }

            /** Problem enum. */
            enum Problem {

                /** PROBLEM_UNSPECIFIED value */
                PROBLEM_UNSPECIFIED = 0,

                /** PROBLEM_CHANGED value */
                PROBLEM_CHANGED = 1,

                /** PROBLEM_MISSING value */
                PROBLEM_MISSING = 2,

                /** PROBLEM_ADDED value */
                PROBLEM_ADDED = 3,

                /** PROBLEM_MODE value */
                PROBLEM_MODE = 4,

                /** PROBLEM_TYPE value */
                PROBLEM_TYPE = 5,

                /** PROBLEM_MTIME value */
                PROBLEM_MTIME = 6
            }

            /**
             * Properties of a Position.
             * @deprecated Use shoal.agent.v1.Position.$Properties instead.
             */
            interface IPosition extends shoal.agent.v1.Position.$Properties {
            }

            /** Represents a Position. */
            class Position {

                /**
                 * Constructs a new Position.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Position.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Position epoch. */
                epoch: number;

                /** Position sequence. */
                sequence: number;

                /**
                 * Encodes the specified Position message. Does not implicitly {@link shoal.agent.v1.Position.verify|verify} messages.
                 * @param message Position message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Position.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Position message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Position & shoal.agent.v1.Position.$Shape} Position
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Position & shoal.agent.v1.Position.$Shape;
            }

            namespace Position {

                /** Properties of a Position. */
                interface $Properties {

                    /** Position epoch */
                    epoch?: number;

                    /** Position sequence */
                    sequence?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Position. */
                type $Shape = shoal.agent.v1.Position.$Properties;
            }

            /**
             * Properties of a Lease.
             * @deprecated Use shoal.agent.v1.Lease.$Properties instead.
             */
            interface ILease extends shoal.agent.v1.Lease.$Properties {
            }

            /** Represents a Lease. */
            class Lease {

                /**
                 * Constructs a new Lease.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Lease.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Lease instance. */
                instance: string;

                /** Lease untilMs. */
                untilMs: number;

                /**
                 * Encodes the specified Lease message. Does not implicitly {@link shoal.agent.v1.Lease.verify|verify} messages.
                 * @param message Lease message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Lease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Lease message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Lease & shoal.agent.v1.Lease.$Shape} Lease
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Lease & shoal.agent.v1.Lease.$Shape;
            }

            namespace Lease {

                /** Properties of a Lease. */
                interface $Properties {

                    /** Lease instance */
                    instance?: string;

                    /** Lease untilMs */
                    untilMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Lease. */
                type $Shape = shoal.agent.v1.Lease.$Properties;
            }

            /**
             * Properties of a Failure.
             * @deprecated Use shoal.agent.v1.Failure.$Properties instead.
             */
            interface IFailure extends shoal.agent.v1.Failure.$Properties {
            }

            /** Represents a Failure. */
            class Failure {

                /**
                 * Constructs a new Failure.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.agent.v1.Failure.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Failure code. */
                code: string;

                /** Failure message. */
                message: string;

                /** Failure hint. */
                hint: string;

                /** Failure retryable. */
                retryable: boolean;

                /**
                 * Encodes the specified Failure message. Does not implicitly {@link shoal.agent.v1.Failure.verify|verify} messages.
                 * @param message Failure message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.agent.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Failure message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.agent.v1.Failure & shoal.agent.v1.Failure.$Shape} Failure
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.agent.v1.Failure & shoal.agent.v1.Failure.$Shape;
            }

            namespace Failure {

                /** Properties of a Failure. */
                interface $Properties {

                    /** Failure code */
                    code?: string;

                    /** Failure message */
                    message?: string;

                    /** Failure hint */
                    hint?: string;

                    /** Failure retryable */
                    retryable?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Failure. */
                type $Shape = shoal.agent.v1.Failure.$Properties;
            }
        }
    }
}
