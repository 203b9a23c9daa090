#!/usr/bin/env python3
"""Verifies logs, checkpoints and proof files of phi-audit without phi-audit: Python's standard library alone.

    verify.py log --key NAME+HASH+KEY [--checkpoint FILE] LOG...      a log is a file, or a folder of segments
    verify.py proof --key NAME+HASH+KEY FILE...                       inclusion (C2SP tlog-proof) or consistency

One line for each; the exit code is 1 if any fails. Sources: RFC 6962 and RFC 9162 (tree and proofs), C2SP signed-note,
tlog-checkpoint and tlog-proof, RFC 8032 (Ed25519); the frames are described in the documentation of phi_audit::log.
"""
import argparse
import base64
import hashlib
import os
import struct
import sys

class Refused(Exception): pass
def need(condition, reason):
    if not condition:
        raise Refused(reason)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)

def recover_x(y, sign):
    need(y < P, "a point is not canonical")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    need((x * x - x2) % P == 0 and not (x == 0 and sign), "a point is not on the curve")
    return P - x if x & 1 != sign else x

def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)

def multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result

def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return (x, y, 1, x * y % P)

def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)

def check_signature(key, message, signature):
    need(len(signature) == 64, "a signature has not 64 bytes")
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    need(not same(multiply(8, a), (0, 1, 1, 0)), "the key is of small order")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    need(s < L and same(multiply(s, BASE), add(r, multiply(h, a))), "the signature does not match")

def b64(text):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 that is not canonical")
    return data

def read_key(vkey):
    name, key_id, key = vkey.strip().split("+", 2)
    key = b64(key)
    need(len(key) == 33 and key[0] == 1, "not an Ed25519 key")
    need(hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() == key_id, "the key does not fit its name")
    return name, bytes.fromhex(key_id), key[1:]

def open_note(note, key):
    name, key_id, public = key
    need("\n\n" in note and note.endswith("\n"), "not a signed note")
    text, signatures = note.rsplit("\n\n", 1)
    text, signed = text + "\n", False
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        need(dash == "\u2014", "not a signature line")
        signature = b64(signature)
        if signer == name and signature[:4] == key_id:
            check_signature(public, text.encode(), signature[4:])
            signed = True
    need(signed, "the note has no signature by this key")
    return text

def open_checkpoint(note, key):
    origin, size, root, rest = open_note(note, key).split("\n")
    need(rest == "" and str(int(size)) == size, "not a checkpoint")
    need(origin == key[0], "the checkpoint is of another log")
    need(len(b64(root)) == 32, "not a checkpoint")
    return int(size), b64(root)

def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

def leaf_of(origin, index, event_id, salt, payload):
    origin = origin.encode()
    parts = struct.pack(">Q", len(origin)) + origin + struct.pack(">Q", index) + event_id + salt
    return hashlib.sha256(b"\0" + parts + struct.pack(">Q", len(payload)) + payload).digest()

class Tree:
    def __init__(self):
        self.size, self.subtrees = 0, []
    def push(self, leaf):
        trailing, self.size = self.size, self.size + 1
        while trailing & 1:
            leaf, trailing = node(self.subtrees.pop(), leaf), trailing >> 1
        self.subtrees.append(leaf)

    def root(self):
        if not self.subtrees:
            return hashlib.sha256(b"").digest()
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = node(left, root)
        return root

def climb(number, last, steps, path):
    """RFC 9162, 2.1.3.2 and 2.1.4.2: runs up the path and says on which side each hash stands."""
    for sibling in path:
        need(last, "the proof is too long")
        if number & 1 or number == last:
            steps(sibling, True)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            steps(sibling, False)
        number, last = number >> 1, last >> 1
    need(last == 0, "the proof is too short")

def check_inclusion(leaf, index, size, root, path):
    need(index < size, "the index lies outside the tree")
    state = [leaf]

    def step(sibling, is_left):
        state[0] = node(sibling, state[0]) if is_left else node(state[0], sibling)

    climb(index, size - 1, step, path)
    need(state[0] == root, "the proof does not lead to the root")

def check_consistency(older, older_root, newer, newer_root, path):
    need(0 < older <= newer, "the older tree is empty or larger than the newer one")
    if older == newer:
        return need(not path and older_root == newer_root, "not the same tree")
    if older & (older - 1) == 0:
        path = [older_root] + path
    need(path, "the proof is too short")
    number, last = older - 1, newer - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    state = [path[0], path[0]]

    def step(sibling, is_left):
        if is_left:
            state[0] = node(sibling, state[0])
        state[1] = node(sibling, state[1]) if is_left else node(state[1], sibling)

    climb(number, last, step, path[1:])
    need(state == [older_root, newer_root], "the proof does not lead to the roots")

FRAME = struct.Struct(">BBIIIQ16s16s32s8sB")

def parts_of(path):
    """The bytes of a file, or of each segment in turn."""
    if not os.path.isdir(path):
        return [open(path, "rb").read()]
    names = {int(n[:-8]): n for n in os.listdir(path) if n.endswith(".segment")}
    need(names, "no segments")
    return [open(os.path.join(path, names[i]), "rb").read() if i in names else b"" for i in range(max(names) + 1)]

