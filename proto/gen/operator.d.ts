import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace shoal. */
export namespace shoal {

    /** Namespace operator. */
    namespace operator {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an AddHostRequest.
             * @deprecated Use shoal.operator.v1.AddHostRequest.$Properties instead.
             */
            interface IAddHostRequest extends shoal.operator.v1.AddHostRequest.$Properties {
            }

            /** Represents an AddHostRequest. */
            class AddHostRequest {

                /**
                 * Constructs a new AddHostRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.AddHostRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AddHostRequest host. */
                host: string;

                /** AddHostRequest environment. */
                environment: string;

                /** AddHostRequest apps. */
                apps: string[];

                /** AddHostRequest labels. */
                labels: { [k: string]: string };

                /**
                 * Encodes the specified AddHostRequest message. Does not implicitly {@link shoal.operator.v1.AddHostRequest.verify|verify} messages.
                 * @param message AddHostRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.AddHostRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AddHostRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.AddHostRequest & shoal.operator.v1.AddHostRequest.$Shape} AddHostRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.AddHostRequest & shoal.operator.v1.AddHostRequest.$Shape;
            }

            namespace AddHostRequest {

                /** Properties of an AddHostRequest. */
                interface $Properties {

                    /** AddHostRequest host */
                    host?: string;

                    /** AddHostRequest environment */
                    environment?: string;

                    /** AddHostRequest apps */
                    apps?: string[];

                    /** AddHostRequest labels */
                    labels?: { [k: string]: string };

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AddHostRequest. */
                type $Shape = shoal.operator.v1.AddHostRequest.$Properties;
            }

            /**
             * Properties of a Host.
             * @deprecated Use shoal.operator.v1.Host.$Properties instead.
             */
            interface IHost extends shoal.operator.v1.Host.$Properties {
            }

            /** Represents a Host. */
            class Host {

                /**
                 * Constructs a new Host.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Host.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Host host. */
                host: string;

                /** Host environment. */
                environment: string;

                /** Host apps. */
                apps: string[];

                /** Host labels. */
                labels: { [k: string]: string };

                /** Host connected. */
                connected: boolean;

                /** Host heardUnixMs. */
                heardUnixMs: number;

                /** Host agentVersion. */
                agentVersion: string;

                /** Host slots. */
                slots: shoal.operator.v1.HostSlot[];

                /**
                 * Encodes the specified Host message. Does not implicitly {@link shoal.operator.v1.Host.verify|verify} messages.
                 * @param message Host message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Host.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Host message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Host & shoal.operator.v1.Host.$Shape} Host
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Host & shoal.operator.v1.Host.$Shape;
            }

            namespace Host {

                /** Properties of a Host. */
                interface $Properties {

                    /** Host host */
                    host?: string;

                    /** Host environment */
                    environment?: string;

                    /** Host apps */
                    apps?: string[];

                    /** Host labels */
                    labels?: { [k: string]: string };

                    /** Host connected */
                    connected?: boolean;

                    /** Host heardUnixMs */
                    heardUnixMs?: number;

                    /** Host agentVersion */
                    agentVersion?: string;

                    /** Host slots */
                    slots?: shoal.operator.v1.HostSlot.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Host. */
                type $Shape = shoal.operator.v1.Host.$Properties;
            }

            /**
             * Properties of a HostSlot.
             * @deprecated Use shoal.operator.v1.HostSlot.$Properties instead.
             */
            interface IHostSlot extends shoal.operator.v1.HostSlot.$Properties {
            }

            /** Represents a HostSlot. */
            class HostSlot {

                /**
                 * Constructs a new HostSlot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.HostSlot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HostSlot app. */
                app: string;

                /** HostSlot slot. */
                slot: string;

                /** HostSlot release. */
                release: string;

                /** HostSlot tag. */
                tag: string;

                /** HostSlot tree. */
                tree: string;

                /** HostSlot revision. */
                revision: string;

                /** HostSlot drift. */
                drift: boolean;

                /** HostSlot detail. */
                detail: string;

                /** HostSlot why. */
                why: string;

                /**
                 * Encodes the specified HostSlot message. Does not implicitly {@link shoal.operator.v1.HostSlot.verify|verify} messages.
                 * @param message HostSlot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.HostSlot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HostSlot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.HostSlot & shoal.operator.v1.HostSlot.$Shape} HostSlot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.HostSlot & shoal.operator.v1.HostSlot.$Shape;
            }

            namespace HostSlot {

                /** Properties of a HostSlot. */
                interface $Properties {

                    /** HostSlot app */
                    app?: string;

                    /** HostSlot slot */
                    slot?: string;

                    /** HostSlot release */
                    release?: string;

                    /** HostSlot tag */
                    tag?: string;

                    /** HostSlot tree */
                    tree?: string;

                    /** HostSlot revision */
                    revision?: string;

                    /** HostSlot drift */
                    drift?: boolean;

                    /** HostSlot detail */
                    detail?: string;

                    /** HostSlot why */
                    why?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HostSlot. */
                type $Shape = shoal.operator.v1.HostSlot.$Properties;
            }

            /**
             * Properties of a ListHostsRequest.
             * @deprecated Use shoal.operator.v1.ListHostsRequest.$Properties instead.
             */
            interface IListHostsRequest extends shoal.operator.v1.ListHostsRequest.$Properties {
            }

            /** Represents a ListHostsRequest. */
            class ListHostsRequest {

                /**
                 * Constructs a new ListHostsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListHostsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListHostsRequest environment. */
                environment: string;

                /**
                 * Encodes the specified ListHostsRequest message. Does not implicitly {@link shoal.operator.v1.ListHostsRequest.verify|verify} messages.
                 * @param message ListHostsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListHostsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListHostsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListHostsRequest & shoal.operator.v1.ListHostsRequest.$Shape} ListHostsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListHostsRequest & shoal.operator.v1.ListHostsRequest.$Shape;
            }

            namespace ListHostsRequest {

                /** Properties of a ListHostsRequest. */
                interface $Properties {

                    /** ListHostsRequest environment */
                    environment?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListHostsRequest. */
                type $Shape = shoal.operator.v1.ListHostsRequest.$Properties;
            }

            /**
             * Properties of a ListHostsResponse.
             * @deprecated Use shoal.operator.v1.ListHostsResponse.$Properties instead.
             */
            interface IListHostsResponse extends shoal.operator.v1.ListHostsResponse.$Properties {
            }

            /** Represents a ListHostsResponse. */
            class ListHostsResponse {

                /**
                 * Constructs a new ListHostsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListHostsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListHostsResponse hosts. */
                hosts: shoal.operator.v1.Host[];

                /**
                 * Encodes the specified ListHostsResponse message. Does not implicitly {@link shoal.operator.v1.ListHostsResponse.verify|verify} messages.
                 * @param message ListHostsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListHostsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListHostsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListHostsResponse & shoal.operator.v1.ListHostsResponse.$Shape} ListHostsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListHostsResponse & shoal.operator.v1.ListHostsResponse.$Shape;
            }

            namespace ListHostsResponse {

                /** Properties of a ListHostsResponse. */
                interface $Properties {

                    /** ListHostsResponse hosts */
                    hosts?: shoal.operator.v1.Host.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListHostsResponse. */
                type $Shape = shoal.operator.v1.ListHostsResponse.$Properties;
            }

            /**
             * Properties of a VerifyHostRequest.
             * @deprecated Use shoal.operator.v1.VerifyHostRequest.$Properties instead.
             */
            interface IVerifyHostRequest extends shoal.operator.v1.VerifyHostRequest.$Properties {
            }

            /** Represents a VerifyHostRequest. */
            class VerifyHostRequest {

                /**
                 * Constructs a new VerifyHostRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.VerifyHostRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerifyHostRequest host. */
                host: string;

                /** VerifyHostRequest app. */
                app: string;

                /** VerifyHostRequest full. */
                full: boolean;

                /**
                 * Encodes the specified VerifyHostRequest message. Does not implicitly {@link shoal.operator.v1.VerifyHostRequest.verify|verify} messages.
                 * @param message VerifyHostRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.VerifyHostRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerifyHostRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.VerifyHostRequest & shoal.operator.v1.VerifyHostRequest.$Shape} VerifyHostRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.VerifyHostRequest & shoal.operator.v1.VerifyHostRequest.$Shape;
            }

            namespace VerifyHostRequest {

                /** Properties of a VerifyHostRequest. */
                interface $Properties {

                    /** VerifyHostRequest host */
                    host?: string;

                    /** VerifyHostRequest app */
                    app?: string;

                    /** VerifyHostRequest full */
                    full?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VerifyHostRequest. */
                type $Shape = shoal.operator.v1.VerifyHostRequest.$Properties;
            }

            /**
             * Properties of a VerifyHostResponse.
             * @deprecated Use shoal.operator.v1.VerifyHostResponse.$Properties instead.
             */
            interface IVerifyHostResponse extends shoal.operator.v1.VerifyHostResponse.$Properties {
            }

            /** Represents a VerifyHostResponse. */
            class VerifyHostResponse {

                /**
                 * Constructs a new VerifyHostResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.VerifyHostResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerifyHostResponse revisions. */
                revisions: shoal.operator.v1.VerifiedRevision[];

                /**
                 * Encodes the specified VerifyHostResponse message. Does not implicitly {@link shoal.operator.v1.VerifyHostResponse.verify|verify} messages.
                 * @param message VerifyHostResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.VerifyHostResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerifyHostResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.VerifyHostResponse & shoal.operator.v1.VerifyHostResponse.$Shape} VerifyHostResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.VerifyHostResponse & shoal.operator.v1.VerifyHostResponse.$Shape;
            }

            namespace VerifyHostResponse {

                /** Properties of a VerifyHostResponse. */
                interface $Properties {

                    /** VerifyHostResponse revisions */
                    revisions?: shoal.operator.v1.VerifiedRevision.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VerifyHostResponse. */
                type $Shape = shoal.operator.v1.VerifyHostResponse.$Properties;
            }

            /**
             * Properties of a VerifiedRevision.
             * @deprecated Use shoal.operator.v1.VerifiedRevision.$Properties instead.
             */
            interface IVerifiedRevision extends shoal.operator.v1.VerifiedRevision.$Properties {
            }

            /** Represents a VerifiedRevision. */
            class VerifiedRevision {

                /**
                 * Constructs a new VerifiedRevision.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.VerifiedRevision.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerifiedRevision app. */
                app: string;

                /** VerifiedRevision revision. */
                revision: string;

                /** VerifiedRevision release. */
                release: string;

                /** VerifiedRevision tag. */
                tag: string;

                /** VerifiedRevision tree. */
                tree: string;

                /** VerifiedRevision slots. */
                slots: string[];

                /** VerifiedRevision linkMode. */
                linkMode: string;

                /** VerifiedRevision entries. */
                entries: number;

                /** VerifiedRevision findings. */
                findings: shoal.operator.v1.Finding[];

                /** VerifiedRevision truncated. */
                truncated: boolean;

                /** VerifiedRevision failure. */
                failure: shoal.operator.v1.Failure;

                /**
                 * Encodes the specified VerifiedRevision message. Does not implicitly {@link shoal.operator.v1.VerifiedRevision.verify|verify} messages.
                 * @param message VerifiedRevision message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.VerifiedRevision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerifiedRevision message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.VerifiedRevision & shoal.operator.v1.VerifiedRevision.$Shape} VerifiedRevision
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.VerifiedRevision & shoal.operator.v1.VerifiedRevision.$Shape;
            }

            namespace VerifiedRevision {

                /** Properties of a VerifiedRevision. */
                interface $Properties {

                    /** VerifiedRevision app */
                    app?: string;

                    /** VerifiedRevision revision */
                    revision?: string;

                    /** VerifiedRevision release */
                    release?: string;

                    /** VerifiedRevision tag */
                    tag?: string;

                    /** VerifiedRevision tree */
                    tree?: string;

                    /** VerifiedRevision slots */
                    slots?: string[];

                    /** VerifiedRevision linkMode */
                    linkMode?: string;

                    /** VerifiedRevision entries */
                    entries?: number;

                    /** VerifiedRevision findings */
                    findings?: shoal.operator.v1.Finding.$Properties[];

                    /** VerifiedRevision truncated */
                    truncated?: boolean;

                    /** VerifiedRevision failure */
                    failure?: shoal.operator.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VerifiedRevision. */
                type $Shape = shoal.operator.v1.VerifiedRevision.$Properties;
            }

            /**
             * Properties of a Finding.
             * @deprecated Use shoal.operator.v1.Finding.$Properties instead.
             */
            interface IFinding extends shoal.operator.v1.Finding.$Properties {
            }

            /** Represents a Finding. */
            class Finding {

                /**
                 * Constructs a new Finding.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Finding.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Finding path. */
                path: string;

                /** Finding problem. */
                problem: string;

                /**
                 * Encodes the specified Finding message. Does not implicitly {@link shoal.operator.v1.Finding.verify|verify} messages.
                 * @param message Finding message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Finding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Finding message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Finding & shoal.operator.v1.Finding.$Shape} Finding
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Finding & shoal.operator.v1.Finding.$Shape;
            }

            namespace Finding {

                /** Properties of a Finding. */
                interface $Properties {

                    /** Finding path */
                    path?: string;

                    /** Finding problem */
                    problem?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Finding. */
                type $Shape = shoal.operator.v1.Finding.$Properties;
            }

            /**
             * Properties of a MissingFilesRequest.
             * @deprecated Use shoal.operator.v1.MissingFilesRequest.$Properties instead.
             */
            interface IMissingFilesRequest extends shoal.operator.v1.MissingFilesRequest.$Properties {
            }

            /** Represents a MissingFilesRequest. */
            class MissingFilesRequest {

                /**
                 * Constructs a new MissingFilesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.MissingFilesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MissingFilesRequest app. */
                app: string;

                /** MissingFilesRequest digests. */
                digests: Uint8Array[];

                /**
                 * Encodes the specified MissingFilesRequest message. Does not implicitly {@link shoal.operator.v1.MissingFilesRequest.verify|verify} messages.
                 * @param message MissingFilesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.MissingFilesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MissingFilesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.MissingFilesRequest & shoal.operator.v1.MissingFilesRequest.$Shape} MissingFilesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.MissingFilesRequest & shoal.operator.v1.MissingFilesRequest.$Shape;
            }

            namespace MissingFilesRequest {

                /** Properties of a MissingFilesRequest. */
                interface $Properties {

