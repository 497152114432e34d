// A host agent speaks no WebRTC; the real package needs a native download at install time.
export const RTCPeerConnection = undefined;
export const RTCSessionDescription = undefined;
export const RTCIceCandidate = undefined;
export default {};