def read_header(data):
    need(data[:16] == b"phi-audit log\n\0\1", "not a log of version 1")
    length = struct.unpack(">H", data[16:18])[0]
    end = 34 + length
    check = hashlib.sha256(b"phi-audit header 1" + data[:end]).digest()[:8]
    need(data[end:end + 8] == check, "the header was changed")
    return data[34:end].decode(), data[18:34], end + 8

def frames(data, at, origin, log_id):
    """The entries of a part, whole batches only; the last value is where the next one would begin."""
    while at + FRAME.size <= len(data) and data[at:at + FRAME.size].strip(b"\0"):
        batch, place, rest, start = [], 0, None, at
        while rest != 0:
            if at + FRAME.size > len(data):
                return (yield None, start)
            head = data[at:at + FRAME.size]
            begin, flags, length, number, after, index, event_id, salt, leaf, check, end = FRAME.unpack(head)
            good = hashlib.sha256(b"phi-audit frame 1" + log_id + head[:-9]).digest()[:8]
            if (begin, end) != (0xA5, 0x5A) or flags > 2 or check != good or (flags == 2 and length):
                return (yield None, start)
            payload, tail = data[at + FRAME.size:at + FRAME.size + length], data[at + FRAME.size + length:][:1]
            at += FRAME.size + length + 1
            if len(payload) != length or tail != b"\xa5":
                return (yield None, start)
            need(number == place and rest in (None, FRAME.size + length + 1 + after), f"entry {index} is of another batch")
            need(flags == 2 or leaf_of(origin, index, event_id, salt, payload) == leaf, f"entry {index} was changed")
            batch.append((index, flags == 2, payload, leaf))
            place, rest = place + 1, after
        for entry in batch:
            yield entry, at
    yield None, at

def check_log(path, key, checkpoint):
    parts = parts_of(path)
    origin, log_id, start = read_header(parts[0])
    need(origin == key[0], "this is the log of another name")
    tree, gone, allowed, left = Tree(), [], [], 0
    vouched = tree.root() if checkpoint and checkpoint[0] == 0 else None
    for number, part in enumerate(parts):
        end = start if number == 0 else 0
        if left and part.strip(b"\0"):
            raise Refused(f"what stands after entry {tree.size} is no entry, though others follow")
        for entry, end in frames(part, end, origin, log_id):
            if entry is None:
                continue
            index, pruned, payload, leaf = entry
            need(index == tree.size, f"another entry stands at the place of entry {tree.size}")
            tree.push(leaf)
            if checkpoint and checkpoint[0] == tree.size:
                vouched = tree.root()
            if pruned:
                gone.append(index)
            elif payload[:3] == b"\2\1\6":
                allowed += retention(payload[7:].decode(), key, index)
        left += len(part[end:].strip(b"\0"))
    for index in gone:
        need(any(a <= index < b for a, b in allowed), f"entry {index} was taken away without a signed statement")
    if checkpoint:
        need(tree.size >= checkpoint[0], f"{tree.size} entries, but the checkpoint vouches for {checkpoint[0]}")
        need(vouched == checkpoint[1], f"the first {checkpoint[0]} entries are not those that the checkpoint vouches for")
    need(not left, f"{left} bytes after entry {tree.size - 1}: what a crash left of a batch, or damage")
    return f"{tree.size} entries, {len(gone)} of them taken away, root {tree.root().hex()}"

def retention(note, key, at):
    lines = open_note(note, key).split("\n")
    need(lines[0] == "phi-audit retention 1" and lines[1] == key[0], "not a retention statement of this log")
    ranges = [tuple(map(int, part.split("-"))) for part in lines[2].split(",")]
    return [(start, end) for start, end in ranges if end <= at]

def check_proof(path, key):
    head, note = open(path, encoding="utf-8", newline="").read().split("\n\n", 1)
    kind, second, *lines = head.split("\n")
    size, root = open_checkpoint(note, key)
    if kind == "c2sp.org/tlog-proof@v1":
        need(second.startswith("extra ") and lines and lines[0].startswith("index "), "not a proof with an entry")
        extra, index = b64(second[6:]), int(lines[0][6:])
        need(len(extra) >= 32 and str(index) == lines[0][6:], "not a proof with an entry")
        hashes = [b64(line) for line in lines[1:]]
        leaf = leaf_of(key[0], index, extra[:16], extra[16:32], extra[32:])
        check_inclusion(leaf, index, size, root, hashes)
        return f"entry {index} is among the {size} of {key[0]}"
    need(kind == "phi-audit/consistency@v1" and second.startswith("older "), "not a proof file")
    older, older_root = open_checkpoint(b64(second[6:]).decode(), key)
    check_consistency(older, older_root, size, root, [b64(line) for line in lines])
    return f"{key[0]} has only grown from {older} to {size}"

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["log", "proof"])
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("paths", nargs="+")
    told = parser.parse_args()
    failed, checkpoint = False, None
    try:
        key = read_key(told.key)
        if told.checkpoint:
            checkpoint = open_checkpoint(open(told.checkpoint, encoding="utf-8", newline="").read(), key)
    except (Refused, ValueError) as error:
        sys.exit(f"FAILED: {error}")
    for path in told.paths:
        try:
            print(f"ok      {path}: {check_log(path, key, checkpoint) if told.what == 'log' else check_proof(path, key)}")
        except (Refused, ValueError, OSError, IndexError, struct.error) as error:
            failed = True
            print(f"FAILED  {path}: {error}")
    sys.exit(1 if failed else 0)

if __name__ == "__main__":
    main()
