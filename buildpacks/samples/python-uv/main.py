import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from itsdangerous import BadSignature, Signer

signer = Signer(os.environ.get("SECRET_KEY", "not secret at all"))


class Sign(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, signer.sign(self.path).decode())

    def do_POST(self):
        signed = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.answer(200, signer.unsign(signed).decode())
        except BadSignature:
            self.answer(400, "not signed here")

    def answer(self, status, text):
        body = (text + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("", int(os.environ.get("PORT", "8000"))), Sign).serve_forever()
