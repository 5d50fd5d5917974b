"""A secret made to be looked for, and the search for it in every writing that matters."""

import base64
import subprocess

PIECE = 16  # characters, or bytes, in a row that count as a leak
BLOCK = 8   # a piece of 16 holds a whole block of 8, wherever it starts


def _base64(raw):
    """As base64 shows it wherever it starts inside something longer, without what depends on its neighbours."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw)
        whole = text[(0, 2, 3)[before]:(before + len(raw)) // 3 * 4]
        yield whole
        yield whole.translate(bytes.maketrans(b"+/", b"-_"))


class Canary:
    """In bytes (backwards, too, as numbers are kept), in hex and in base64."""

    def __init__(self, name, raw):
        self.name, self.raw = name, raw
        writings = {raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}
        self.writings = sorted(writings)
        self.blocks = {}
        for writing in self.writings:
            for at in range(0, len(writing) - BLOCK + 1, BLOCK):
                self.blocks.setdefault(writing[at:at + BLOCK], []).append((writing, at))

    def hits(self, image):
        """Every place where 16 characters or more of it stand."""
        found = []
        for block, homes in self.blocks.items():
            at = image.find(block)
            while at >= 0:
                found += [at for writing, inside in homes if self._same(image, at, writing, inside) >= PIECE]
                at = image.find(block, at + 1)
        return found

    @staticmethod
    def _same(image, at, writing, inside):
        """How many bytes around `at` are those of the writing around `inside`."""
        first, last = 0, BLOCK
        while inside - first > 0 and at - first > 0 and image[at - first - 1] == writing[inside - first - 1]:
            first += 1
        while inside + last < len(writing) and at + last < len(image) and image[at + last] == writing[inside + last]:
            last += 1
        return first + last


def _suspects(canaries, image):
    """Those of which a block is there, looked for as fast as it can be."""
    text, other = set(), set()
    for canary in canaries:
        for block in canary.blocks:
            (text if block.isascii() and block.decode().isprintable() else other).add(block)
    if not any(block in image for block in other):
        blocks = b"\n".join(sorted(text)).decode()
        with subprocess.Popen(["grep", "-qaF", blocks], stdin=subprocess.PIPE, env={"LC_ALL": "C"}) as grep:
            try:
                grep.stdin.write(image)
                grep.stdin.close()
            except BrokenPipeError:
                pass  # it has found one
        if grep.returncode == 1:
            return []
    return canaries


def found(canaries, where, image):
    """Of which canaries `image` has a piece, for people; it is not repeated."""
    if len(image) > 1 << 16:
        canaries = _suspects(canaries, image)
    return [f"{canary.name} in {where}, {len(hits)} times, first at {hits[0]}"
            for canary in canaries if (hits := canary.hits(image))]
