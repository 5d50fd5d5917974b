"""The same on Python's `websockets` and `json`: books, and a line for each token whose best prices changed.

Usage: stream_pipe.py URL < MARKETS
"""

import asyncio
import datetime
import json
import os
import ssl
import sys

import websockets

markets = [json.loads(line) for line in sys.stdin]
books = {}
said = {}


def say(token, timestamp):
    bids, asks = books[token]
    best_bid = max(bids, default=None)
    best_ask = min(asks, default=None)
    best = (best_bid, bids.get(best_bid), best_ask, asks.get(best_ask))
    if said.get(token) == best:
        return ""
    said[token] = best
    return json.dumps({"type": "quote", "v": 1, "ts": datetime.datetime.utcnow().isoformat() + "Z", "token_id": token,
                       "bid": best[0], "bid_size": best[1], "ask": best[2], "ask_size": best[3],
                       "venue_ms": int(timestamp), "src": "ws"}) + "\n"


def take(message):
    kind = message["event_type"]
    if kind == "book":
        token = message["asset_id"]
        books[token] = tuple({float(level["price"]): float(level["size"]) for level in message[side]}
                             for side in ("bids", "asks"))
        return say(token, message["timestamp"])
    if kind == "price_change":
        out = ""
        for change in message["price_changes"]:
            token = change["asset_id"]
            if token not in books:
                continue
            side = books[token][change["side"] != "BUY"]
            price, size = float(change["price"]), float(change["size"])
            if size:
                side[price] = size
            else:
                side.pop(price, None)
            out += say(token, message["timestamp"])
        return out
    if kind == "last_trade_price":
        return json.dumps({"type": "print", "v": 1, "ts": datetime.datetime.utcnow().isoformat() + "Z",
                           "token_id": message["asset_id"], "price": float(message["price"]),
                           "size": float(message["size"]), "side": message["side"],
                           "venue_ms": int(message["timestamp"])}) + "\n"
    return ""


async def main(url):
    trust = None
    if url.startswith("wss"):
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    async with websockets.connect(url, compression=None, max_size=None, max_queue=None, ssl=trust) as socket:
        tokens = [market[side] for market in markets for side in ("yes_token", "no_token")]
        await socket.send(json.dumps({"type": "market", "assets_ids": tokens, "custom_feature_enabled": True}))
        async for text in socket:
            parsed = json.loads(text)
            out = "".join(map(take, parsed)) if isinstance(parsed, list) else take(parsed)
            view = memoryview(out.encode())
            while view:
                view = view[os.write(1, view):]


asyncio.run(main(sys.argv[1]))
