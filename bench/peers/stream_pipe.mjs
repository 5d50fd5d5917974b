// What a program on the official client's own parts does: the `ws` package, JSON.parse, arrays of levels, a line for each
// token whose best prices changed. Usage: node stream_pipe.mjs FOLDER-WITH-node_modules URL < MARKETS
import { createRequire } from "node:module";
import { readFileSync, writeSync } from "node:fs";
import { resolve } from "node:path";

const [folder, url] = process.argv.slice(2);
const { WebSocket } = createRequire(resolve(folder, "package.json"))("ws");
const markets = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const books = new Map(); // token -> {bids, asks}, best level last
const said = new Map();

function write(text) {
  for (let left = Buffer.from(text); left.length > 0; ) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function set(levels, price, size, ascending) {
  let i = levels.length - 1;
  while (i >= 0 && (ascending ? levels[i][0] > price : levels[i][0] < price)) --i;
  const found = i >= 0 && levels[i][0] === price;
  if (size === 0) {
    if (found) levels.splice(i, 1);
  } else if (found) levels[i][1] = size;
  else levels.splice(i + 1, 0, [price, size]);
}

function say(out, token, timestamp) {
  const { bids, asks } = books.get(token);
  const bid = bids.at(-1), ask = asks.at(-1);
  const key = `${bid} ${ask}`;
  if (said.get(token) === key) return out;
  said.set(token, key);
  return out + JSON.stringify({
    type: "quote", v: 1, ts: new Date().toISOString(), token_id: token, bid: bid?.[0] ?? null, bid_size: bid?.[1] ?? null,
    ask: ask?.[0] ?? null, ask_size: ask?.[1] ?? null, venue_ms: Number(timestamp), src: "ws",
  }) + "\n";
}

function take(message) {
  let out = "";
  switch (message.event_type) {
    case "book": {
      const levels = (side, order) => side.map((l) => [Number(l.price), Number(l.size)]).sort((a, b) => order * (a[0] - b[0]));
      books.set(message.asset_id, { bids: levels(message.bids, 1), asks: levels(message.asks, -1) });
      return say(out, message.asset_id, message.timestamp);
    }
    case "price_change":
      for (const change of message.price_changes) {
        const book = books.get(change.asset_id);
        if (!book) continue;
        const buy = change.side === "BUY";
        set(buy ? book.bids : book.asks, Number(change.price), Number(change.size), buy);
        out = say(out, change.asset_id, message.timestamp);
      }
      return out;
    case "last_trade_price":
      return JSON.stringify({
        type: "print", v: 1, ts: new Date().toISOString(), token_id: message.asset_id, price: Number(message.price),
        size: Number(message.size), side: message.side, venue_ms: Number(message.timestamp),
      }) + "\n";
    default:
      return out;
  }
}

const socket = new WebSocket(url, { perMessageDeflate: false, rejectUnauthorized: false });
socket.on("open", () => socket.send(JSON.stringify({
  type: "market", assets_ids: markets.flatMap((m) => [m.yes_token, m.no_token]), custom_feature_enabled: true,
})));
socket.on("message", (data) => {
  const parsed = JSON.parse(data);
  const out = Array.isArray(parsed) ? parsed.map(take).join("") : take(parsed);
  if (out) write(out);
});
