"""aria2 as one machine of the lab, told what to do on stdin (run.ts).

argv[1]: JSON with address, torrent, save, seed. A seed starts at once, a host when it is told "go"; it goes on seeding until "end".
"""
import json
import os
import subprocess
import sys
import time

options = json.loads(sys.argv[1])
done = os.path.join(options["save"], ".done")
hook = os.path.join(options["save"], ".hook")
with open(hook, "w") as file:
    file.write("#!/bin/sh\ndate +%%s%%N > '%s.new' && mv '%s.new' '%s'\n" % (done, done, done))
os.chmod(hook, 0o755)
command = [
    "aria2c", "--no-conf", "--quiet", "--dir", options["save"], "--listen-port=6881", "--interface", options["address"],
    "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--disable-ipv6=true", "--seed-ratio=0.0", "--file-allocation=none",
    "--bt-max-peers=0", "--bt-tracker-interval=5", "--on-bt-download-complete", hook, "--check-integrity=%s" % ("true" if options["seed"] else "false"),
    "--allow-overwrite=true", options["torrent"],
]


def start():
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


child = None
if options["seed"]:
    child = start()
    # It has checked its file when it calls the hook.
    while not os.path.exists(done) and child.poll() is None:
        time.sleep(0.05)
print(json.dumps({"ready": True}), flush=True)
if not options["seed"] and sys.stdin.readline().strip() == "go":
    child = start()
    while not os.path.exists(done):
        if child.poll() is not None:
            sys.exit("aria2c ended with %s" % child.returncode)
        time.sleep(0.02)
    print(json.dumps({"doneMs": int(open(done).read()) / 1e6}), flush=True)
sys.stdin.readline()
if child is not None:
    child.terminate()
    child.wait()
print(json.dumps({}), flush=True)
