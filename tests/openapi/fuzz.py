"""Tries the API by its own description: without a token, and as agent, analyst, editor and admin.

    fuzz.py PROGRAM [--seconds N] [--seed N] [--role ROLE] [--keep DIR]

Copies a few articles of kb/ to a throw-away folder, starts PROGRAM on it, checks the description with a validator of
OpenAPI 3.1, and has schemathesis send for N seconds a role whatever the description allows and much that it does not.
A status of 5xx, a status, content type, header or member that is not described, a wrong answer to wrong data: each is
a finding, and any finding is a failure. What it tries follows from the seed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
KB = HERE.parent.parent / "kb"
# Few enough to be indexed at once, and one of each kind: for residents, for agents, from an order of the Mayor.
FOLDERS = ["slowniki", "odpady", "usc", "instrukcje"]
ROLES = ["agent", "analyst", "editor", "admin"]
# What the server said stands in its log: nothing of ours may be at error.
FAULT = re.compile(r"\bERROR\b|panicked")


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="drogowskaz-fuzz-") as folder:
        folder = Path(asked.keep or folder)
        findings = 0
        requests = 0
        for role in asked.role or ["nobody", *ROLES]:
            # Each role on a copy of its own: what one destroys must not spare the next.
            room = folder / role
            with Server(asked.program, room) as server:
                if role == (asked.role or ["nobody"])[0]:
                    validate(server.description())
                sent, found = fuzz(server, role, asked, room)
                requests, findings = requests + sent, findings + found + server.faults()
        print(f"fuzz-api: {requests} requests, {findings} findings (seed {asked.seed})")
        return 1 if findings or not requests else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--seconds", type=int, default=15, help="for each role")
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--role", action="append", choices=["nobody", *ROLES], help="only this one; may be repeated")
    parser.add_argument("--keep", help="a folder for the copies and what schemathesis says, to be kept")
    asked = parser.parse_args()
    asked.program = asked.program.resolve()
    return asked


class Server:
    """The program at work on a throw-away copy, with a token of each role."""

    def __init__(self, program, room):
        shutil.rmtree(room, ignore_errors=True)
        for name in FOLDERS:
            shutil.copytree(KB / name, room / "kb" / name)
        self.program, self.room, self.log = program, room, []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("DROGOWSKAZ_")}
        self.tokens = {role: self.token(role) for role in ROLES}

    def token(self, role):
        said = self.run("token", "create", "--name", f"fuzz {role}", "--role", role)
        return re.search(r"dgw_\S+", said)[0]

    def run(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments], cwd=self.room, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout + done.stderr

    def __enter__(self):
        # Nobody is kept waiting for having asked much: that is tried elsewhere.
        options = ["serve", "--listen", "127.0.0.1:0", "--public-rate", "0"]
        self.process = subprocess.Popen(
            [self.program, *options],
            cwd=self.room,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True)
        self.reader.start()
        for line in self.process.stdout:
            if found := re.search(r"http://[\d.]+:\d+", line):
                self.url = found[0]
                break
        else:
            raise SystemExit("the server never told its address:\n" + "".join(self.log))
        self.drain = threading.Thread(target=lambda: list(self.process.stdout), daemon=True)
        self.drain.start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def description(self):
        with urllib.request.urlopen(f"{self.url}/api/v1/openapi.json", timeout=20) as answer:
            return json.load(answer)

    def faults(self):
        """What of its own the server wrote down as a fault, or that it is not there any more."""
        dead = self.process.poll() is not None
        lines = [line.rstrip() for line in self.log if FAULT.search(line)]
        for line in lines[:20]:
            print("  the server's log:", line)
        if dead:
            print("  the server died:", *self.log[-20:], sep="\n  ")
        return len(lines) + dead


def validate(description):
    from openapi_spec_validator import OpenAPIV31SpecValidator

    errors = list(OpenAPIV31SpecValidator(description).iter_errors())
    for error in errors:
        print("  the description:", error)
    operations = sum(len(item) for item in description["paths"].values())
    print(f"description: {operations} operations, {len(errors)} errors")
    if errors:
        raise SystemExit(1)


def fuzz(server, role, asked, room):
    report = room / "schemathesis.json"
    command = [
        *[Path(sys.executable).with_name("st"), "--config-file", HERE / "schemathesis.toml", "run"],
        *[f"{server.url}/api/v1/openapi.json", "--seed", str(asked.seed), "--max-time", str(asked.seconds)],
        *["--no-color", "--report", "json", "--report-json-path", report],
    ]
    if role != "nobody":
        command += ["-H", f"Authorization: Bearer {server.tokens[role]}"]
    environment = {**server.environment, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    began = time.monotonic()
    # Bounded even where schemathesis does not come to an end.
    done = subprocess.run(
        command, cwd=room, env=environment, capture_output=True, text=True, timeout=asked.seconds * 4 + 300
    )
    (room / "schemathesis.txt").write_text(done.stdout + done.stderr)
    said = json.loads(report.read_text()) if report.exists() else {}
    cases, operations = said.get("test_cases", {}), said.get("operations") or {}
    sent = cases.get("generated", 0)
    found = cases.get("unique_failures", 0) + sum(error["count"] for error in said.get("errors", []))
    # An end without a verdict, or with operations left out, is no success.
    if (done.returncode and not found) or operations.get("tested") != operations.get("total"):
        found += 1
    tested = f"{operations.get('tested')} of {operations.get('total')} operations"
    print(f"{role}: {sent} requests to {tested} in {time.monotonic() - began:.0f} s, {found} findings", flush=True)
    if found:
        print(done.stdout[-20_000:], done.stderr[-4_000:])
    return sent, found


if __name__ == "__main__":
    sys.exit(main())
