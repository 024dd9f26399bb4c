"""What the server has acknowledged survives its sudden death, and its mail arrives.

Kills a server under load with SIGKILL, several times, and then counts: every pledge that was answered with
202 is there, every confirmation that was answered with 200 is public, the history's chain holds, and every
pledge's mail has arrived at a real SMTP server. A mail may arrive twice only with the same Message-ID.

Run by tests/steps/crash.sh, with the settings of the server in the environment.
"""

import email
import email.policy
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict

from aiosmtpd.controller import Controller

BASE = os.environ["BASE_URL"]
PROGRAM = os.environ["THOUSAND"]
LOG = os.environ["SERVER_LOG"]
ROUNDS = 3
WRITERS = 6
# A job that the dead server had claimed is tried again when its lease ends.
PATIENCE = 90


class Post:
    """A mail server that keeps what it takes, and at first turns some recipients away."""

    def __init__(self):
        self.lock = threading.Lock()
        self.mails = defaultdict(list)
        self.turned_away = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("later"):
            with self.lock:
                first = address not in self.turned_away
                self.turned_away.add(address)
            if first:
                return f"451 4.2.1 {address} is busy, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            for address in envelope.rcpt_tos:
                self.mails[address].append((mail["Message-ID"], mail.get_content()))
        return "250 OK"

    def link(self, address):
        """The id and the secret of the link for confirming, once its mail is here."""
        with self.lock:
            for _, text in self.mails.get(address, []):
                for line in text.splitlines():
                    if "/pledge/confirm#id=" in line:
                        return line.split("token=")[1].strip()
        return None


def call(method, path, body=None, bearer=None):
    # Each request comes from an address of its own, as far as the server behind its proxy knows: few may make it
    # send mail from one.
    visitor = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    headers = {"Content-Type": "application/json", "X-Forwarded-For": visitor}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, json.load(answer)


def start(out):
    server = subprocess.Popen([PROGRAM, "serve"], stdout=out, stderr=out)
    for _ in range(200):
        try:
            call("GET", "/health/ready")
            return server
        except OSError:
            assert server.poll() is None, "the server ended by itself"
            time.sleep(0.05)
    raise AssertionError("the server is not ready")


def pledge(name, address):
    return {
        "name": name,
        "country": "KR",
        "level": "municipal",
        "signatory_name": "Ada Example",
        "signatory_office": "Mayor",
        "contact_name": "Grace Officer",
        "email": address,
        "may_act": True,
        "publish": True,
        "language": "en",
    }


def write(round_, writer, post, over, made, confirmed):
    """Makes pledges, and confirms each second one, until the server is dead."""
    for n in range(1_000_000):
        if over.is_set():
            return
        address = f"{'later' if n % 5 == 4 else 'office'}-{round_}-{writer}-{n}@city.example.org"
        try:
            _, receipt = call("POST", "/v1/pledges", pledge(f"Crash {round_} {writer} {n}", address))
            made[address] = receipt["id"]
            if n % 2:
                continue
            until = time.monotonic() + 1
            while not over.is_set() and time.monotonic() < until:
                if token := post.link(address):
                    _, answer = call("POST", f"/v1/pledges/{receipt['id']}/confirm", {"token": token})
                    confirmed[receipt["id"]] = answer["territory"]["slug"]
                    break
                time.sleep(0.01)
        except urllib.error.HTTPError as problem:
            over.set()
            raise AssertionError(f"{problem.code} {problem.read()[:300]}") from problem
        except (OSError, ValueError):
            # The connection broke off: nothing was acknowledged.
            return


def everything(path, bearer):
    """All records of a list, page by page."""
    while path:
        _, answer = call("GET", path, bearer=bearer)
        yield from answer["data"]
        following = answer["page"]["next"]
        path = following and following[following.index("/v1/") :]


def main():
    chance = random.Random(20261123)
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=int(os.environ["SMTP_PORT"]))
    controller.start()
    made, confirmed, failures = {}, {}, []
    threading.excepthook = lambda failure: failures.append(failure.exc_value)
    with open(LOG, "ab") as out:
        for round_ in range(ROUNDS):
            server = start(out)
            over = threading.Event()
            writers = [threading.Thread(target=write, args=(round_, n, post, over, made, confirmed)) for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(chance.uniform(1.5, 2.5))
            server.send_signal(signal.SIGKILL)
            server.wait()
            over.set()
            for writer in writers:
                writer.join()
        assert not failures, failures
        assert len(made) > 10 * ROUNDS and len(confirmed) > ROUNDS, f"too little load: {len(made)} pledges, {len(confirmed)} confirmed"

        server = start(out)
        try:
            until = time.monotonic() + PATIENCE
            while (waiting := [a for a in made if a not in post.mails]) and time.monotonic() < until:
                time.sleep(0.2)
            assert not waiting, f"{len(waiting)} mails never arrived, such as that to {waiting[0]}"
            _, session = call("POST", "/v1/sessions", {"email": os.environ["ADMIN_EMAIL"], "password": os.environ["ADMIN_PASSWORD"]})
            kept = {one["id"] for one in everything("/v1/pledges?limit=200", session["access_token"])}
            lost = [one for one in made.values() if one not in kept]
            assert not lost, f"{len(lost)} acknowledged pledges are gone"
            for slug in confirmed.values():
                call("GET", f"/v1/territories/{slug}")
        finally:
            server.terminate()
            server.wait()
    controller.stop()
    subprocess.run([PROGRAM, "verify"], check=True)

    repeated = [mails for mails in post.mails.values() for mails in [[m for m in mails if "/pledge/confirm#id=" in m[1]]] if len(mails) > 1]
    for mails in repeated:
        assert len({message_id for message_id, _ in mails}) == 1, "one mail was sent under two names"
    log = open(LOG, encoding="utf-8").read()
    assert post.turned_away and "451" in log, "no mail was turned away"
    assert "@city.example.org" not in log, "the log names a recipient"
    print(
        f"killed {ROUNDS} times; {len(made)} pledges and {len(confirmed)} confirmations acknowledged, none lost; "
        f"mail to {len(post.mails)} addresses, {len(post.turned_away)} turned away once, {len(repeated)} repeated"
    )


if __name__ == "__main__":
    sys.exit(main())
