# Runs pyssf 0.4.7 (Python 2.7) from its unpacked source distribution, whose folder is the first
# argument, for bench/peers:
#
#     serve        its own example service on a free port of the loopback; the port is printed
#     read FILE    reads the entity in FILE again and again; prints entities per CPU-second
import os
import sys
import time
import wsgiref.simple_server

folder, what = sys.argv[1:3]
sys.path.insert(0, folder)
example = os.path.join(folder, 'misc', 'run_iaas_wsgi_service.py')


class Silent(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


make_server = wsgiref.simple_server.make_server


def on_loopback(host, port, app, **more):
    server = make_server('127.0.0.1', 0, app, handler_class=Silent)
    os.write(1, '%d\n' % server.server_port)
    # The example tells of each change on standard output.
    sys.stdout = open(os.devnull, 'w')
    return server


def read(path):
    from occi.extensions.infrastructure import COMPUTE
    from occi.protocol.occi_rendering import TextPlainRendering
    from occi.registry import NonePersistentRegistry
    registry = NonePersistentRegistry()
    registry.set_backend(COMPUTE, object(), None)
    rendering = TextPlainRendering(registry)
    with open(path) as file:
        body = file.read()
    rates = []
    for _ in range(5):
        before = time.clock()
        for _ in range(5000):
            entity = rendering.to_entity({}, body, None, None)
        rates.append(5000 / (time.clock() - before))
    assert entity.kind == COMPUTE and len(entity.attributes) > 4
    print(sorted(rates)[2])


if what == 'serve':
    wsgiref.simple_server.make_server = on_loopback
    execfile(example, {'__name__': '__main__'})
else:
    read(sys.argv[3])
