"""rsync as one machine of the lab, told what to do on stdin (run.ts): argv[1] is JSON, with address and config the daemon, with source and save a client."""
import json
import socket
import subprocess
import sys
import time

options = json.loads(sys.argv[1])
if "config" in options:
    child = subprocess.Popen(["rsync", "--daemon", "--no-detach", "--address", options["address"], "--config", options["config"]], stdin=subprocess.DEVNULL)
    while child.poll() is None:
        try:
            socket.create_connection((options["address"], 873)).close()
            break
        except OSError:
            time.sleep(0.05)
    print(json.dumps({}), flush=True)
    sys.stdin.readline()
    child.terminate()
else:
    print(json.dumps({}), flush=True)
    if sys.stdin.readline().strip() == "go":
        subprocess.run(["rsync", "--whole-file", options["source"], options["save"] + "/"], check=True, stdin=subprocess.DEVNULL)
        print(json.dumps({"doneMs": time.time() * 1000}), flush=True)
        sys.stdin.readline()
    print(json.dumps({}), flush=True)