                    /** MissingFilesRequest app */
                    app?: string;

                    /** MissingFilesRequest digests */
                    digests?: Uint8Array[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MissingFilesRequest. */
                type $Shape = shoal.operator.v1.MissingFilesRequest.$Properties;
            }

            /**
             * Properties of a MissingFilesResponse.
             * @deprecated Use shoal.operator.v1.MissingFilesResponse.$Properties instead.
             */
            interface IMissingFilesResponse extends shoal.operator.v1.MissingFilesResponse.$Properties {
            }

            /** Represents a MissingFilesResponse. */
            class MissingFilesResponse {

                /**
                 * Constructs a new MissingFilesResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.MissingFilesResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MissingFilesResponse missing. */
                missing: Uint8Array[];

                /**
                 * Encodes the specified MissingFilesResponse message. Does not implicitly {@link shoal.operator.v1.MissingFilesResponse.verify|verify} messages.
                 * @param message MissingFilesResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.MissingFilesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MissingFilesResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.MissingFilesResponse & shoal.operator.v1.MissingFilesResponse.$Shape} MissingFilesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.MissingFilesResponse & shoal.operator.v1.MissingFilesResponse.$Shape;
            }

            namespace MissingFilesResponse {

                /** Properties of a MissingFilesResponse. */
                interface $Properties {

                    /** MissingFilesResponse missing */
                    missing?: Uint8Array[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MissingFilesResponse. */
                type $Shape = shoal.operator.v1.MissingFilesResponse.$Properties;
            }

            /**
             * Properties of an UploadFilesRequest.
             * @deprecated Use shoal.operator.v1.UploadFilesRequest.$Properties instead.
             */
            interface IUploadFilesRequest extends shoal.operator.v1.UploadFilesRequest.$Properties {
            }

            /** Represents an UploadFilesRequest. */
            class UploadFilesRequest {

                /**
                 * Constructs a new UploadFilesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.UploadFilesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UploadFilesRequest start. */
                start: (shoal.operator.v1.UploadStart|null);

                /** UploadFilesRequest data. */
                data: (Uint8Array|null);

                /** UploadFilesRequest part. */
                part?: ("start"|"data");

                /**
                 * Encodes the specified UploadFilesRequest message. Does not implicitly {@link shoal.operator.v1.UploadFilesRequest.verify|verify} messages.
                 * @param message UploadFilesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.UploadFilesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UploadFilesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.UploadFilesRequest & shoal.operator.v1.UploadFilesRequest.$Shape} UploadFilesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.UploadFilesRequest & shoal.operator.v1.UploadFilesRequest.$Shape;
            }

            namespace UploadFilesRequest {

                /** Properties of an UploadFilesRequest. */
                interface $Properties {

                    /** UploadFilesRequest start */
                    start?: (shoal.operator.v1.UploadStart.$Properties|null);

                    /** UploadFilesRequest data */
                    data?: (Uint8Array|null);

                    /** UploadFilesRequest part */
                    part?: ("start"|"data");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an UploadFilesRequest. */
                type $Shape = {
                  start?: shoal.operator.v1.UploadStart.$Shape|null;
                  data?: Uint8Array|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ part?: undefined; start?: null; data?: null }|{ part?: "start"; start: shoal.operator.v1.UploadStart.$Shape; data?: null }|{ part?: "data"; start?: null; data: Uint8Array })
                );
            }

            /**
             * Properties of an UploadStart.
             * @deprecated Use shoal.operator.v1.UploadStart.$Properties instead.
             */
            interface IUploadStart extends shoal.operator.v1.UploadStart.$Properties {
            }

            /** Represents an UploadStart. */
            class UploadStart {

                /**
                 * Constructs a new UploadStart.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.UploadStart.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UploadStart app. */
                app: string;

                /** UploadStart digest. */
                digest: Uint8Array;

                /** UploadStart sizeBytes. */
                sizeBytes: number;

                /**
                 * Encodes the specified UploadStart message. Does not implicitly {@link shoal.operator.v1.UploadStart.verify|verify} messages.
                 * @param message UploadStart message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.UploadStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UploadStart message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.UploadStart & shoal.operator.v1.UploadStart.$Shape} UploadStart
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.UploadStart & shoal.operator.v1.UploadStart.$Shape;
            }

            namespace UploadStart {

                /** Properties of an UploadStart. */
                interface $Properties {

                    /** UploadStart app */
                    app?: string;

                    /** UploadStart digest */
                    digest?: Uint8Array;

                    /** UploadStart sizeBytes */
                    sizeBytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UploadStart. */
                type $Shape = shoal.operator.v1.UploadStart.$Properties;
            }

            /**
             * Properties of an UploadFilesResponse.
             * @deprecated Use shoal.operator.v1.UploadFilesResponse.$Properties instead.
             */
            interface IUploadFilesResponse extends shoal.operator.v1.UploadFilesResponse.$Properties {
            }

            /** Represents an UploadFilesResponse. */
            class UploadFilesResponse {

                /**
                 * Constructs a new UploadFilesResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.UploadFilesResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UploadFilesResponse files. */
                files: number;

                /** UploadFilesResponse bytes. */
                bytes: number;

                /**
                 * Encodes the specified UploadFilesResponse message. Does not implicitly {@link shoal.operator.v1.UploadFilesResponse.verify|verify} messages.
                 * @param message UploadFilesResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.UploadFilesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UploadFilesResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.UploadFilesResponse & shoal.operator.v1.UploadFilesResponse.$Shape} UploadFilesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.UploadFilesResponse & shoal.operator.v1.UploadFilesResponse.$Shape;
            }

            namespace UploadFilesResponse {

                /** Properties of an UploadFilesResponse. */
                interface $Properties {

                    /** UploadFilesResponse files */
                    files?: number;

                    /** UploadFilesResponse bytes */
                    bytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UploadFilesResponse. */
                type $Shape = shoal.operator.v1.UploadFilesResponse.$Properties;
            }

            /**
             * Properties of a CreateReleaseRequest.
             * @deprecated Use shoal.operator.v1.CreateReleaseRequest.$Properties instead.
             */
            interface ICreateReleaseRequest extends shoal.operator.v1.CreateReleaseRequest.$Properties {
            }

            /** Represents a CreateReleaseRequest. */
            class CreateReleaseRequest {

                /**
                 * Constructs a new CreateReleaseRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.CreateReleaseRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreateReleaseRequest start. */
                start: (shoal.operator.v1.CreateReleaseStart|null);

                /** CreateReleaseRequest listing. */
                listing: (Uint8Array|null);

                /** CreateReleaseRequest file. */
                file: (shoal.operator.v1.UploadStart|null);

                /** CreateReleaseRequest data. */
                data: (Uint8Array|null);

                /** CreateReleaseRequest part. */
                part?: ("start"|"listing"|"file"|"data");

                /**
                 * Encodes the specified CreateReleaseRequest message. Does not implicitly {@link shoal.operator.v1.CreateReleaseRequest.verify|verify} messages.
                 * @param message CreateReleaseRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.CreateReleaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateReleaseRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.CreateReleaseRequest & shoal.operator.v1.CreateReleaseRequest.$Shape} CreateReleaseRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.CreateReleaseRequest & shoal.operator.v1.CreateReleaseRequest.$Shape;
            }

            namespace CreateReleaseRequest {

                /** Properties of a CreateReleaseRequest. */
                interface $Properties {

                    /** CreateReleaseRequest start */
                    start?: (shoal.operator.v1.CreateReleaseStart.$Properties|null);

                    /** CreateReleaseRequest listing */
                    listing?: (Uint8Array|null);

                    /** CreateReleaseRequest file */
                    file?: (shoal.operator.v1.UploadStart.$Properties|null);

                    /** CreateReleaseRequest data */
                    data?: (Uint8Array|null);

                    /** CreateReleaseRequest part */
                    part?: ("start"|"listing"|"file"|"data");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a CreateReleaseRequest. */
                type $Shape = {
                  start?: shoal.operator.v1.CreateReleaseStart.$Shape|null;
                  listing?: Uint8Array|null;
                  file?: shoal.operator.v1.UploadStart.$Shape|null;
                  data?: Uint8Array|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ part?: undefined; start?: null; listing?: null; file?: null; data?: null }|{ part?: "start"; start: shoal.operator.v1.CreateReleaseStart.$Shape; listing?: null; file?: null; data?: null }|{ part?: "listing"; start?: null; listing: Uint8Array; file?: null; data?: null }|{ part?: "file"; start?: null; listing?: null; file: shoal.operator.v1.UploadStart.$Shape; data?: null }|{ part?: "data"; start?: null; listing?: null; file?: null; data: Uint8Array })
                );
            }

            /**
             * Properties of a CreateReleaseStart.
             * @deprecated Use shoal.operator.v1.CreateReleaseStart.$Properties instead.
             */
            interface ICreateReleaseStart extends shoal.operator.v1.CreateReleaseStart.$Properties {
            }

            /** Represents a CreateReleaseStart. */
            class CreateReleaseStart {

                /**
                 * Constructs a new CreateReleaseStart.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.CreateReleaseStart.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreateReleaseStart envelope. */
                envelope: Uint8Array;

                /** CreateReleaseStart newBase. */
                newBase: boolean;

                /** CreateReleaseStart effort. */
                effort: string;

                /** CreateReleaseStart dryRun. */
                dryRun: boolean;

                /**
                 * Encodes the specified CreateReleaseStart message. Does not implicitly {@link shoal.operator.v1.CreateReleaseStart.verify|verify} messages.
                 * @param message CreateReleaseStart message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.CreateReleaseStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateReleaseStart message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.CreateReleaseStart & shoal.operator.v1.CreateReleaseStart.$Shape} CreateReleaseStart
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.CreateReleaseStart & shoal.operator.v1.CreateReleaseStart.$Shape;
            }

            namespace CreateReleaseStart {

                /** Properties of a CreateReleaseStart. */
                interface $Properties {

                    /** CreateReleaseStart envelope */
                    envelope?: Uint8Array;

                    /** CreateReleaseStart newBase */
                    newBase?: boolean;

                    /** CreateReleaseStart effort */
                    effort?: string;

                    /** CreateReleaseStart dryRun */
                    dryRun?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreateReleaseStart. */
                type $Shape = shoal.operator.v1.CreateReleaseStart.$Properties;
            }

            /**
             * Properties of a CreateReleaseEvent.
             * @deprecated Use shoal.operator.v1.CreateReleaseEvent.$Properties instead.
             */
            interface ICreateReleaseEvent extends shoal.operator.v1.CreateReleaseEvent.$Properties {
            }

            /** Represents a CreateReleaseEvent. */
            class CreateReleaseEvent {

                /**
                 * Constructs a new CreateReleaseEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.CreateReleaseEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreateReleaseEvent progress. */
                progress: (shoal.operator.v1.PackProgress|null);

                /** CreateReleaseEvent release. */
                release: (shoal.operator.v1.Release|null);

                /** CreateReleaseEvent plan. */
                plan: (shoal.operator.v1.ReleasePlan|null);

                /** CreateReleaseEvent event. */
                event?: ("progress"|"release"|"plan");

                /**
                 * Encodes the specified CreateReleaseEvent message. Does not implicitly {@link shoal.operator.v1.CreateReleaseEvent.verify|verify} messages.
                 * @param message CreateReleaseEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.CreateReleaseEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateReleaseEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.CreateReleaseEvent & shoal.operator.v1.CreateReleaseEvent.$Shape} CreateReleaseEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.CreateReleaseEvent & shoal.operator.v1.CreateReleaseEvent.$Shape;
            }

            namespace CreateReleaseEvent {

                /** Properties of a CreateReleaseEvent. */
                interface $Properties {

                    /** CreateReleaseEvent progress */
                    progress?: (shoal.operator.v1.PackProgress.$Properties|null);

                    /** CreateReleaseEvent release */
                    release?: (shoal.operator.v1.Release.$Properties|null);

                    /** CreateReleaseEvent plan */
                    plan?: (shoal.operator.v1.ReleasePlan.$Properties|null);

                    /** CreateReleaseEvent event */
                    event?: ("progress"|"release"|"plan");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a CreateReleaseEvent. */
                type $Shape = {
                  progress?: shoal.operator.v1.PackProgress.$Shape|null;
                  release?: shoal.operator.v1.Release.$Shape|null;
                  plan?: shoal.operator.v1.ReleasePlan.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ event?: undefined; progress?: null; release?: null; plan?: null }|{ event?: "progress"; progress: shoal.operator.v1.PackProgress.$Shape; release?: null; plan?: null }|{ event?: "release"; progress?: null; release: shoal.operator.v1.Release.$Shape; plan?: null }|{ event?: "plan"; progress?: null; release?: null; plan: shoal.operator.v1.ReleasePlan.$Shape })
                );
            }

            /**
             * Properties of a ReleasePlan.
             * @deprecated Use shoal.operator.v1.ReleasePlan.$Properties instead.
             */
            interface IReleasePlan extends shoal.operator.v1.ReleasePlan.$Properties {
            }

            /** Represents a ReleasePlan. */
            class ReleasePlan {

                /**
                 * Constructs a new ReleasePlan.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ReleasePlan.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReleasePlan exists. */
                exists: boolean;

                /** ReleasePlan newBase. */
                newBase: boolean;

                /** ReleasePlan bundles. */
                bundles: shoal.operator.v1.Bundle[];

                /**
                 * Encodes the specified ReleasePlan message. Does not implicitly {@link shoal.operator.v1.ReleasePlan.verify|verify} messages.
                 * @param message ReleasePlan message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ReleasePlan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReleasePlan message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ReleasePlan & shoal.operator.v1.ReleasePlan.$Shape} ReleasePlan
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ReleasePlan & shoal.operator.v1.ReleasePlan.$Shape;
            }

            namespace ReleasePlan {

                /** Properties of a ReleasePlan. */
                interface $Properties {

                    /** ReleasePlan exists */
                    exists?: boolean;

                    /** ReleasePlan newBase */
                    newBase?: boolean;

                    /** ReleasePlan bundles */
                    bundles?: shoal.operator.v1.Bundle.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReleasePlan. */
                type $Shape = shoal.operator.v1.ReleasePlan.$Properties;
            }

