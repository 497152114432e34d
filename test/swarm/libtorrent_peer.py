"""A stock BitTorrent client (libtorrent) on one SSL torrent, driven by libtorrent.test.ts.

argv[1]: JSON with torrent, save, certificate, key, dh (paths; certificate null: none), peer ("host:port" or null), timeout_s.
Prints one JSON line when it listens ({"port": n}) and one at the end ({"done": bool, "downloaded": n, "alerts": [...]}).
Ends at its download's end, at the timeout, or, when it began complete, at the end of stdin.
"""
import json
import sys
import time

import libtorrent as lt

options = json.loads(sys.argv[1])
session = lt.session({
    "listen_interfaces": "127.0.0.1:0s",
    "alert_mask": lt.alert.category_t.all_categories,
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "allow_multiple_connections_per_ip": True, "enable_outgoing_utp": False, "enable_incoming_utp": False,
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(options["torrent"])
params.save_path = options["save"]
params.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(params)
if options["certificate"] is not None:
    handle.set_ssl_certificate(options["certificate"], options["key"], options["dh"])

deadline = time.monotonic() + options["timeout_s"]
alerts = []
port = 0
told = connected = False
began_complete = None
while time.monotonic() < deadline:
    session.wait_for_alert(200)
    for alert in session.pop_alerts():
        what = type(alert).__name__
        if isinstance(alert, lt.listen_succeeded_alert):
            port = alert.port
        if "error" in what or "disconnected" in what or "need_cert" in what:
            alerts.append(alert.message())
    status = handle.status()
    checked = status.state not in (lt.torrent_status.checking_files, lt.torrent_status.checking_resume_data)
    if checked and not told and port != 0:
        told = True
        began_complete = status.is_seeding
        print(json.dumps({"port": port}), flush=True)
    if told and not connected and options["peer"] is not None:
        connected = True
        host, port = options["peer"].split(":")
        handle.connect_peer((host, int(port)))
    if began_complete:
        sys.stdin.read()
        break
    if status.is_seeding:
        break
status = handle.status()
print(json.dumps({"done": status.is_seeding, "downloaded": status.total_payload_download, "alerts": alerts[-20:]}), flush=True)
