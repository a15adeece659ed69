"""What an endpoint has: its categories, and the members of their collections, a line each.

Usage: members.py URL
"""

import re
import sys
import urllib.error
import urllib.parse
import urllib.request


def lines(url, media):
    request = urllib.request.Request(url, headers={"Accept": media})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode().splitlines()
    except urllib.error.HTTPError:
        return []


base = sys.argv[1]
found = set()
for line in lines(base + "/-/", "text/plain"):
    found.add(re.sub(r'location="https?://[^/]*', 'location="', line))
    location = re.search(r'location="([^"]*)"', line)
    if location:
        url = urllib.parse.urljoin(base, location.group(1))
        members = lines(url, "text/uri-list")
        found.update(member for member in members if member and not member.startswith("#"))
print("\n".join(sorted(found)))