            /**
             * Properties of a PackProgress.
             * @deprecated Use shoal.operator.v1.PackProgress.$Properties instead.
             */
            interface IPackProgress extends shoal.operator.v1.PackProgress.$Properties {
            }

            /** Represents a PackProgress. */
            class PackProgress {

                /**
                 * Constructs a new PackProgress.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PackProgress.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackProgress phase. */
                phase: string;

                /** PackProgress doneBytes. */
                doneBytes: number;

                /** PackProgress totalBytes. */
                totalBytes: number;

                /**
                 * Encodes the specified PackProgress message. Does not implicitly {@link shoal.operator.v1.PackProgress.verify|verify} messages.
                 * @param message PackProgress message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PackProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackProgress message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PackProgress & shoal.operator.v1.PackProgress.$Shape} PackProgress
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PackProgress & shoal.operator.v1.PackProgress.$Shape;
            }

            namespace PackProgress {

                /** Properties of a PackProgress. */
                interface $Properties {

                    /** PackProgress phase */
                    phase?: string;

                    /** PackProgress doneBytes */
                    doneBytes?: number;

                    /** PackProgress totalBytes */
                    totalBytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackProgress. */
                type $Shape = shoal.operator.v1.PackProgress.$Properties;
            }

            /**
             * Properties of a Release.
             * @deprecated Use shoal.operator.v1.Release.$Properties instead.
             */
            interface IRelease extends shoal.operator.v1.Release.$Properties {
            }

            /** Represents a Release. */
            class Release {

                /**
                 * Constructs a new Release.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Release.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Release release. */
                release: string;

                /** Release app. */
                app: string;

                /** Release tag. */
                tag: string;

                /** Release tree. */
                tree: string;

                /** Release files. */
                files: number;

                /** Release sizeBytes. */
                sizeBytes: number;

                /** Release created. */
                created: string;

                /** Release sourceRevision. */
                sourceRevision: string;

                /** Release signedBy. */
                signedBy: string[];

                /** Release bundles. */
                bundles: shoal.operator.v1.Bundle[];

                /** Release principal. */
                principal: string;

                /** Release registeredUnixMs. */
                registeredUnixMs: number;

                /**
                 * Encodes the specified Release message. Does not implicitly {@link shoal.operator.v1.Release.verify|verify} messages.
                 * @param message Release message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Release.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Release message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Release & shoal.operator.v1.Release.$Shape} Release
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Release & shoal.operator.v1.Release.$Shape;
            }

            namespace Release {

                /** Properties of a Release. */
                interface $Properties {

                    /** Release release */
                    release?: string;

                    /** Release app */
                    app?: string;

                    /** Release tag */
                    tag?: string;

                    /** Release tree */
                    tree?: string;

                    /** Release files */
                    files?: number;

                    /** Release sizeBytes */
                    sizeBytes?: number;

                    /** Release created */
                    created?: string;

                    /** Release sourceRevision */
                    sourceRevision?: string;

                    /** Release signedBy */
                    signedBy?: string[];

                    /** Release bundles */
                    bundles?: shoal.operator.v1.Bundle.$Properties[];

                    /** Release principal */
                    principal?: string;

                    /** Release registeredUnixMs */
                    registeredUnixMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Release. */
                type $Shape = shoal.operator.v1.Release.$Properties;
            }

            /**
             * Properties of a Bundle.
             * @deprecated Use shoal.operator.v1.Bundle.$Properties instead.
             */
            interface IBundle extends shoal.operator.v1.Bundle.$Properties {
            }

            /** Represents a Bundle. */
            class Bundle {

                /**
                 * Constructs a new Bundle.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Bundle.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Bundle kind. */
                kind: string;

                /** Bundle digest. */
                digest: string;

                /** Bundle fromTree. */
                fromTree: string;

                /** Bundle sizeBytes. */
                sizeBytes: number;

                /** Bundle infoHash. */
                infoHash: string;

                /**
                 * Encodes the specified Bundle message. Does not implicitly {@link shoal.operator.v1.Bundle.verify|verify} messages.
                 * @param message Bundle message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Bundle.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Bundle message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Bundle & shoal.operator.v1.Bundle.$Shape} Bundle
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Bundle & shoal.operator.v1.Bundle.$Shape;
            }

            namespace Bundle {

                /** Properties of a Bundle. */
                interface $Properties {

                    /** Bundle kind */
                    kind?: string;

                    /** Bundle digest */
                    digest?: string;

                    /** Bundle fromTree */
                    fromTree?: string;

                    /** Bundle sizeBytes */
                    sizeBytes?: number;

                    /** Bundle infoHash */
                    infoHash?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Bundle. */
                type $Shape = shoal.operator.v1.Bundle.$Properties;
            }

            /**
             * Properties of a DiffReleasesRequest.
             * @deprecated Use shoal.operator.v1.DiffReleasesRequest.$Properties instead.
             */
            interface IDiffReleasesRequest extends shoal.operator.v1.DiffReleasesRequest.$Properties {
            }

            /** Represents a DiffReleasesRequest. */
            class DiffReleasesRequest {

                /**
                 * Constructs a new DiffReleasesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.DiffReleasesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DiffReleasesRequest app. */
                app: string;

                /** DiffReleasesRequest from. */
                from: string;

                /** DiffReleasesRequest to. */
                to: string;

                /** DiffReleasesRequest effort. */
                effort: string;

                /**
                 * Encodes the specified DiffReleasesRequest message. Does not implicitly {@link shoal.operator.v1.DiffReleasesRequest.verify|verify} messages.
                 * @param message DiffReleasesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.DiffReleasesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DiffReleasesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.DiffReleasesRequest & shoal.operator.v1.DiffReleasesRequest.$Shape} DiffReleasesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.DiffReleasesRequest & shoal.operator.v1.DiffReleasesRequest.$Shape;
            }

            namespace DiffReleasesRequest {

                /** Properties of a DiffReleasesRequest. */
                interface $Properties {

                    /** DiffReleasesRequest app */
                    app?: string;

                    /** DiffReleasesRequest from */
                    from?: string;

                    /** DiffReleasesRequest to */
                    to?: string;

                    /** DiffReleasesRequest effort */
                    effort?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DiffReleasesRequest. */
                type $Shape = shoal.operator.v1.DiffReleasesRequest.$Properties;
            }

            /**
             * Properties of a DiffReleasesEvent.
             * @deprecated Use shoal.operator.v1.DiffReleasesEvent.$Properties instead.
             */
            interface IDiffReleasesEvent extends shoal.operator.v1.DiffReleasesEvent.$Properties {
            }

            /** Represents a DiffReleasesEvent. */
            class DiffReleasesEvent {

                /**
                 * Constructs a new DiffReleasesEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.DiffReleasesEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DiffReleasesEvent fromListing. */
                fromListing: (Uint8Array|null);

                /** DiffReleasesEvent toListing. */
                toListing: (Uint8Array|null);

                /** DiffReleasesEvent progress. */
                progress: (shoal.operator.v1.PackProgress|null);

                /** DiffReleasesEvent overlay. */
                overlay: (shoal.operator.v1.OverlaySize|null);

                /** DiffReleasesEvent event. */
                event?: ("fromListing"|"toListing"|"progress"|"overlay");

                /**
                 * Encodes the specified DiffReleasesEvent message. Does not implicitly {@link shoal.operator.v1.DiffReleasesEvent.verify|verify} messages.
                 * @param message DiffReleasesEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.DiffReleasesEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DiffReleasesEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.DiffReleasesEvent & shoal.operator.v1.DiffReleasesEvent.$Shape} DiffReleasesEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.DiffReleasesEvent & shoal.operator.v1.DiffReleasesEvent.$Shape;
            }

            namespace DiffReleasesEvent {

                /** Properties of a DiffReleasesEvent. */
                interface $Properties {

                    /** DiffReleasesEvent fromListing */
                    fromListing?: (Uint8Array|null);

                    /** DiffReleasesEvent toListing */
                    toListing?: (Uint8Array|null);

                    /** DiffReleasesEvent progress */
                    progress?: (shoal.operator.v1.PackProgress.$Properties|null);

                    /** DiffReleasesEvent overlay */
                    overlay?: (shoal.operator.v1.OverlaySize.$Properties|null);

                    /** DiffReleasesEvent event */
                    event?: ("fromListing"|"toListing"|"progress"|"overlay");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a DiffReleasesEvent. */
                type $Shape = {
                  fromListing?: Uint8Array|null;
                  toListing?: Uint8Array|null;
                  progress?: shoal.operator.v1.PackProgress.$Shape|null;
                  overlay?: shoal.operator.v1.OverlaySize.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ event?: undefined; fromListing?: null; toListing?: null; progress?: null; overlay?: null }|{ event?: "fromListing"; fromListing: Uint8Array; toListing?: null; progress?: null; overlay?: null }|{ event?: "toListing"; fromListing?: null; toListing: Uint8Array; progress?: null; overlay?: null }|{ event?: "progress"; fromListing?: null; toListing?: null; progress: shoal.operator.v1.PackProgress.$Shape; overlay?: null }|{ event?: "overlay"; fromListing?: null; toListing?: null; progress?: null; overlay: shoal.operator.v1.OverlaySize.$Shape })
                );
            }

            /**
             * Properties of an OverlaySize.
             * @deprecated Use shoal.operator.v1.OverlaySize.$Properties instead.
             */
            interface IOverlaySize extends shoal.operator.v1.OverlaySize.$Properties {
            }

            /** Represents an OverlaySize. */
            class OverlaySize {

                /**
                 * Constructs a new OverlaySize.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.OverlaySize.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** OverlaySize sizeBytes. */
                sizeBytes: number;

                /** OverlaySize kept. */
                kept: boolean;

                /**
                 * Encodes the specified OverlaySize message. Does not implicitly {@link shoal.operator.v1.OverlaySize.verify|verify} messages.
                 * @param message OverlaySize message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.OverlaySize.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an OverlaySize message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.OverlaySize & shoal.operator.v1.OverlaySize.$Shape} OverlaySize
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.OverlaySize & shoal.operator.v1.OverlaySize.$Shape;
            }

            namespace OverlaySize {

                /** Properties of an OverlaySize. */
                interface $Properties {

                    /** OverlaySize sizeBytes */
                    sizeBytes?: number;

                    /** OverlaySize kept */
                    kept?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an OverlaySize. */
                type $Shape = shoal.operator.v1.OverlaySize.$Properties;
            }

            /**
             * Properties of a ListReleasesRequest.
             * @deprecated Use shoal.operator.v1.ListReleasesRequest.$Properties instead.
             */
            interface IListReleasesRequest extends shoal.operator.v1.ListReleasesRequest.$Properties {
            }

            /** Represents a ListReleasesRequest. */
            class ListReleasesRequest {

                /**
                 * Constructs a new ListReleasesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListReleasesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListReleasesRequest app. */
                app: string;

                /** ListReleasesRequest limit. */
                limit: number;

                /**
                 * Encodes the specified ListReleasesRequest message. Does not implicitly {@link shoal.operator.v1.ListReleasesRequest.verify|verify} messages.
                 * @param message ListReleasesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListReleasesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListReleasesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListReleasesRequest & shoal.operator.v1.ListReleasesRequest.$Shape} ListReleasesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListReleasesRequest & shoal.operator.v1.ListReleasesRequest.$Shape;
            }

            namespace ListReleasesRequest {

                /** Properties of a ListReleasesRequest. */
                interface $Properties {

                    /** ListReleasesRequest app */
                    app?: string;

                    /** ListReleasesRequest limit */
                    limit?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListReleasesRequest. */
                type $Shape = shoal.operator.v1.ListReleasesRequest.$Properties;
            }

            /**
             * Properties of a ListReleasesResponse.
             * @deprecated Use shoal.operator.v1.ListReleasesResponse.$Properties instead.
             */
            interface IListReleasesResponse extends shoal.operator.v1.ListReleasesResponse.$Properties {
            }

            /** Represents a ListReleasesResponse. */
            class ListReleasesResponse {

                /**
                 * Constructs a new ListReleasesResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListReleasesResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListReleasesResponse releases. */
                releases: shoal.operator.v1.Release[];

                /**
                 * Encodes the specified ListReleasesResponse message. Does not implicitly {@link shoal.operator.v1.ListReleasesResponse.verify|verify} messages.
                 * @param message ListReleasesResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListReleasesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListReleasesResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListReleasesResponse & shoal.operator.v1.ListReleasesResponse.$Shape} ListReleasesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListReleasesResponse & shoal.operator.v1.ListReleasesResponse.$Shape;
            }

            namespace ListReleasesResponse {

                /** Properties of a ListReleasesResponse. */
                interface $Properties {

                    /** ListReleasesResponse releases */
                    releases?: shoal.operator.v1.Release.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListReleasesResponse. */
                type $Shape = shoal.operator.v1.ListReleasesResponse.$Properties;
            }

            /**
             * Properties of a DeployRequest.
             * @deprecated Use shoal.operator.v1.DeployRequest.$Properties instead.
             */
            interface IDeployRequest extends shoal.operator.v1.DeployRequest.$Properties {
            }

            /** Represents a DeployRequest. */
            class DeployRequest {

                /**
                 * Constructs a new DeployRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.DeployRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeployRequest app. */
                app: string;

                /** DeployRequest environment. */
                environment: string;

                /** DeployRequest tag. */
                tag: string;

                /** DeployRequest slot. */
                slot: string;

                /** DeployRequest requestId. */
                requestId: string;

                /** DeployRequest note. */
                note: string;

                /** DeployRequest repair. */
                repair: boolean;

                /** DeployRequest hosts. */
                hosts: string[];

                /** DeployRequest policy. */
                policy: string;

                /** DeployRequest policyFile. */
                policyFile: string;

                /**
                 * Encodes the specified DeployRequest message. Does not implicitly {@link shoal.operator.v1.DeployRequest.verify|verify} messages.
                 * @param message DeployRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.DeployRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeployRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.DeployRequest & shoal.operator.v1.DeployRequest.$Shape} DeployRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.DeployRequest & shoal.operator.v1.DeployRequest.$Shape;
            }

            namespace DeployRequest {

                /** Properties of a DeployRequest. */
                interface $Properties {

                    /** DeployRequest app */
                    app?: string;

                    /** DeployRequest environment */
                    environment?: string;

                    /** DeployRequest tag */
                    tag?: string;

