"""The example service of pyssf, on the loopback interface: pyssf.py PORT SERVICE (Python 2)."""

import sys
import wsgiref.simple_server as server

make = server.make_server
port = int(sys.argv[1])


class Quiet(server.WSGIRequestHandler):
    def log_message(self, *_):
        pass


# The service itself asks for all interfaces.
server.make_server = lambda host, _, app, **more: make(
    "127.0.0.1", port, app, handler_class=Quiet, **more)
execfile(sys.argv[2], {"__name__": "__main__"})
