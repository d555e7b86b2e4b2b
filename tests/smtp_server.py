#!/usr/bin/python3
"""A real SMTP server on loopback that keeps what it accepts and misbehaves on demand.

Each accepted message is stored as DIR/NNNN.eml (the bytes received, dots
unstuffed) with its envelope in DIR/NNNN.json: mail_from, rcpt_tos, tls, login,
and bare_lf, true when a line did not end in CRLF.  A message is stored before
its reply leaves: a message in DIR is one the server has taken charge of.

The port is free unless --port says otherwise; it is written to --port-file
once the server listens.  SIGTERM or SIGINT stops it.  It prints nothing.
"""

import argparse
import asyncio
import json
import logging
import os
import re
import signal
import socket
import ssl
import struct
import warnings
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

FAULTS = {
    "greylist": "451 the first time a recipient is seen",
    "reject-rcpt": "550 to every recipient",
    "reject-data": "554 after the final dot",
    "tempfail-data": "451 after the final dot",
    "close-before-data": "closes when DATA is asked for",
    "close-after-dot": "stores the message, closes without a reply",
    "slow-dot": "stores the message, replies after SECONDS",
    "rst-after-250": "stores the message, replies 250, resets the connection",
}
BARE_LF = re.compile(rb"(?<!\r)\n")


def write_whole(path, data):
    """Writes a file that never shows half-written."""
    draft = path.with_name(path.name + ".tmp")
    draft.write_bytes(data)
    os.replace(draft, path)


class Mailbox:
    """The folder of accepted messages, numbered on from those already there."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.last = max((int(path.stem) for path in self.folder.glob("*.eml")), default=0)

    def store(self, session, envelope):
        self.last += 1
        stem = self.folder / f"{self.last:04}"
        about = {
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "login": session.login_data.decode() if session.login_data else None,
            "bare_lf": bool(BARE_LF.search(envelope.original_content)),
        }
        # The envelope first: whoever sees the message finds its envelope.
        write_whole(stem.with_suffix(".json"), json.dumps(about, indent=1).encode())
        write_whole(stem.with_suffix(".eml"), envelope.original_content)


class Handler:
    def __init__(self, mailbox, fault, seconds):
        self.mailbox = mailbox
        self.fault = fault
        self.seconds = seconds
        self.greylisted = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.fault == "reject-rcpt":
            return "550 5.1.1 No such mailbox"
        if self.fault == "greylist" and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient accepted"

    async def handle_DATA(self, server, session, envelope):
        if self.fault == "reject-data":
            return "554 5.6.0 Message refused"
        if self.fault == "tempfail-data":
            return "451 4.3.0 Try again later"
        self.mailbox.store(session, envelope)
        accepted = f"250 2.0.0 Queued as {self.mailbox.last:04}"
        if self.fault == "slow-dot":
            await asyncio.sleep(self.seconds)
        elif self.fault == "close-after-dot":
            await server.hang_up()
        elif self.fault == "rst-after-250":
            await server.push(accepted)
            await server.reset()
        return accepted


class Server(SMTP):
    """aiosmtpd's server, able to drop its client at a given point."""

    async def smtp_DATA(self, arg):
        if self.event_handler.fault == "close-before-data":
            await self.hang_up()
        await super().smtp_DATA(arg)

    async def hang_up(self):
        self.transport.close()
        await asyncio.Event().wait()  # Cancelled when the connection is lost.

    async def reset(self):
        linger = struct.pack("ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.transport.abort()
        await asyncio.Event().wait()


def tls_context(files):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=good, handled=good, auth_data=data)
    return check


async def serve(options, fault, seconds):
    handler = Handler(Mailbox(options.mailbox), fault, seconds)
    settings = {"hostname": "smtp.example", "ident": "Vaguemestre test server"}
    if options.starttls:
        settings["tls_context"] = tls_context(options.starttls)
    if options.auth:
        settings.update(authenticator=authenticator(*options.auth), auth_required=True,
                        auth_require_tls=bool(options.starttls))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(handler, loop=loop, **settings), "127.0.0.1", options.port,
        ssl=tls_context(options.tls) if options.tls else None)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    port = server.sockets[0].getsockname()[1]
    write_whole(Path(options.port_file), f"{port}\n".encode())
    await stop.wait()
    server.close()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="faults:\n" + "\n".join(f"  {name:18} {text}" for name, text in FAULTS.items()))
    parser.add_argument("--port-file", required=True, metavar="F")
    parser.add_argument("--mailbox", required=True, metavar="DIR")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", nargs="+", metavar=("KIND", "SECONDS"))
    parser.add_argument("--starttls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="TLS from the first byte")
    parser.add_argument("--auth", nargs=2, metavar=("USER", "PASS"))
    options = parser.parse_args()
    fault, *rest = options.fault or [None]
    if fault not in (None, *FAULTS) or len(rest) != (fault == "slow-dot"):
        parser.error("--fault takes one of the faults below; slow-dot also takes SECONDS")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asyncio.run(serve(options, fault, float(rest[0]) if rest else 0.0))


if __name__ == "__main__":
    main()