                    /** DeployRequest slot */
                    slot?: string;

                    /** DeployRequest requestId */
                    requestId?: string;

                    /** DeployRequest note */
                    note?: string;

                    /** DeployRequest repair */
                    repair?: boolean;

                    /** DeployRequest hosts */
                    hosts?: string[];

                    /** DeployRequest policy */
                    policy?: string;

                    /** DeployRequest policyFile */
                    policyFile?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeployRequest. */
                type $Shape = shoal.operator.v1.DeployRequest.$Properties;
            }

            /**
             * Properties of a RollbackRequest.
             * @deprecated Use shoal.operator.v1.RollbackRequest.$Properties instead.
             */
            interface IRollbackRequest extends shoal.operator.v1.RollbackRequest.$Properties {
            }

            /** Represents a RollbackRequest. */
            class RollbackRequest {

                /**
                 * Constructs a new RollbackRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.RollbackRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RollbackRequest app. */
                app: string;

                /** RollbackRequest environment. */
                environment: string;

                /** RollbackRequest tag. */
                tag: string;

                /** RollbackRequest slot. */
                slot: string;

                /** RollbackRequest requestId. */
                requestId: string;

                /** RollbackRequest note. */
                note: string;

                /** RollbackRequest now. */
                now: boolean;

                /** RollbackRequest policy. */
                policy: string;

                /** RollbackRequest policyFile. */
                policyFile: string;

                /**
                 * Encodes the specified RollbackRequest message. Does not implicitly {@link shoal.operator.v1.RollbackRequest.verify|verify} messages.
                 * @param message RollbackRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.RollbackRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RollbackRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.RollbackRequest & shoal.operator.v1.RollbackRequest.$Shape} RollbackRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.RollbackRequest & shoal.operator.v1.RollbackRequest.$Shape;
            }

            namespace RollbackRequest {

                /** Properties of a RollbackRequest. */
                interface $Properties {

                    /** RollbackRequest app */
                    app?: string;

                    /** RollbackRequest environment */
                    environment?: string;

                    /** RollbackRequest tag */
                    tag?: string;

                    /** RollbackRequest slot */
                    slot?: string;

                    /** RollbackRequest requestId */
                    requestId?: string;

                    /** RollbackRequest note */
                    note?: string;

                    /** RollbackRequest now */
                    now?: boolean;

                    /** RollbackRequest policy */
                    policy?: string;

                    /** RollbackRequest policyFile */
                    policyFile?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RollbackRequest. */
                type $Shape = shoal.operator.v1.RollbackRequest.$Properties;
            }

            /**
             * Properties of a SteerRequest.
             * @deprecated Use shoal.operator.v1.SteerRequest.$Properties instead.
             */
            interface ISteerRequest extends shoal.operator.v1.SteerRequest.$Properties {
            }

            /** Represents a SteerRequest. */
            class SteerRequest {

                /**
                 * Constructs a new SteerRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.SteerRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SteerRequest app. */
                app: string;

                /** SteerRequest environment. */
                environment: string;

                /** SteerRequest rollout. */
                rollout: string;

                /** SteerRequest note. */
                note: string;

                /** SteerRequest host. */
                host: string;

                /** SteerRequest gate. */
                gate: string;

                /** SteerRequest overrideMs. */
                overrideMs: number;

                /**
                 * Encodes the specified SteerRequest message. Does not implicitly {@link shoal.operator.v1.SteerRequest.verify|verify} messages.
                 * @param message SteerRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.SteerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SteerRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.SteerRequest & shoal.operator.v1.SteerRequest.$Shape} SteerRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.SteerRequest & shoal.operator.v1.SteerRequest.$Shape;
            }

            namespace SteerRequest {

                /** Properties of a SteerRequest. */
                interface $Properties {

                    /** SteerRequest app */
                    app?: string;

                    /** SteerRequest environment */
                    environment?: string;

                    /** SteerRequest rollout */
                    rollout?: string;

                    /** SteerRequest note */
                    note?: string;

                    /** SteerRequest host */
                    host?: string;

                    /** SteerRequest gate */
                    gate?: string;

                    /** SteerRequest overrideMs */
                    overrideMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SteerRequest. */
                type $Shape = shoal.operator.v1.SteerRequest.$Properties;
            }

            /**
             * Properties of an ExplainRequest.
             * @deprecated Use shoal.operator.v1.ExplainRequest.$Properties instead.
             */
            interface IExplainRequest extends shoal.operator.v1.ExplainRequest.$Properties {
            }

            /** Represents an ExplainRequest. */
            class ExplainRequest {

                /**
                 * Constructs a new ExplainRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ExplainRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExplainRequest rollout. */
                rollout: string;

                /** ExplainRequest host. */
                host: string;

                /**
                 * Encodes the specified ExplainRequest message. Does not implicitly {@link shoal.operator.v1.ExplainRequest.verify|verify} messages.
                 * @param message ExplainRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ExplainRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExplainRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ExplainRequest & shoal.operator.v1.ExplainRequest.$Shape} ExplainRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ExplainRequest & shoal.operator.v1.ExplainRequest.$Shape;
            }

            namespace ExplainRequest {

                /** Properties of an ExplainRequest. */
                interface $Properties {

                    /** ExplainRequest rollout */
                    rollout?: string;

                    /** ExplainRequest host */
                    host?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExplainRequest. */
                type $Shape = shoal.operator.v1.ExplainRequest.$Properties;
            }

            /**
             * Properties of an Explanation.
             * @deprecated Use shoal.operator.v1.Explanation.$Properties instead.
             */
            interface IExplanation extends shoal.operator.v1.Explanation.$Properties {
            }

            /** Represents an Explanation. */
            class Explanation {

                /**
                 * Constructs a new Explanation.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Explanation.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Explanation rollout. */
                rollout: shoal.operator.v1.Rollout;

                /** Explanation lines. */
                lines: string[];

                /** Explanation steps. */
                steps: shoal.operator.v1.Step[];

                /**
                 * Encodes the specified Explanation message. Does not implicitly {@link shoal.operator.v1.Explanation.verify|verify} messages.
                 * @param message Explanation message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Explanation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Explanation message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Explanation & shoal.operator.v1.Explanation.$Shape} Explanation
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Explanation & shoal.operator.v1.Explanation.$Shape;
            }

            namespace Explanation {

                /** Properties of an Explanation. */
                interface $Properties {

                    /** Explanation rollout */
                    rollout?: shoal.operator.v1.Rollout.$Properties;

                    /** Explanation lines */
                    lines?: string[];

                    /** Explanation steps */
                    steps?: shoal.operator.v1.Step.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Explanation. */
                type $Shape = shoal.operator.v1.Explanation.$Properties;
            }

            /**
             * Properties of a Step.
             * @deprecated Use shoal.operator.v1.Step.$Properties instead.
             */
            interface IStep extends shoal.operator.v1.Step.$Properties {
            }

            /** Represents a Step. */
            class Step {

                /**
                 * Constructs a new Step.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Step.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Step name. */
                name: string;

                /** Step kind. */
                kind: string;

                /** Step phase. */
                phase: string;

                /** Step outcome. */
                outcome: string;

                /** Step attempts. */
                attempts: number;

                /** Step durationMs. */
                durationMs: number;

                /** Step detail. */
                detail: string;

                /** Step output. */
                output: string;

                /**
                 * Encodes the specified Step message. Does not implicitly {@link shoal.operator.v1.Step.verify|verify} messages.
                 * @param message Step message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Step.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Step message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Step & shoal.operator.v1.Step.$Shape} Step
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Step & shoal.operator.v1.Step.$Shape;
            }

            namespace Step {

                /** Properties of a Step. */
                interface $Properties {

                    /** Step name */
                    name?: string;

                    /** Step kind */
                    kind?: string;

                    /** Step phase */
                    phase?: string;

                    /** Step outcome */
                    outcome?: string;

                    /** Step attempts */
                    attempts?: number;

                    /** Step durationMs */
                    durationMs?: number;

                    /** Step detail */
                    detail?: string;

                    /** Step output */
                    output?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Step. */
                type $Shape = shoal.operator.v1.Step.$Properties;
            }

            /**
             * Properties of a LockRequest.
             * @deprecated Use shoal.operator.v1.LockRequest.$Properties instead.
             */
            interface ILockRequest extends shoal.operator.v1.LockRequest.$Properties {
            }

            /** Represents a LockRequest. */
            class LockRequest {

                /**
                 * Constructs a new LockRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.LockRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** LockRequest app. */
                app: string;

                /** LockRequest environment. */
                environment: string;

                /** LockRequest reason. */
                reason: string;

                /**
                 * Encodes the specified LockRequest message. Does not implicitly {@link shoal.operator.v1.LockRequest.verify|verify} messages.
                 * @param message LockRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.LockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a LockRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.LockRequest & shoal.operator.v1.LockRequest.$Shape} LockRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.LockRequest & shoal.operator.v1.LockRequest.$Shape;
            }

            namespace LockRequest {

                /** Properties of a LockRequest. */
                interface $Properties {

                    /** LockRequest app */
                    app?: string;

                    /** LockRequest environment */
                    environment?: string;

                    /** LockRequest reason */
                    reason?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a LockRequest. */
                type $Shape = shoal.operator.v1.LockRequest.$Properties;
            }

            /**
             * Properties of a Locks.
             * @deprecated Use shoal.operator.v1.Locks.$Properties instead.
             */
            interface ILocks extends shoal.operator.v1.Locks.$Properties {
            }

            /** Represents a Locks. */
            class Locks {

                /**
                 * Constructs a new Locks.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Locks.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Locks locks. */
                locks: shoal.operator.v1.Lock[];

                /**
                 * Encodes the specified Locks message. Does not implicitly {@link shoal.operator.v1.Locks.verify|verify} messages.
                 * @param message Locks message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Locks.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Locks message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Locks & shoal.operator.v1.Locks.$Shape} Locks
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Locks & shoal.operator.v1.Locks.$Shape;
            }

            namespace Locks {

                /** Properties of a Locks. */
                interface $Properties {

                    /** Locks locks */
                    locks?: shoal.operator.v1.Lock.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Locks. */
                type $Shape = shoal.operator.v1.Locks.$Properties;
            }

            /**
             * Properties of a Lock.
             * @deprecated Use shoal.operator.v1.Lock.$Properties instead.
             */
            interface ILock extends shoal.operator.v1.Lock.$Properties {
            }

            /** Represents a Lock. */
            class Lock {

                /**
                 * Constructs a new Lock.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Lock.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Lock app. */
                app: string;

                /** Lock environment. */
                environment: string;

                /** Lock principal. */
                principal: string;

                /** Lock reason. */
                reason: string;

                /** Lock sinceUnixMs. */
                sinceUnixMs: number;

                /**
                 * Encodes the specified Lock message. Does not implicitly {@link shoal.operator.v1.Lock.verify|verify} messages.
                 * @param message Lock message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Lock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Lock message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Lock & shoal.operator.v1.Lock.$Shape} Lock
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Lock & shoal.operator.v1.Lock.$Shape;
            }

            namespace Lock {

                /** Properties of a Lock. */
                interface $Properties {

                    /** Lock app */
                    app?: string;

                    /** Lock environment */
                    environment?: string;

                    /** Lock principal */
                    principal?: string;

                    /** Lock reason */
                    reason?: string;

                    /** Lock sinceUnixMs */
                    sinceUnixMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Lock. */
                type $Shape = shoal.operator.v1.Lock.$Properties;
            }

            /**
             * Properties of a RolloutPlan.
             * @deprecated Use shoal.operator.v1.RolloutPlan.$Properties instead.
             */
            interface IRolloutPlan extends shoal.operator.v1.RolloutPlan.$Properties {
            }

            /** Represents a RolloutPlan. */
            class RolloutPlan {

                /**
                 * Constructs a new RolloutPlan.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.RolloutPlan.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RolloutPlan app. */
                app: string;

                /** RolloutPlan environment. */
                environment: string;

                /** RolloutPlan slot. */
                slot: string;

                /** RolloutPlan tag. */
                tag: string;

                /** RolloutPlan policy. */
                policy: string;

                /** RolloutPlan waves. */
                waves: shoal.operator.v1.PlannedWave[];

                /** RolloutPlan hosts. */
                hosts: shoal.operator.v1.PlannedHost[];

                /** RolloutPlan refusal. */
                refusal: shoal.operator.v1.Failure;

                /** RolloutPlan commands. */
                commands: shoal.operator.v1.PlannedCommand[];

                /**
                 * Encodes the specified RolloutPlan message. Does not implicitly {@link shoal.operator.v1.RolloutPlan.verify|verify} messages.
                 * @param message RolloutPlan message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.RolloutPlan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RolloutPlan message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.RolloutPlan & shoal.operator.v1.RolloutPlan.$Shape} RolloutPlan
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.RolloutPlan & shoal.operator.v1.RolloutPlan.$Shape;
            }

            namespace RolloutPlan {

                /** Properties of a RolloutPlan. */
                interface $Properties {

                    /** RolloutPlan app */
                    app?: string;

                    /** RolloutPlan environment */
                    environment?: string;

                    /** RolloutPlan slot */
                    slot?: string;

                    /** RolloutPlan tag */
                    tag?: string;

                    /** RolloutPlan policy */
                    policy?: string;

                    /** RolloutPlan waves */
                    waves?: shoal.operator.v1.PlannedWave.$Properties[];

                    /** RolloutPlan hosts */
                    hosts?: shoal.operator.v1.PlannedHost.$Properties[];

                    /** RolloutPlan refusal */
                    refusal?: shoal.operator.v1.Failure.$Properties;

                    /** RolloutPlan commands */
                    commands?: shoal.operator.v1.PlannedCommand.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RolloutPlan. */
                type $Shape = shoal.operator.v1.RolloutPlan.$Properties;
            }

            /**
             * Properties of a PlannedCommand.
             * @deprecated Use shoal.operator.v1.PlannedCommand.$Properties instead.
             */
            interface IPlannedCommand extends shoal.operator.v1.PlannedCommand.$Properties {
            }

            /** Represents a PlannedCommand. */
            class PlannedCommand {

                /**
                 * Constructs a new PlannedCommand.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PlannedCommand.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PlannedCommand phase. */
                phase: string;

                /** PlannedCommand kind. */
                kind: string;

                /** PlannedCommand name. */
                name: string;

                /** PlannedCommand what. */
                what: string;

