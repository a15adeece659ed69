"""What the original does with a stream of subunit, version 2, and the CPU seconds of it.

Usage: original.py STREAM OUT

refstack-client reads version 1 only; its users turn the stream by python-subunit first. Both stages
run in this one process, so that neither the start of Python nor imports count. Prints the seconds of
python-subunit and of refstack-client; OUT gets the passes, as refstack-client uploads them.
"""

import json
import sys
import tempfile
import time

import subunit
from refstack_client.subunit_processor import SubunitProcessor
from testtools import StreamToExtendedDecorator


def turned(stream, out):
    """As the filter subunit-2to1 does."""
    result = StreamToExtendedDecorator(subunit.TestProtocolClient(out))
    case = subunit.ByteStreamToStreamResult(stream, non_subunit_name="stdout")
    result.startTestRun()
    case.run(result)
    result.stopTestRun()


stream, out = sys.argv[1:]
with tempfile.NamedTemporaryFile() as version_1:
    start = time.process_time()
    with open(stream, "rb") as source:
        turned(source, version_1)
    version_1.flush()
    between = time.process_time()
    results = SubunitProcessor(version_1.name).process_stream()
    end = time.process_time()
print(between - start, end - between)
with open(out, "w") as file:
    json.dump({"results": results}, file)
