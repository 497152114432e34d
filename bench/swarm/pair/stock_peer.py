"""libtorrent as one end of a pair, driven by pair/stock.ts.

argv[1]: JSON with torrent, save, certificate, key, dh (paths; certificate null: no TLS). Prints {"port": n} when its file is checked and it listens,
{"done": true} when it has everything and was told to connect. A line "host:port" on stdin: connect there. Ends with stdin.
"""
import json
import select
import sys

import libtorrent as lt

options = json.loads(sys.argv[1])
tls = options["certificate"] is not None
session = lt.session({
    "listen_interfaces": "127.0.0.1:0" + ("s" if tls else ""),
    "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "allow_multiple_connections_per_ip": True, "enable_outgoing_utp": False, "enable_incoming_utp": False,
    "in_enc_policy": 2, "out_enc_policy": 2,
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(options["torrent"])
params.save_path = options["save"]
params.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(params)
if tls:
    handle.set_ssl_certificate(options["certificate"], options["key"], options["dh"])

port = 0
told = asked = done = False
while True:
    if select.select([sys.stdin], [], [], 0)[0]:
        line = sys.stdin.readline()
        if line == "":
            break
        host, to = line.strip().split(":")
        handle.connect_peer((host, int(to)))
        asked = True
    session.wait_for_alert(20)
    for alert in session.pop_alerts():
        if isinstance(alert, lt.listen_succeeded_alert):
            port = alert.port
        if isinstance(alert, lt.torrent_finished_alert) and asked and not done:
            done = True
            print(json.dumps({"done": True}), flush=True)
    if not told and port != 0:
        status = handle.status()
        if status.state not in (lt.torrent_status.checking_files, lt.torrent_status.checking_resume_data):
            told = True
            print(json.dumps({"port": port}), flush=True)