                /** PlannedCommand hosts. */
                hosts: string[];

                /** PlannedCommand problem. */
                problem: string;

                /**
                 * Encodes the specified PlannedCommand message. Does not implicitly {@link shoal.operator.v1.PlannedCommand.verify|verify} messages.
                 * @param message PlannedCommand message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PlannedCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PlannedCommand message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PlannedCommand & shoal.operator.v1.PlannedCommand.$Shape} PlannedCommand
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PlannedCommand & shoal.operator.v1.PlannedCommand.$Shape;
            }

            namespace PlannedCommand {

                /** Properties of a PlannedCommand. */
                interface $Properties {

                    /** PlannedCommand phase */
                    phase?: string;

                    /** PlannedCommand kind */
                    kind?: string;

                    /** PlannedCommand name */
                    name?: string;

                    /** PlannedCommand what */
                    what?: string;

                    /** PlannedCommand hosts */
                    hosts?: string[];

                    /** PlannedCommand problem */
                    problem?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PlannedCommand. */
                type $Shape = shoal.operator.v1.PlannedCommand.$Properties;
            }

            /**
             * Properties of a PlannedWave.
             * @deprecated Use shoal.operator.v1.PlannedWave.$Properties instead.
             */
            interface IPlannedWave extends shoal.operator.v1.PlannedWave.$Properties {
            }

            /** Represents a PlannedWave. */
            class PlannedWave {

                /**
                 * Constructs a new PlannedWave.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PlannedWave.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PlannedWave name. */
                name: string;

                /** PlannedWave hosts. */
                hosts: string[];

                /** PlannedWave canary. */
                canary: boolean;

                /** PlannedWave bakeMs. */
                bakeMs: number;

                /** PlannedWave gates. */
                gates: string[];

                /**
                 * Encodes the specified PlannedWave message. Does not implicitly {@link shoal.operator.v1.PlannedWave.verify|verify} messages.
                 * @param message PlannedWave message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PlannedWave.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PlannedWave message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PlannedWave & shoal.operator.v1.PlannedWave.$Shape} PlannedWave
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PlannedWave & shoal.operator.v1.PlannedWave.$Shape;
            }

            namespace PlannedWave {

                /** Properties of a PlannedWave. */
                interface $Properties {

                    /** PlannedWave name */
                    name?: string;

                    /** PlannedWave hosts */
                    hosts?: string[];

                    /** PlannedWave canary */
                    canary?: boolean;

                    /** PlannedWave bakeMs */
                    bakeMs?: number;

                    /** PlannedWave gates */
                    gates?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PlannedWave. */
                type $Shape = shoal.operator.v1.PlannedWave.$Properties;
            }

            /**
             * Properties of a PlannedHost.
             * @deprecated Use shoal.operator.v1.PlannedHost.$Properties instead.
             */
            interface IPlannedHost extends shoal.operator.v1.PlannedHost.$Properties {
            }

            /** Represents a PlannedHost. */
            class PlannedHost {

                /**
                 * Constructs a new PlannedHost.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PlannedHost.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PlannedHost host. */
                host: string;

                /** PlannedHost datacenter. */
                datacenter: string;

                /** PlannedHost connected. */
                connected: boolean;

                /** PlannedHost route. */
                route: string;

                /** PlannedHost fetchBytes. */
                fetchBytes: number;

                /** PlannedHost tag. */
                tag: string;

                /**
                 * Encodes the specified PlannedHost message. Does not implicitly {@link shoal.operator.v1.PlannedHost.verify|verify} messages.
                 * @param message PlannedHost message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PlannedHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PlannedHost message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PlannedHost & shoal.operator.v1.PlannedHost.$Shape} PlannedHost
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PlannedHost & shoal.operator.v1.PlannedHost.$Shape;
            }

            namespace PlannedHost {

                /** Properties of a PlannedHost. */
                interface $Properties {

                    /** PlannedHost host */
                    host?: string;

                    /** PlannedHost datacenter */
                    datacenter?: string;

                    /** PlannedHost connected */
                    connected?: boolean;

                    /** PlannedHost route */
                    route?: string;

                    /** PlannedHost fetchBytes */
                    fetchBytes?: number;

                    /** PlannedHost tag */
                    tag?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PlannedHost. */
                type $Shape = shoal.operator.v1.PlannedHost.$Properties;
            }

            /**
             * Properties of an AbortRequest.
             * @deprecated Use shoal.operator.v1.AbortRequest.$Properties instead.
             */
            interface IAbortRequest extends shoal.operator.v1.AbortRequest.$Properties {
            }

            /** Represents an AbortRequest. */
            class AbortRequest {

                /**
                 * Constructs a new AbortRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.AbortRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AbortRequest app. */
                app: string;

                /** AbortRequest environment. */
                environment: string;

                /** AbortRequest rollout. */
                rollout: string;

                /** AbortRequest note. */
                note: string;

                /**
                 * Encodes the specified AbortRequest message. Does not implicitly {@link shoal.operator.v1.AbortRequest.verify|verify} messages.
                 * @param message AbortRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.AbortRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AbortRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.AbortRequest & shoal.operator.v1.AbortRequest.$Shape} AbortRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.AbortRequest & shoal.operator.v1.AbortRequest.$Shape;
            }

            namespace AbortRequest {

                /** Properties of an AbortRequest. */
                interface $Properties {

                    /** AbortRequest app */
                    app?: string;

                    /** AbortRequest environment */
                    environment?: string;

                    /** AbortRequest rollout */
                    rollout?: string;

                    /** AbortRequest note */
                    note?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AbortRequest. */
                type $Shape = shoal.operator.v1.AbortRequest.$Properties;
            }

            /**
             * Properties of a PreseedRequest.
             * @deprecated Use shoal.operator.v1.PreseedRequest.$Properties instead.
             */
            interface IPreseedRequest extends shoal.operator.v1.PreseedRequest.$Properties {
            }

            /** Represents a PreseedRequest. */
            class PreseedRequest {

                /**
                 * Constructs a new PreseedRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PreseedRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreseedRequest app. */
                app: string;

                /** PreseedRequest environment. */
                environment: string;

                /** PreseedRequest tag. */
                tag: string;

                /** PreseedRequest datacenter. */
                datacenter: string;

                /** PreseedRequest sharePercent. */
                sharePercent: number;

                /** PreseedRequest stop. */
                stop: boolean;

                /** PreseedRequest note. */
                note: string;

                /**
                 * Encodes the specified PreseedRequest message. Does not implicitly {@link shoal.operator.v1.PreseedRequest.verify|verify} messages.
                 * @param message PreseedRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PreseedRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreseedRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PreseedRequest & shoal.operator.v1.PreseedRequest.$Shape} PreseedRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PreseedRequest & shoal.operator.v1.PreseedRequest.$Shape;
            }

            namespace PreseedRequest {

                /** Properties of a PreseedRequest. */
                interface $Properties {

                    /** PreseedRequest app */
                    app?: string;

                    /** PreseedRequest environment */
                    environment?: string;

                    /** PreseedRequest tag */
                    tag?: string;

                    /** PreseedRequest datacenter */
                    datacenter?: string;

                    /** PreseedRequest sharePercent */
                    sharePercent?: number;

                    /** PreseedRequest stop */
                    stop?: boolean;

                    /** PreseedRequest note */
                    note?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreseedRequest. */
                type $Shape = shoal.operator.v1.PreseedRequest.$Properties;
            }

            /**
             * Properties of a Preseed.
             * @deprecated Use shoal.operator.v1.Preseed.$Properties instead.
             */
            interface IPreseed extends shoal.operator.v1.Preseed.$Properties {
            }

            /** Represents a Preseed. */
            class Preseed {

                /**
                 * Constructs a new Preseed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Preseed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Preseed app. */
                app: string;

                /** Preseed environment. */
                environment: string;

                /** Preseed release. */
                release: string;

                /** Preseed tag. */
                tag: string;

                /** Preseed datacenter. */
                datacenter: string;

                /** Preseed sharePercent. */
                sharePercent: number;

                /** Preseed principal. */
                principal: string;

                /** Preseed note. */
                note: string;

                /** Preseed startedUnixMs. */
                startedUnixMs: number;

                /** Preseed untilUnixMs. */
                untilUnixMs: number;

                /** Preseed hosts. */
                hosts: shoal.operator.v1.PreseedHost[];

                /** Preseed stopped. */
                stopped: boolean;

                /**
                 * Encodes the specified Preseed message. Does not implicitly {@link shoal.operator.v1.Preseed.verify|verify} messages.
                 * @param message Preseed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Preseed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Preseed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Preseed & shoal.operator.v1.Preseed.$Shape} Preseed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Preseed & shoal.operator.v1.Preseed.$Shape;
            }

            namespace Preseed {

                /** Properties of a Preseed. */
                interface $Properties {

                    /** Preseed app */
                    app?: string;

                    /** Preseed environment */
                    environment?: string;

                    /** Preseed release */
                    release?: string;

                    /** Preseed tag */
                    tag?: string;

                    /** Preseed datacenter */
                    datacenter?: string;

                    /** Preseed sharePercent */
                    sharePercent?: number;

                    /** Preseed principal */
                    principal?: string;

                    /** Preseed note */
                    note?: string;

                    /** Preseed startedUnixMs */
                    startedUnixMs?: number;

                    /** Preseed untilUnixMs */
                    untilUnixMs?: number;

                    /** Preseed hosts */
                    hosts?: shoal.operator.v1.PreseedHost.$Properties[];

                    /** Preseed stopped */
                    stopped?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Preseed. */
                type $Shape = shoal.operator.v1.Preseed.$Properties;
            }

            /**
             * Properties of a PreseedHost.
             * @deprecated Use shoal.operator.v1.PreseedHost.$Properties instead.
             */
            interface IPreseedHost extends shoal.operator.v1.PreseedHost.$Properties {
            }

            /** Represents a PreseedHost. */
            class PreseedHost {

                /**
                 * Constructs a new PreseedHost.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.PreseedHost.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreseedHost host. */
                host: string;

                /** PreseedHost datacenter. */
                datacenter: string;

                /** PreseedHost state. */
                state: string;

                /** PreseedHost doneBytes. */
                doneBytes: number;

                /** PreseedHost totalBytes. */
                totalBytes: number;

                /** PreseedHost bytesFromSeed. */
                bytesFromSeed: number;

                /** PreseedHost bytesFromHosts. */
                bytesFromHosts: number;

                /** PreseedHost failure. */
                failure: shoal.operator.v1.Failure;

                /** PreseedHost connected. */
                connected: boolean;

                /**
                 * Encodes the specified PreseedHost message. Does not implicitly {@link shoal.operator.v1.PreseedHost.verify|verify} messages.
                 * @param message PreseedHost message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.PreseedHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreseedHost message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.PreseedHost & shoal.operator.v1.PreseedHost.$Shape} PreseedHost
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.PreseedHost & shoal.operator.v1.PreseedHost.$Shape;
            }

            namespace PreseedHost {

                /** Properties of a PreseedHost. */
                interface $Properties {

                    /** PreseedHost host */
                    host?: string;

                    /** PreseedHost datacenter */
                    datacenter?: string;

                    /** PreseedHost state */
                    state?: string;

                    /** PreseedHost doneBytes */
                    doneBytes?: number;

                    /** PreseedHost totalBytes */
                    totalBytes?: number;

                    /** PreseedHost bytesFromSeed */
                    bytesFromSeed?: number;

                    /** PreseedHost bytesFromHosts */
                    bytesFromHosts?: number;

                    /** PreseedHost failure */
                    failure?: shoal.operator.v1.Failure.$Properties;

                    /** PreseedHost connected */
                    connected?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreseedHost. */
                type $Shape = shoal.operator.v1.PreseedHost.$Properties;
            }

            /**
             * Properties of a ListPreseedsRequest.
             * @deprecated Use shoal.operator.v1.ListPreseedsRequest.$Properties instead.
             */
            interface IListPreseedsRequest extends shoal.operator.v1.ListPreseedsRequest.$Properties {
            }

            /** Represents a ListPreseedsRequest. */
            class ListPreseedsRequest {

                /**
                 * Constructs a new ListPreseedsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListPreseedsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListPreseedsRequest app. */
                app: string;

                /** ListPreseedsRequest environment. */
                environment: string;

                /**
                 * Encodes the specified ListPreseedsRequest message. Does not implicitly {@link shoal.operator.v1.ListPreseedsRequest.verify|verify} messages.
                 * @param message ListPreseedsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListPreseedsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListPreseedsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListPreseedsRequest & shoal.operator.v1.ListPreseedsRequest.$Shape} ListPreseedsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListPreseedsRequest & shoal.operator.v1.ListPreseedsRequest.$Shape;
            }

            namespace ListPreseedsRequest {

                /** Properties of a ListPreseedsRequest. */
                interface $Properties {

                    /** ListPreseedsRequest app */
                    app?: string;

                    /** ListPreseedsRequest environment */
                    environment?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListPreseedsRequest. */
                type $Shape = shoal.operator.v1.ListPreseedsRequest.$Properties;
            }

            /**
             * Properties of a ListPreseedsResponse.
             * @deprecated Use shoal.operator.v1.ListPreseedsResponse.$Properties instead.
             */
            interface IListPreseedsResponse extends shoal.operator.v1.ListPreseedsResponse.$Properties {
            }

            /** Represents a ListPreseedsResponse. */
            class ListPreseedsResponse {

                /**
                 * Constructs a new ListPreseedsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListPreseedsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListPreseedsResponse preseeds. */
                preseeds: shoal.operator.v1.Preseed[];

                /**
                 * Encodes the specified ListPreseedsResponse message. Does not implicitly {@link shoal.operator.v1.ListPreseedsResponse.verify|verify} messages.
                 * @param message ListPreseedsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListPreseedsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListPreseedsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListPreseedsResponse & shoal.operator.v1.ListPreseedsResponse.$Shape} ListPreseedsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListPreseedsResponse & shoal.operator.v1.ListPreseedsResponse.$Shape;
            }

            namespace ListPreseedsResponse {

                /** Properties of a ListPreseedsResponse. */
                interface $Properties {

                    /** ListPreseedsResponse preseeds */
                    preseeds?: shoal.operator.v1.Preseed.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListPreseedsResponse. */
                type $Shape = shoal.operator.v1.ListPreseedsResponse.$Properties;
            }

