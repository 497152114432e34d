"""libtorrent as one machine of the lab, told what to do on stdin (run.ts).

argv[1]: JSON with address, torrent, save, peers (their addresses), utp (whether over that, or TCP). Says {"ready"} when its file is checked and it listens, gets "go" and connects,
says {"doneMs"} when it has everything, goes on seeding, gets "end" and says how many payload bytes came from each address.
"""
import json
import select
import sys
import time

import libtorrent as lt

options = json.loads(sys.argv[1])
PORT = 6881
settings = {
    "listen_interfaces": "%s:%d" % (options["address"], PORT), "outgoing_interfaces": options["address"],
    "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_outgoing_utp": options["utp"], "enable_incoming_utp": options["utp"],
    "enable_outgoing_tcp": not options["utp"], "enable_incoming_tcp": not options["utp"], "in_enc_policy": 2, "out_enc_policy": 2,
    # Connections of complete peers stay, so that their bytes can be told.
    "close_redundant_connections": False,
}
session = lt.session(settings)
params = lt.add_torrent_params()
params.ti = lt.torrent_info(options["torrent"])
params.save_path = options["save"]
params.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(params)

listens = ready = going = done = False
while True:
    if select.select([sys.stdin], [], [], 0)[0]:
        line = sys.stdin.readline().strip()
        if line == "go":
            going = True
            for host in options["peers"]:
                handle.connect_peer((host, PORT))
        else:
            break
    session.wait_for_alert(20)
    for alert in session.pop_alerts():
        listens = listens or isinstance(alert, lt.listen_succeeded_alert)
    if not ready or (going and not done):
        status = handle.status()
        if listens and not ready and status.state not in (lt.torrent_status.checking_files, lt.torrent_status.checking_resume_data):
            ready = True
            print(json.dumps({"ready": True}), flush=True)
        if going and not done and status.is_seeding:
            done = True
            print(json.dumps({"doneMs": time.time() * 1000}), flush=True)
received = {}
for peer in handle.get_peer_info():
    received[peer.ip[0]] = received.get(peer.ip[0], 0) + peer.total_download
print(json.dumps({"received": received}), flush=True)