            /**
             * Properties of a GetRolloutRequest.
             * @deprecated Use shoal.operator.v1.GetRolloutRequest.$Properties instead.
             */
            interface IGetRolloutRequest extends shoal.operator.v1.GetRolloutRequest.$Properties {
            }

            /** Represents a GetRolloutRequest. */
            class GetRolloutRequest {

                /**
                 * Constructs a new GetRolloutRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.GetRolloutRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetRolloutRequest rollout. */
                rollout: string;

                /**
                 * Encodes the specified GetRolloutRequest message. Does not implicitly {@link shoal.operator.v1.GetRolloutRequest.verify|verify} messages.
                 * @param message GetRolloutRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.GetRolloutRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetRolloutRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.GetRolloutRequest & shoal.operator.v1.GetRolloutRequest.$Shape} GetRolloutRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.GetRolloutRequest & shoal.operator.v1.GetRolloutRequest.$Shape;
            }

            namespace GetRolloutRequest {

                /** Properties of a GetRolloutRequest. */
                interface $Properties {

                    /** GetRolloutRequest rollout */
                    rollout?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetRolloutRequest. */
                type $Shape = shoal.operator.v1.GetRolloutRequest.$Properties;
            }

            /**
             * Properties of a ListRolloutsRequest.
             * @deprecated Use shoal.operator.v1.ListRolloutsRequest.$Properties instead.
             */
            interface IListRolloutsRequest extends shoal.operator.v1.ListRolloutsRequest.$Properties {
            }

            /** Represents a ListRolloutsRequest. */
            class ListRolloutsRequest {

                /**
                 * Constructs a new ListRolloutsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListRolloutsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListRolloutsRequest app. */
                app: string;

                /** ListRolloutsRequest environment. */
                environment: string;

                /** ListRolloutsRequest limit. */
                limit: number;

                /**
                 * Encodes the specified ListRolloutsRequest message. Does not implicitly {@link shoal.operator.v1.ListRolloutsRequest.verify|verify} messages.
                 * @param message ListRolloutsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListRolloutsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListRolloutsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListRolloutsRequest & shoal.operator.v1.ListRolloutsRequest.$Shape} ListRolloutsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListRolloutsRequest & shoal.operator.v1.ListRolloutsRequest.$Shape;
            }

            namespace ListRolloutsRequest {

                /** Properties of a ListRolloutsRequest. */
                interface $Properties {

                    /** ListRolloutsRequest app */
                    app?: string;

                    /** ListRolloutsRequest environment */
                    environment?: string;

                    /** ListRolloutsRequest limit */
                    limit?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListRolloutsRequest. */
                type $Shape = shoal.operator.v1.ListRolloutsRequest.$Properties;
            }

            /**
             * Properties of a ListRolloutsResponse.
             * @deprecated Use shoal.operator.v1.ListRolloutsResponse.$Properties instead.
             */
            interface IListRolloutsResponse extends shoal.operator.v1.ListRolloutsResponse.$Properties {
            }

            /** Represents a ListRolloutsResponse. */
            class ListRolloutsResponse {

                /**
                 * Constructs a new ListRolloutsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListRolloutsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListRolloutsResponse rollouts. */
                rollouts: shoal.operator.v1.Rollout[];

                /**
                 * Encodes the specified ListRolloutsResponse message. Does not implicitly {@link shoal.operator.v1.ListRolloutsResponse.verify|verify} messages.
                 * @param message ListRolloutsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListRolloutsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListRolloutsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListRolloutsResponse & shoal.operator.v1.ListRolloutsResponse.$Shape} ListRolloutsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListRolloutsResponse & shoal.operator.v1.ListRolloutsResponse.$Shape;
            }

            namespace ListRolloutsResponse {

                /** Properties of a ListRolloutsResponse. */
                interface $Properties {

                    /** ListRolloutsResponse rollouts */
                    rollouts?: shoal.operator.v1.Rollout.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListRolloutsResponse. */
                type $Shape = shoal.operator.v1.ListRolloutsResponse.$Properties;
            }

            /**
             * Properties of a Rollout.
             * @deprecated Use shoal.operator.v1.Rollout.$Properties instead.
             */
            interface IRollout extends shoal.operator.v1.Rollout.$Properties {
            }

            /** Represents a Rollout. */
            class Rollout {

                /**
                 * Constructs a new Rollout.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Rollout.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Rollout rollout. */
                rollout: string;

                /** Rollout kind. */
                kind: string;

                /** Rollout app. */
                app: string;

                /** Rollout environment. */
                environment: string;

                /** Rollout slot. */
                slot: string;

                /** Rollout release. */
                release: string;

                /** Rollout tag. */
                tag: string;

                /** Rollout tree. */
                tree: string;

                /** Rollout state. */
                state: string;

                /** Rollout hosts. */
                hosts: shoal.operator.v1.RolloutHost[];

                /** Rollout principal. */
                principal: string;

                /** Rollout note. */
                note: string;

                /** Rollout startedUnixMs. */
                startedUnixMs: number;

                /** Rollout endedUnixMs. */
                endedUnixMs: number;

                /** Rollout failure. */
                failure: shoal.operator.v1.Failure;

                /** Rollout accounts. */
                accounts: shoal.operator.v1.Accounts;

                /** Rollout policy. */
                policy: string;

                /** Rollout waves. */
                waves: shoal.operator.v1.PlannedWave[];

                /** Rollout wave. */
                wave: number;

                /** Rollout bakeUntilUnixMs. */
                bakeUntilUnixMs: number;

                /** Rollout gate. */
                gate: shoal.operator.v1.Gate;

                /** Rollout pause. */
                pause: shoal.operator.v1.Pause;

                /** Rollout failed. */
                failed: number;

                /** Rollout next. */
                next: shoal.operator.v1.NextRollout;

                /**
                 * Encodes the specified Rollout message. Does not implicitly {@link shoal.operator.v1.Rollout.verify|verify} messages.
                 * @param message Rollout message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Rollout.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Rollout message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Rollout & shoal.operator.v1.Rollout.$Shape} Rollout
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Rollout & shoal.operator.v1.Rollout.$Shape;
            }

            namespace Rollout {

                /** Properties of a Rollout. */
                interface $Properties {

                    /** Rollout rollout */
                    rollout?: string;

                    /** Rollout kind */
                    kind?: string;

                    /** Rollout app */
                    app?: string;

                    /** Rollout environment */
                    environment?: string;

                    /** Rollout slot */
                    slot?: string;

                    /** Rollout release */
                    release?: string;

                    /** Rollout tag */
                    tag?: string;

                    /** Rollout tree */
                    tree?: string;

                    /** Rollout state */
                    state?: string;

                    /** Rollout hosts */
                    hosts?: shoal.operator.v1.RolloutHost.$Properties[];

                    /** Rollout principal */
                    principal?: string;

                    /** Rollout note */
                    note?: string;

                    /** Rollout startedUnixMs */
                    startedUnixMs?: number;

                    /** Rollout endedUnixMs */
                    endedUnixMs?: number;

                    /** Rollout failure */
                    failure?: shoal.operator.v1.Failure.$Properties;

                    /** Rollout accounts */
                    accounts?: shoal.operator.v1.Accounts.$Properties;

                    /** Rollout policy */
                    policy?: string;

                    /** Rollout waves */
                    waves?: shoal.operator.v1.PlannedWave.$Properties[];

                    /** Rollout wave */
                    wave?: number;

                    /** Rollout bakeUntilUnixMs */
                    bakeUntilUnixMs?: number;

                    /** Rollout gate */
                    gate?: shoal.operator.v1.Gate.$Properties;

                    /** Rollout pause */
                    pause?: shoal.operator.v1.Pause.$Properties;

                    /** Rollout failed */
                    failed?: number;

                    /** Rollout next */
                    next?: shoal.operator.v1.NextRollout.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Rollout. */
                type $Shape = shoal.operator.v1.Rollout.$Properties;
            }

            /**
             * Properties of a NextRollout.
             * @deprecated Use shoal.operator.v1.NextRollout.$Properties instead.
             */
            interface INextRollout extends shoal.operator.v1.NextRollout.$Properties {
            }

            /** Represents a NextRollout. */
            class NextRollout {

                /**
                 * Constructs a new NextRollout.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.NextRollout.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** NextRollout rollout. */
                rollout: string;

                /** NextRollout requestId. */
                requestId: string;

                /** NextRollout kind. */
                kind: string;

                /** NextRollout tag. */
                tag: string;

                /** NextRollout principal. */
                principal: string;

                /** NextRollout note. */
                note: string;

                /** NextRollout sinceUnixMs. */
                sinceUnixMs: number;

                /**
                 * Encodes the specified NextRollout message. Does not implicitly {@link shoal.operator.v1.NextRollout.verify|verify} messages.
                 * @param message NextRollout message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.NextRollout.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a NextRollout message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.NextRollout & shoal.operator.v1.NextRollout.$Shape} NextRollout
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.NextRollout & shoal.operator.v1.NextRollout.$Shape;
            }

            namespace NextRollout {

                /** Properties of a NextRollout. */
                interface $Properties {

                    /** NextRollout rollout */
                    rollout?: string;

                    /** NextRollout requestId */
                    requestId?: string;

                    /** NextRollout kind */
                    kind?: string;

                    /** NextRollout tag */
                    tag?: string;

                    /** NextRollout principal */
                    principal?: string;

                    /** NextRollout note */
                    note?: string;

                    /** NextRollout sinceUnixMs */
                    sinceUnixMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a NextRollout. */
                type $Shape = shoal.operator.v1.NextRollout.$Properties;
            }

            /**
             * Properties of a Gate.
             * @deprecated Use shoal.operator.v1.Gate.$Properties instead.
             */
            interface IGate extends shoal.operator.v1.Gate.$Properties {
            }

            /** Represents a Gate. */
            class Gate {

                /**
                 * Constructs a new Gate.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Gate.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Gate name. */
                name: string;

                /** Gate kind. */
                kind: string;

                /** Gate sinceUnixMs. */
                sinceUnixMs: number;

                /** Gate untilUnixMs. */
                untilUnixMs: number;

                /** Gate verdict. */
                verdict: string;

                /** Gate evidence. */
                evidence: string;

                /** Gate approvers. */
                approvers: string[];

                /**
                 * Encodes the specified Gate message. Does not implicitly {@link shoal.operator.v1.Gate.verify|verify} messages.
                 * @param message Gate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Gate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Gate message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Gate & shoal.operator.v1.Gate.$Shape} Gate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Gate & shoal.operator.v1.Gate.$Shape;
            }

            namespace Gate {

                /** Properties of a Gate. */
                interface $Properties {

                    /** Gate name */
                    name?: string;

                    /** Gate kind */
                    kind?: string;

                    /** Gate sinceUnixMs */
                    sinceUnixMs?: number;

                    /** Gate untilUnixMs */
                    untilUnixMs?: number;

                    /** Gate verdict */
                    verdict?: string;

                    /** Gate evidence */
                    evidence?: string;

                    /** Gate approvers */
                    approvers?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Gate. */
                type $Shape = shoal.operator.v1.Gate.$Properties;
            }

            /**
             * Properties of a Pause.
             * @deprecated Use shoal.operator.v1.Pause.$Properties instead.
             */
            interface IPause extends shoal.operator.v1.Pause.$Properties {
            }

            /** Represents a Pause. */
            class Pause {

                /**
                 * Constructs a new Pause.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Pause.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Pause principal. */
                principal: string;

                /** Pause note. */
                note: string;

                /** Pause sinceUnixMs. */
                sinceUnixMs: number;

                /** Pause reason. */
                reason: shoal.operator.v1.Failure;

                /**
                 * Encodes the specified Pause message. Does not implicitly {@link shoal.operator.v1.Pause.verify|verify} messages.
                 * @param message Pause message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Pause.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Pause message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Pause & shoal.operator.v1.Pause.$Shape} Pause
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Pause & shoal.operator.v1.Pause.$Shape;
            }

            namespace Pause {

                /** Properties of a Pause. */
                interface $Properties {

                    /** Pause principal */
                    principal?: string;

                    /** Pause note */
                    note?: string;

                    /** Pause sinceUnixMs */
                    sinceUnixMs?: number;

                    /** Pause reason */
                    reason?: shoal.operator.v1.Failure.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Pause. */
                type $Shape = shoal.operator.v1.Pause.$Properties;
            }

            /**
             * Properties of an Accounts.
             * @deprecated Use shoal.operator.v1.Accounts.$Properties instead.
             */
            interface IAccounts extends shoal.operator.v1.Accounts.$Properties {
            }

            /** Represents an Accounts. */
            class Accounts {

                /**
                 * Constructs a new Accounts.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Accounts.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Accounts links. */
                links: shoal.operator.v1.LinkAccount[];

                /** Accounts datacenters. */
                datacenters: shoal.operator.v1.DatacenterAccount[];

                /** Accounts firstPieceMs. */
                firstPieceMs: number;

                /** Accounts halfMs. */
                halfMs: number;

                /** Accounts allMs. */
                allMs: number;

                /**
                 * Encodes the specified Accounts message. Does not implicitly {@link shoal.operator.v1.Accounts.verify|verify} messages.
                 * @param message Accounts message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Accounts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Accounts message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Accounts & shoal.operator.v1.Accounts.$Shape} Accounts
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Accounts & shoal.operator.v1.Accounts.$Shape;
            }

            namespace Accounts {

                /** Properties of an Accounts. */
                interface $Properties {

                    /** Accounts links */
                    links?: shoal.operator.v1.LinkAccount.$Properties[];

                    /** Accounts datacenters */
                    datacenters?: shoal.operator.v1.DatacenterAccount.$Properties[];

                    /** Accounts firstPieceMs */
                    firstPieceMs?: number;

                    /** Accounts halfMs */
                    halfMs?: number;

                    /** Accounts allMs */
                    allMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Accounts. */
                type $Shape = shoal.operator.v1.Accounts.$Properties;
            }

            /**
             * Properties of a LinkAccount.
             * @deprecated Use shoal.operator.v1.LinkAccount.$Properties instead.
             */
            interface ILinkAccount extends shoal.operator.v1.LinkAccount.$Properties {
            }

            /** Represents a LinkAccount. */
            class LinkAccount {

                /**
                 * Constructs a new LinkAccount.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.LinkAccount.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** LinkAccount from. */
                from: string;

                /** LinkAccount fromDatacenter. */
                fromDatacenter: string;

                /** LinkAccount toDatacenter. */
                toDatacenter: string;

                /** LinkAccount payloadBytes. */
                payloadBytes: number;

                /** LinkAccount protocolBytes. */
                protocolBytes: number;

                /** LinkAccount wastedBytes. */
                wastedBytes: number;

                /**
                 * Encodes the specified LinkAccount message. Does not implicitly {@link shoal.operator.v1.LinkAccount.verify|verify} messages.
                 * @param message LinkAccount message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.LinkAccount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a LinkAccount message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.LinkAccount & shoal.operator.v1.LinkAccount.$Shape} LinkAccount
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.LinkAccount & shoal.operator.v1.LinkAccount.$Shape;
            }

            namespace LinkAccount {

                /** Properties of a LinkAccount. */
                interface $Properties {

                    /** LinkAccount from */
                    from?: string;

                    /** LinkAccount fromDatacenter */
                    fromDatacenter?: string;

                    /** LinkAccount toDatacenter */
                    toDatacenter?: string;

                    /** LinkAccount payloadBytes */
                    payloadBytes?: number;

                    /** LinkAccount protocolBytes */
                    protocolBytes?: number;

                    /** LinkAccount wastedBytes */
                    wastedBytes?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a LinkAccount. */
                type $Shape = shoal.operator.v1.LinkAccount.$Properties;
            }

            /**
             * Properties of a DatacenterAccount.
             * @deprecated Use shoal.operator.v1.DatacenterAccount.$Properties instead.
             */
            interface IDatacenterAccount extends shoal.operator.v1.DatacenterAccount.$Properties {
            }

            /** Represents a DatacenterAccount. */
            class DatacenterAccount {

                /**
                 * Constructs a new DatacenterAccount.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.DatacenterAccount.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DatacenterAccount datacenter. */
                datacenter: string;

                /** DatacenterAccount hosts. */
                hosts: number;

                /** DatacenterAccount outsideBytes. */
                outsideBytes: number;

                /** DatacenterAccount bundleBytes. */
                bundleBytes: number;

                /** DatacenterAccount copiesPermille. */
                copiesPermille: number;

                /**
                 * Encodes the specified DatacenterAccount message. Does not implicitly {@link shoal.operator.v1.DatacenterAccount.verify|verify} messages.
                 * @param message DatacenterAccount message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.DatacenterAccount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DatacenterAccount message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.DatacenterAccount & shoal.operator.v1.DatacenterAccount.$Shape} DatacenterAccount
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.DatacenterAccount & shoal.operator.v1.DatacenterAccount.$Shape;
            }

            namespace DatacenterAccount {

                /** Properties of a DatacenterAccount. */
                interface $Properties {

                    /** DatacenterAccount datacenter */
                    datacenter?: string;

                    /** DatacenterAccount hosts */
                    hosts?: number;

                    /** DatacenterAccount outsideBytes */
                    outsideBytes?: number;

                    /** DatacenterAccount bundleBytes */
                    bundleBytes?: number;

                    /** DatacenterAccount copiesPermille */
                    copiesPermille?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DatacenterAccount. */
                type $Shape = shoal.operator.v1.DatacenterAccount.$Properties;
            }

            /**
             * Properties of a RolloutHost.
             * @deprecated Use shoal.operator.v1.RolloutHost.$Properties instead.
             */
            interface IRolloutHost extends shoal.operator.v1.RolloutHost.$Properties {
            }

            /** Represents a RolloutHost. */
            class RolloutHost {

                /**
                 * Constructs a new RolloutHost.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.RolloutHost.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RolloutHost host. */
                host: string;

                /** RolloutHost datacenter. */
                datacenter: string;

                /** RolloutHost state. */
                state: string;

                /** RolloutHost failure. */
                failure: shoal.operator.v1.Failure;

                /** RolloutHost progress. */
                progress: shoal.operator.v1.Progress;

                /** RolloutHost bytesFromSeed. */
                bytesFromSeed: number;

                /** RolloutHost bytesFromHosts. */
                bytesFromHosts: number;

                /** RolloutHost prepareMs. */
                prepareMs: number;

                /** RolloutHost activateMs. */
                activateMs: number;

                /** RolloutHost route. */
                route: string;

                /** RolloutHost connected. */
                connected: boolean;

                /** RolloutHost why. */
                why: string;

                /** RolloutHost wave. */
                wave: number;

                /**
                 * Encodes the specified RolloutHost message. Does not implicitly {@link shoal.operator.v1.RolloutHost.verify|verify} messages.
                 * @param message RolloutHost message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.RolloutHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RolloutHost message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.RolloutHost & shoal.operator.v1.RolloutHost.$Shape} RolloutHost
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.RolloutHost & shoal.operator.v1.RolloutHost.$Shape;
            }

            namespace RolloutHost {

                /** Properties of a RolloutHost. */
                interface $Properties {

                    /** RolloutHost host */
                    host?: string;

                    /** RolloutHost datacenter */
                    datacenter?: string;

                    /** RolloutHost state */
                    state?: string;

                    /** RolloutHost failure */
                    failure?: shoal.operator.v1.Failure.$Properties;

                    /** RolloutHost progress */
                    progress?: shoal.operator.v1.Progress.$Properties;

                    /** RolloutHost bytesFromSeed */
                    bytesFromSeed?: number;

                    /** RolloutHost bytesFromHosts */
                    bytesFromHosts?: number;

                    /** RolloutHost prepareMs */
                    prepareMs?: number;

                    /** RolloutHost activateMs */
                    activateMs?: number;

                    /** RolloutHost route */
                    route?: string;

                    /** RolloutHost connected */
                    connected?: boolean;

                    /** RolloutHost why */
                    why?: string;

                    /** RolloutHost wave */
                    wave?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RolloutHost. */
                type $Shape = shoal.operator.v1.RolloutHost.$Properties;
            }

            /**
             * Properties of a Progress.
             * @deprecated Use shoal.operator.v1.Progress.$Properties instead.
             */
            interface IProgress extends shoal.operator.v1.Progress.$Properties {
            }

            /** Represents a Progress. */
            class Progress {

                /**
                 * Constructs a new Progress.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Progress.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Progress phase. */
                phase: string;

                /** Progress doneBytes. */
                doneBytes: number;

                /** Progress totalBytes. */
                totalBytes: number;

                /** Progress bytesFromSeed. */
                bytesFromSeed: number;

                /** Progress bytesFromHosts. */
                bytesFromHosts: number;

                /**
                 * Encodes the specified Progress message. Does not implicitly {@link shoal.operator.v1.Progress.verify|verify} messages.
                 * @param message Progress message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Progress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Progress message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Progress & shoal.operator.v1.Progress.$Shape} Progress
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Progress & shoal.operator.v1.Progress.$Shape;
            }

            namespace Progress {

                /** Properties of a Progress. */
                interface $Properties {

                    /** Progress phase */
                    phase?: string;

                    /** Progress doneBytes */
                    doneBytes?: number;

                    /** Progress totalBytes */
                    totalBytes?: number;

                    /** Progress bytesFromSeed */
                    bytesFromSeed?: number;

                    /** Progress bytesFromHosts */
                    bytesFromHosts?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Progress. */
                type $Shape = shoal.operator.v1.Progress.$Properties;
            }

            /**
             * Properties of a Failure.
             * @deprecated Use shoal.operator.v1.Failure.$Properties instead.
             */
            interface IFailure extends shoal.operator.v1.Failure.$Properties {
            }

            /** Represents a Failure. */
            class Failure {

                /**
                 * Constructs a new Failure.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Failure.$Properties);

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
                 * Encodes the specified Failure message. Does not implicitly {@link shoal.operator.v1.Failure.verify|verify} messages.
                 * @param message Failure message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Failure message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Failure & shoal.operator.v1.Failure.$Shape} Failure
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Failure & shoal.operator.v1.Failure.$Shape;
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
                type $Shape = shoal.operator.v1.Failure.$Properties;
            }

            /**
             * Properties of a WatchRequest.
             * @deprecated Use shoal.operator.v1.WatchRequest.$Properties instead.
             */
            interface IWatchRequest extends shoal.operator.v1.WatchRequest.$Properties {
            }

            /** Represents a WatchRequest. */
            class WatchRequest {

                /**
                 * Constructs a new WatchRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.WatchRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** WatchRequest rollout. */
                rollout: string;

                /** WatchRequest app. */
                app: string;

                /** WatchRequest environment. */
                environment: string;

                /**
                 * Encodes the specified WatchRequest message. Does not implicitly {@link shoal.operator.v1.WatchRequest.verify|verify} messages.
                 * @param message WatchRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.WatchRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a WatchRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.WatchRequest & shoal.operator.v1.WatchRequest.$Shape} WatchRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.WatchRequest & shoal.operator.v1.WatchRequest.$Shape;
            }

            namespace WatchRequest {

                /** Properties of a WatchRequest. */
                interface $Properties {

                    /** WatchRequest rollout */
                    rollout?: string;

                    /** WatchRequest app */
                    app?: string;

                    /** WatchRequest environment */
                    environment?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a WatchRequest. */
                type $Shape = shoal.operator.v1.WatchRequest.$Properties;
            }

            /**
             * Properties of a WatchEvent.
             * @deprecated Use shoal.operator.v1.WatchEvent.$Properties instead.
             */
            interface IWatchEvent extends shoal.operator.v1.WatchEvent.$Properties {
            }

            /** Represents a WatchEvent. */
            class WatchEvent {

                /**
                 * Constructs a new WatchEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.WatchEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** WatchEvent rollout. */
                rollout: (shoal.operator.v1.Rollout|null);

                /** WatchEvent hosts. */
                hosts: (shoal.operator.v1.RolloutHosts|null);

                /** WatchEvent event. */
                event?: ("rollout"|"hosts");

                /**
                 * Encodes the specified WatchEvent message. Does not implicitly {@link shoal.operator.v1.WatchEvent.verify|verify} messages.
                 * @param message WatchEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.WatchEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a WatchEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.WatchEvent & shoal.operator.v1.WatchEvent.$Shape} WatchEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.WatchEvent & shoal.operator.v1.WatchEvent.$Shape;
            }

            namespace WatchEvent {

                /** Properties of a WatchEvent. */
                interface $Properties {

                    /** WatchEvent rollout */
                    rollout?: (shoal.operator.v1.Rollout.$Properties|null);

                    /** WatchEvent hosts */
                    hosts?: (shoal.operator.v1.RolloutHosts.$Properties|null);

                    /** WatchEvent event */
                    event?: ("rollout"|"hosts");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a WatchEvent. */
                type $Shape = {
                  rollout?: shoal.operator.v1.Rollout.$Shape|null;
                  hosts?: shoal.operator.v1.RolloutHosts.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ event?: undefined; rollout?: null; hosts?: null }|{ event?: "rollout"; rollout: shoal.operator.v1.Rollout.$Shape; hosts?: null }|{ event?: "hosts"; rollout?: null; hosts: shoal.operator.v1.RolloutHosts.$Shape })
                );
            }

            /**
             * Properties of a RolloutHosts.
             * @deprecated Use shoal.operator.v1.RolloutHosts.$Properties instead.
             */
            interface IRolloutHosts extends shoal.operator.v1.RolloutHosts.$Properties {
            }

            /** Represents a RolloutHosts. */
            class RolloutHosts {

                /**
                 * Constructs a new RolloutHosts.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.RolloutHosts.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RolloutHosts hosts. */
                hosts: shoal.operator.v1.RolloutHost[];

                /**
                 * Encodes the specified RolloutHosts message. Does not implicitly {@link shoal.operator.v1.RolloutHosts.verify|verify} messages.
                 * @param message RolloutHosts message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.RolloutHosts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RolloutHosts message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.RolloutHosts & shoal.operator.v1.RolloutHosts.$Shape} RolloutHosts
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.RolloutHosts & shoal.operator.v1.RolloutHosts.$Shape;
            }

            namespace RolloutHosts {

                /** Properties of a RolloutHosts. */
                interface $Properties {

                    /** RolloutHosts hosts */
                    hosts?: shoal.operator.v1.RolloutHost.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RolloutHosts. */
                type $Shape = shoal.operator.v1.RolloutHosts.$Properties;
            }

            /**
             * Properties of a ListEventsRequest.
             * @deprecated Use shoal.operator.v1.ListEventsRequest.$Properties instead.
             */
            interface IListEventsRequest extends shoal.operator.v1.ListEventsRequest.$Properties {
            }

            /** Represents a ListEventsRequest. */
            class ListEventsRequest {

                /**
                 * Constructs a new ListEventsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListEventsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListEventsRequest app. */
                app: string;

                /** ListEventsRequest environment. */
                environment: string;

                /** ListEventsRequest afterVersion. */
                afterVersion: number;

                /** ListEventsRequest limit. */
                limit: number;

                /**
                 * Encodes the specified ListEventsRequest message. Does not implicitly {@link shoal.operator.v1.ListEventsRequest.verify|verify} messages.
                 * @param message ListEventsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListEventsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListEventsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListEventsRequest & shoal.operator.v1.ListEventsRequest.$Shape} ListEventsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListEventsRequest & shoal.operator.v1.ListEventsRequest.$Shape;
            }

            namespace ListEventsRequest {

                /** Properties of a ListEventsRequest. */
                interface $Properties {

                    /** ListEventsRequest app */
                    app?: string;

                    /** ListEventsRequest environment */
                    environment?: string;

                    /** ListEventsRequest afterVersion */
                    afterVersion?: number;

                    /** ListEventsRequest limit */
                    limit?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListEventsRequest. */
                type $Shape = shoal.operator.v1.ListEventsRequest.$Properties;
            }

            /**
             * Properties of a ListEventsResponse.
             * @deprecated Use shoal.operator.v1.ListEventsResponse.$Properties instead.
             */
            interface IListEventsResponse extends shoal.operator.v1.ListEventsResponse.$Properties {
            }

            /** Represents a ListEventsResponse. */
            class ListEventsResponse {

                /**
                 * Constructs a new ListEventsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListEventsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListEventsResponse events. */
                events: shoal.operator.v1.Event[];

                /**
                 * Encodes the specified ListEventsResponse message. Does not implicitly {@link shoal.operator.v1.ListEventsResponse.verify|verify} messages.
                 * @param message ListEventsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListEventsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListEventsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListEventsResponse & shoal.operator.v1.ListEventsResponse.$Shape} ListEventsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListEventsResponse & shoal.operator.v1.ListEventsResponse.$Shape;
            }

            namespace ListEventsResponse {

                /** Properties of a ListEventsResponse. */
                interface $Properties {

                    /** ListEventsResponse events */
                    events?: shoal.operator.v1.Event.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListEventsResponse. */
                type $Shape = shoal.operator.v1.ListEventsResponse.$Properties;
            }

            /**
             * Properties of an Event.
             * @deprecated Use shoal.operator.v1.Event.$Properties instead.
             */
            interface IEvent extends shoal.operator.v1.Event.$Properties {
            }

            /** Represents an Event. */
            class Event {

                /**
                 * Constructs a new Event.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Event.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Event version. */
                version: number;

                /** Event atUnixMs. */
                atUnixMs: number;

                /** Event principal. */
                principal: string;

                /** Event kind. */
                kind: string;

                /** Event body. */
                body: string;

                /**
                 * Encodes the specified Event message. Does not implicitly {@link shoal.operator.v1.Event.verify|verify} messages.
                 * @param message Event message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Event message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Event & shoal.operator.v1.Event.$Shape} Event
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Event & shoal.operator.v1.Event.$Shape;
            }

            namespace Event {

                /** Properties of an Event. */
                interface $Properties {

                    /** Event version */
                    version?: number;

                    /** Event atUnixMs */
                    atUnixMs?: number;

                    /** Event principal */
                    principal?: string;

                    /** Event kind */
                    kind?: string;

                    /** Event body */
                    body?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Event. */
                type $Shape = shoal.operator.v1.Event.$Properties;
            }

            /**
             * Properties of a ListNotifyTargetsRequest.
             * @deprecated Use shoal.operator.v1.ListNotifyTargetsRequest.$Properties instead.
             */
            interface IListNotifyTargetsRequest extends shoal.operator.v1.ListNotifyTargetsRequest.$Properties {
            }

            /** Represents a ListNotifyTargetsRequest. */
            class ListNotifyTargetsRequest {

                /**
                 * Constructs a new ListNotifyTargetsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListNotifyTargetsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified ListNotifyTargetsRequest message. Does not implicitly {@link shoal.operator.v1.ListNotifyTargetsRequest.verify|verify} messages.
                 * @param message ListNotifyTargetsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListNotifyTargetsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListNotifyTargetsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListNotifyTargetsRequest & shoal.operator.v1.ListNotifyTargetsRequest.$Shape} ListNotifyTargetsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListNotifyTargetsRequest & shoal.operator.v1.ListNotifyTargetsRequest.$Shape;
            }

            namespace ListNotifyTargetsRequest {

                /** Properties of a ListNotifyTargetsRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListNotifyTargetsRequest. */
                type $Shape = shoal.operator.v1.ListNotifyTargetsRequest.$Properties;
            }

            /**
             * Properties of a ListNotifyTargetsResponse.
             * @deprecated Use shoal.operator.v1.ListNotifyTargetsResponse.$Properties instead.
             */
            interface IListNotifyTargetsResponse extends shoal.operator.v1.ListNotifyTargetsResponse.$Properties {
            }

            /** Represents a ListNotifyTargetsResponse. */
            class ListNotifyTargetsResponse {

                /**
                 * Constructs a new ListNotifyTargetsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListNotifyTargetsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListNotifyTargetsResponse targets. */
                targets: shoal.operator.v1.NotifyTarget[];

                /**
                 * Encodes the specified ListNotifyTargetsResponse message. Does not implicitly {@link shoal.operator.v1.ListNotifyTargetsResponse.verify|verify} messages.
                 * @param message ListNotifyTargetsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListNotifyTargetsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListNotifyTargetsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListNotifyTargetsResponse & shoal.operator.v1.ListNotifyTargetsResponse.$Shape} ListNotifyTargetsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListNotifyTargetsResponse & shoal.operator.v1.ListNotifyTargetsResponse.$Shape;
            }

            namespace ListNotifyTargetsResponse {

                /** Properties of a ListNotifyTargetsResponse. */
                interface $Properties {

                    /** ListNotifyTargetsResponse targets */
                    targets?: shoal.operator.v1.NotifyTarget.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListNotifyTargetsResponse. */
                type $Shape = shoal.operator.v1.ListNotifyTargetsResponse.$Properties;
            }

            /**
             * Properties of a NotifyTarget.
             * @deprecated Use shoal.operator.v1.NotifyTarget.$Properties instead.
             */
            interface INotifyTarget extends shoal.operator.v1.NotifyTarget.$Properties {
            }

            /** Represents a NotifyTarget. */
            class NotifyTarget {

                /**
                 * Constructs a new NotifyTarget.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.NotifyTarget.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** NotifyTarget name. */
                name: string;

                /** NotifyTarget format. */
                format: string;

                /** NotifyTarget host. */
                host: string;

                /** NotifyTarget signed. */
                signed: boolean;

                /** NotifyTarget severity. */
                severity: string;

                /** NotifyTarget environments. */
                environments: string[];

                /** NotifyTarget apps. */
                apps: string[];

                /** NotifyTarget kinds. */
                kinds: string[];

                /** NotifyTarget waiting. */
                waiting: number;

                /** NotifyTarget delivered. */
                delivered: number;

                /** NotifyTarget dropped. */
                dropped: number;

                /** NotifyTarget deliveredUnixMs. */
                deliveredUnixMs: number;

                /** NotifyTarget failing. */
                failing: string;

                /**
                 * Encodes the specified NotifyTarget message. Does not implicitly {@link shoal.operator.v1.NotifyTarget.verify|verify} messages.
                 * @param message NotifyTarget message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.NotifyTarget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a NotifyTarget message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.NotifyTarget & shoal.operator.v1.NotifyTarget.$Shape} NotifyTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.NotifyTarget & shoal.operator.v1.NotifyTarget.$Shape;
            }

            namespace NotifyTarget {

                /** Properties of a NotifyTarget. */
                interface $Properties {

                    /** NotifyTarget name */
                    name?: string;

                    /** NotifyTarget format */
                    format?: string;

                    /** NotifyTarget host */
                    host?: string;

                    /** NotifyTarget signed */
                    signed?: boolean;

                    /** NotifyTarget severity */
                    severity?: string;

                    /** NotifyTarget environments */
                    environments?: string[];

                    /** NotifyTarget apps */
                    apps?: string[];

                    /** NotifyTarget kinds */
                    kinds?: string[];

                    /** NotifyTarget waiting */
                    waiting?: number;

                    /** NotifyTarget delivered */
                    delivered?: number;

                    /** NotifyTarget dropped */
                    dropped?: number;

                    /** NotifyTarget deliveredUnixMs */
                    deliveredUnixMs?: number;

                    /** NotifyTarget failing */
                    failing?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a NotifyTarget. */
                type $Shape = shoal.operator.v1.NotifyTarget.$Properties;
            }

            /**
             * Properties of a TestNotifyRequest.
             * @deprecated Use shoal.operator.v1.TestNotifyRequest.$Properties instead.
             */
            interface ITestNotifyRequest extends shoal.operator.v1.TestNotifyRequest.$Properties {
            }

            /** Represents a TestNotifyRequest. */
            class TestNotifyRequest {

                /**
                 * Constructs a new TestNotifyRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.TestNotifyRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TestNotifyRequest name. */
                name: string;

                /**
                 * Encodes the specified TestNotifyRequest message. Does not implicitly {@link shoal.operator.v1.TestNotifyRequest.verify|verify} messages.
                 * @param message TestNotifyRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.TestNotifyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TestNotifyRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.TestNotifyRequest & shoal.operator.v1.TestNotifyRequest.$Shape} TestNotifyRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.TestNotifyRequest & shoal.operator.v1.TestNotifyRequest.$Shape;
            }

            namespace TestNotifyRequest {

                /** Properties of a TestNotifyRequest. */
                interface $Properties {

                    /** TestNotifyRequest name */
                    name?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TestNotifyRequest. */
                type $Shape = shoal.operator.v1.TestNotifyRequest.$Properties;
            }

            /**
             * Properties of a TestNotifyResponse.
             * @deprecated Use shoal.operator.v1.TestNotifyResponse.$Properties instead.
             */
            interface ITestNotifyResponse extends shoal.operator.v1.TestNotifyResponse.$Properties {
            }

            /** Represents a TestNotifyResponse. */
            class TestNotifyResponse {

                /**
                 * Constructs a new TestNotifyResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.TestNotifyResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TestNotifyResponse delivered. */
                delivered: boolean;

                /** TestNotifyResponse status. */
                status: number;

                /** TestNotifyResponse why. */
                why: string;

                /** TestNotifyResponse durationMs. */
                durationMs: number;

                /**
                 * Encodes the specified TestNotifyResponse message. Does not implicitly {@link shoal.operator.v1.TestNotifyResponse.verify|verify} messages.
                 * @param message TestNotifyResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.TestNotifyResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TestNotifyResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.TestNotifyResponse & shoal.operator.v1.TestNotifyResponse.$Shape} TestNotifyResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.TestNotifyResponse & shoal.operator.v1.TestNotifyResponse.$Shape;
            }

            namespace TestNotifyResponse {

                /** Properties of a TestNotifyResponse. */
                interface $Properties {

                    /** TestNotifyResponse delivered */
                    delivered?: boolean;

                    /** TestNotifyResponse status */
                    status?: number;

                    /** TestNotifyResponse why */
                    why?: string;

                    /** TestNotifyResponse durationMs */
                    durationMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TestNotifyResponse. */
                type $Shape = shoal.operator.v1.TestNotifyResponse.$Properties;
            }

            /**
             * Properties of a ListSwitchesRequest.
             * @deprecated Use shoal.operator.v1.ListSwitchesRequest.$Properties instead.
             */
            interface IListSwitchesRequest extends shoal.operator.v1.ListSwitchesRequest.$Properties {
            }

            /** Represents a ListSwitchesRequest. */
            class ListSwitchesRequest {

                /**
                 * Constructs a new ListSwitchesRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListSwitchesRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListSwitchesRequest app. */
                app: string;

                /** ListSwitchesRequest environment. */
                environment: string;

                /** ListSwitchesRequest host. */
                host: string;

                /** ListSwitchesRequest tag. */
                tag: string;

                /** ListSwitchesRequest limit. */
                limit: number;

                /**
                 * Encodes the specified ListSwitchesRequest message. Does not implicitly {@link shoal.operator.v1.ListSwitchesRequest.verify|verify} messages.
                 * @param message ListSwitchesRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListSwitchesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListSwitchesRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListSwitchesRequest & shoal.operator.v1.ListSwitchesRequest.$Shape} ListSwitchesRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListSwitchesRequest & shoal.operator.v1.ListSwitchesRequest.$Shape;
            }

            namespace ListSwitchesRequest {

                /** Properties of a ListSwitchesRequest. */
                interface $Properties {

                    /** ListSwitchesRequest app */
                    app?: string;

                    /** ListSwitchesRequest environment */
                    environment?: string;

                    /** ListSwitchesRequest host */
                    host?: string;

                    /** ListSwitchesRequest tag */
                    tag?: string;

                    /** ListSwitchesRequest limit */
                    limit?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListSwitchesRequest. */
                type $Shape = shoal.operator.v1.ListSwitchesRequest.$Properties;
            }

            /**
             * Properties of a ListSwitchesResponse.
             * @deprecated Use shoal.operator.v1.ListSwitchesResponse.$Properties instead.
             */
            interface IListSwitchesResponse extends shoal.operator.v1.ListSwitchesResponse.$Properties {
            }

            /** Represents a ListSwitchesResponse. */
            class ListSwitchesResponse {

                /**
                 * Constructs a new ListSwitchesResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.ListSwitchesResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListSwitchesResponse switches. */
                switches: shoal.operator.v1.Switch[];

                /**
                 * Encodes the specified ListSwitchesResponse message. Does not implicitly {@link shoal.operator.v1.ListSwitchesResponse.verify|verify} messages.
                 * @param message ListSwitchesResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.ListSwitchesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListSwitchesResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.ListSwitchesResponse & shoal.operator.v1.ListSwitchesResponse.$Shape} ListSwitchesResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.ListSwitchesResponse & shoal.operator.v1.ListSwitchesResponse.$Shape;
            }

            namespace ListSwitchesResponse {

                /** Properties of a ListSwitchesResponse. */
                interface $Properties {

                    /** ListSwitchesResponse switches */
                    switches?: shoal.operator.v1.Switch.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListSwitchesResponse. */
                type $Shape = shoal.operator.v1.ListSwitchesResponse.$Properties;
            }

            /**
             * Properties of a Switch.
             * @deprecated Use shoal.operator.v1.Switch.$Properties instead.
             */
            interface ISwitch extends shoal.operator.v1.Switch.$Properties {
            }

            /** Represents a Switch. */
            class Switch {

                /**
                 * Constructs a new Switch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: shoal.operator.v1.Switch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Switch atUnixMs. */
                atUnixMs: number;

                /** Switch host. */
                host: string;

                /** Switch slot. */
                slot: string;

                /** Switch release. */
                release: string;

                /** Switch tag. */
                tag: string;

                /** Switch tree. */
                tree: string;

                /** Switch detail. */
                detail: string;

                /** Switch rollout. */
                rollout: string;

                /**
                 * Encodes the specified Switch message. Does not implicitly {@link shoal.operator.v1.Switch.verify|verify} messages.
                 * @param message Switch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: shoal.operator.v1.Switch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Switch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {shoal.operator.v1.Switch & shoal.operator.v1.Switch.$Shape} Switch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shoal.operator.v1.Switch & shoal.operator.v1.Switch.$Shape;
            }

            namespace Switch {

                /** Properties of a Switch. */
                interface $Properties {

                    /** Switch atUnixMs */
                    atUnixMs?: number;

                    /** Switch host */
                    host?: string;

                    /** Switch slot */
                    slot?: string;

                    /** Switch release */
                    release?: string;

                    /** Switch tag */
                    tag?: string;

                    /** Switch tree */
                    tree?: string;

                    /** Switch detail */
                    detail?: string;

                    /** Switch rollout */
                    rollout?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Switch. */
                type $Shape = shoal.operator.v1.Switch.$Properties;
            }
        }
    }
}
