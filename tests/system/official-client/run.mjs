// The venue's own TypeScript client and a plain WebSocket client against pm-sim.
//
// Usage: node run.mjs [path to pm-sim]        (default: build/release/bin/pm-sim)
// Prints one line a step; exit status 1 when a step did not give what the real venue gives.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { webcrypto } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ClobClient, Chain, OrderType, Side, AssetType, SignatureTypeV2 } from "@polymarket/clob-client-v2";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { polygon } from "viem/chains";
import WebSocket from "ws";

globalThis.crypto ??= webcrypto; // Debian 12's node 18 has it under another name; the client wants 20

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.argv[2] ?? join(here, "../../../build/release/bin/pm-sim"));
const speed = 4; // simulated seconds in a real one: trades confirm after 1.5 s
const key = "0x" + "5e".repeat(32); // for this test alone; no money has ever been there
const funder = "0x1111111111111111111111111111111111111111";

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let steps = 0;

async function step(name, run) {
  const value = await run();
  steps += 1;
  console.log(`ok ${steps} - ${name}`);
  return value;
}

async function until(what, question, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    assert.ok(Date.now() < end, `in ${ms} ms there was no ${what}`);
    await sleep(50);
  }
}

async function serve() {
  const folder = mkdtempSync(join(tmpdir(), "pm-official-"));
  const ready = join(folder, "url");
  const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--ready-file", ready,
    "--speed", String(speed), "--seed", "11"], { stdio: ["ignore", "ignore", "inherit"] });
  const url = await until("ready file", () => {
    assert.equal(child.exitCode, null, "pm-sim ended");
    return existsSync(ready) ? readFileSync(ready, "utf8").trim() : "";
  }, 30_000);
  return { url, stop: () => { child.kill("SIGTERM"); rmSync(folder, { recursive: true, force: true }); } };
}

/** A plain WebSocket that keeps every frame. */
async function listen(url, first) {
  const socket = new WebSocket(url);
  const frames = [];
  const state = { closed: null };
  socket.on("message", (data) => {
    const text = data.toString();
    if (text === "PONG") frames.push({ pong: true });
    else for (const one of [JSON.parse(text)].flat()) frames.push(one);
  });
  socket.on("close", (code) => { state.closed = code; });
  socket.on("error", () => {});
  await new Promise((done, failed) => { socket.once("open", done); socket.once("error", failed); });
  socket.send(JSON.stringify(first));
  const find = (want) => frames.find((one) => want(one));
  return { socket, frames, state, waitFor: (what, want) => until(what, () => find(want)) };
}

async function control(url, fault) {
  const reply = await fetch(url + "/sim/fault", { method: "POST", body: JSON.stringify(fault) });
  assert.equal(reply.status, 200, await reply.text());
}

/** A market in the middle of its ladder, as the catalogue lists it. */
async function pickMarket(url) {
  const reply = await fetch(`${url}/gamma/events/keyset?tag_id=103040&closed=false&limit=100`);
  for (const event of (await reply.json()).events) {
    for (const market of event.markets) {
      if (market.orderPriceMinTickSize === 0.01 && market.bestBid >= 0.2 && market.bestAsk <= 0.8) {
        return { condition: market.conditionId, tokens: JSON.parse(market.clobTokenIds), gamma: market };
      }
    }
  }
  throw new Error("no market in the middle of its ladder");
}

async function main(url) {
  const account = privateKeyToAccount(key);
  const signer = createWalletClient({ account, chain: polygon, transport: http("http://127.0.0.1:9") });
  const bare = new ClobClient({ host: url, chain: Chain.POLYGON, signer });
  const market = await pickMarket(url);
  const [yes, no] = market.tokens;

  await step("health, time and version", async () => {
    assert.equal(await bare.getOk(), "OK");
    assert.ok(Number.isInteger(await bare.getServerTime()));
    assert.equal(await bare.getVersion(), 2);
  });

  const creds = await step("keys: create, derive, refuse to create twice", async () => {
    const made = await bare.createOrDeriveApiKey();
    assert.match(made.key, /^[0-9a-f-]{36}$/);
    assert.deepEqual(await bare.deriveApiKey(), made);
    assert.deepEqual(await bare.createOrDeriveApiKey(), made);
    return made;
  });
  const client = new ClobClient({ host: url, chain: Chain.POLYGON, signer, creds });

  await step("keys: list, read-only ones, restrictions", async () => {
    assert.deepEqual(await client.getApiKeys(), { apiKeys: [creds.key] });
    const reader = await client.createReadonlyApiKey();
    assert.deepEqual(await client.getReadonlyApiKeys(), [reader.apiKey]);
    await client.deleteReadonlyApiKey(reader.apiKey);
    assert.deepEqual(await client.getReadonlyApiKeys(), []);
    assert.equal((await client.getClosedOnlyMode()).closed_only, false);
  });

  await step("a wrong secret is refused", async () => {
    const wrong = { ...creds, secret: Buffer.alloc(32, 1).toString("base64") };
    const stranger = new ClobClient({ host: url, chain: Chain.POLYGON, signer, creds: wrong });
    const reply = await stranger.getOpenOrders().catch((error) => ({ error }));
    assert.ok(reply.error, "the stranger was let in");
    const direct = await stranger.cancelAll();
    assert.equal(direct.status, 401);
    assert.equal(direct.error, "Unauthorized/Invalid api key");
  });

  const tickSize = await step("tick size, neg risk, constants", async () => {
    const tick = await client.getTickSize(yes);
    assert.equal(tick, "0.01");
    assert.equal(await client.getNegRisk(yes), true);
    const info = await client.getClobMarketInfo(market.condition);
    assert.equal(info.mts, 0.01);
    assert.deepEqual(info.t.map((one) => one.t), [yes, no]);
    return tick;
  });

  const book = await step("order book, its hash, prices", async () => {
    const got = await client.getOrderBook(yes);
    const said = got.hash;
    assert.equal(await client.getOrderBookHash({ ...got }), said);
    const best = (levels) => Number(levels.at(-1).price);
    assert.ok(best(got.bids) < best(got.asks));
    assert.equal(Number((await client.getPrice(yes, Side.BUY)).price), best(got.bids));
    const both = await client.getOrderBooks([{ token_id: yes }, { token_id: no }]);
    assert.equal(both.length, 2);
    return { bid: best(got.bids), ask: best(got.asks) };
  });

  await step("balance and allowances of a fresh account", async () => {
    const cash = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    assert.equal(cash.balance, "10000000000");
    assert.ok(Object.values(cash.allowances).every((one) => BigInt(one) > 0n));
    await client.updateBalanceAllowance({ asset_type: AssetType.CONDITIONAL, token_id: yes });
  });

  const wsUrl = url.replace("http", "ws");
  const users = await step("user channel: connect and prove the key", async () => {
    const auth = { apiKey: creds.key, secret: creds.secret, passphrase: creds.passphrase };
    const got = await listen(`${wsUrl}/ws/user`, { type: "user", auth, markets: [market.condition] });
    got.socket.send("PING");
    await got.waitFor("PONG", (one) => one.pong);
    return got;
  });
  await step("user channel: a wrong secret is hung up on", async () => {
    const auth = { apiKey: creds.key, secret: "wrong", passphrase: creds.passphrase };
    const got = await listen(`${wsUrl}/ws/user`, { type: "user", auth });
    await until("close", () => got.state.closed !== null);
  });
  const prices = await step("market channel: a book for each token at once", async () => {
    const got = await listen(`${wsUrl}/ws/market`, { type: "market", assets_ids: [yes, no] });
    await got.waitFor("book", (one) => one.event_type === "book" && one.asset_id === yes);
    await got.waitFor("book", (one) => one.event_type === "book" && one.asset_id === no);
    got.socket.send("PING");
    await got.waitFor("PONG", (one) => one.pong);
    return got;
  });

  const low = Math.max(0.01, Math.round((book.bid - 0.1) * 100) / 100);
  const options = { tickSize, negRisk: true };
  const resting = await step("a limit order rests and is seen everywhere", async () => {
    const placed = await client.createAndPostOrder(
      { tokenID: yes, price: low, size: 25, side: Side.BUY }, options, OrderType.GTC);
    assert.equal(placed.success, true);
    assert.equal(placed.status, "live");
    const row = await client.getOrder(placed.orderID);
    assert.equal(row.status, "LIVE");
    assert.equal(Number(row.original_size), 25);
    assert.equal(Number(row.price), low);
    const open = await client.getOpenOrders({ market: market.condition });
    assert.deepEqual(open.map((one) => one.id), [placed.orderID]);
    assert.equal((await client.isOrderScoring({ order_id: placed.orderID })).scoring, true);
    assert.equal((await client.areOrdersScoring({ orderIds: [placed.orderID] }))[placed.orderID], true);
    await users.waitFor("PLACEMENT", (one) => one.event_type === "order" && one.type === "PLACEMENT"
      && one.id === placed.orderID && one.status === "LIVE");
    await prices.waitFor("price_change", (one) => one.event_type === "price_change"
      && one.price_changes.some((c) => c.asset_id === yes && Number(c.price) === low && c.side === "BUY"));
    return placed.orderID;
  });

  await step("good till date, and the minute that is too short", async () => {
    const now = await client.getServerTime();
    const order = { tokenID: yes, price: low, size: 5, side: Side.BUY };
    const placed = await client.createAndPostOrder({ ...order, expiration: now + 600 }, options, OrderType.GTD);
    assert.equal(placed.status, "live");
    const short = await client.createAndPostOrder({ ...order, expiration: now + 60 }, options, OrderType.GTD);
    assert.equal(short.status, 400);
    assert.equal(short.error, "invalid expiration");
  });

  await step("post-only rests, and does not cross", async () => {
    const order = { tokenID: yes, price: low, size: 5, side: Side.BUY };
    const placed = await client.createAndPostOrder(order, options, OrderType.GTC, true);
    assert.equal(placed.status, "live");
    const crossing = { ...order, price: Math.min(0.99, book.ask + 0.05) };
    const refused = await client.createAndPostOrder(
      { ...crossing, price: Math.round(crossing.price * 100) / 100 }, options, OrderType.GTC, true);
    assert.equal(refused.error, "invalid post-only order: order crosses book");
  });

  await step("a limit order below the minimum and off the grid", async () => {
    const small = await client.createAndPostOrder(
      { tokenID: yes, price: low, size: 1.08, side: Side.BUY }, options, OrderType.GTC);
    assert.match(small.error, /is invalid\. Size \(1\.08\) lower than the minimum: 5$/);
  });

  const bought = await step("a market buy fills, and its hashes come with the trades", async () => {
    const placed = await client.createAndPostMarketOrder(
      { tokenID: yes, amount: 20, side: Side.BUY, price: 0.9 }, options, OrderType.FOK);
    assert.equal(placed.success, true);
    assert.equal(placed.status, "matched");
    assert.equal(Number(placed.makingAmount), 20);
    assert.ok(placed.tradeIDs.length > 0);
    assert.ok(placed.transactionsHashes.every((one) => /^0x[0-9a-f]{64}$/.test(one)));
    assert.ok(placed.transactionsHashes.length > 0);
    return { ...placed, shares: Number(placed.takingAmount) };
  });

  await step("its trades by REST and by the stream, matched to confirmed", async () => {
    for (const id of bought.tradeIDs) {
      for (const status of ["MATCHED", "MINED", "CONFIRMED"]) {
        await users.waitFor(status, (one) => one.event_type === "trade" && one.id === id && one.status === status);
      }
      const [trade] = await client.getTrades({ id });
      assert.equal(trade.status, "CONFIRMED");
      assert.equal(trade.taker_order_id, bought.orderID);
      assert.equal(trade.trader_side, "TAKER");
      assert.ok(trade.maker_orders.length > 0);
    }
    const all = await client.getTrades({ market: market.condition });
    const sum = all.reduce((total, one) => total + Number(one.size), 0);
    assert.ok(Math.abs(sum - bought.shares) < 1e-6);
    const shares = await client.getBalanceAllowance({ asset_type: AssetType.CONDITIONAL, token_id: yes });
    assert.equal(Number(shares.balance) / 1e6, bought.shares);
    await prices.waitFor("last_trade_price", (one) => one.event_type === "last_trade_price");
  });

  await step("a market sale", async () => {
    const placed = await client.createAndPostMarketOrder(
      { tokenID: yes, amount: 10, side: Side.SELL, price: 0.05 }, options, OrderType.FAK);
    assert.equal(placed.status, "matched");
    assert.equal(Number(placed.makingAmount), 10);
  });

  await step("fill or kill, fill and kill: the words when nothing is there", async () => {
    const fok = await client.createAndPostMarketOrder(
      { tokenID: yes, amount: 5, side: Side.BUY, price: 0.02 }, options, OrderType.FOK);
    assert.equal(fok.error, "order couldn't be fully filled. FOK orders are fully filled or killed.");
    const fak = await client.createAndPostMarketOrder(
      { tokenID: yes, amount: 5, side: Side.BUY, price: 0.02 }, options, OrderType.FAK);
    assert.match(fak.error, /^no orders found to match with FAK order\./);
    assert.match(fak.orderID, /^0x[0-9a-f]{64}$/);
  });

  await step("a batch, judged leg by leg", async () => {
    const make = (token, price, size) => client.createOrder({ tokenID: token, price, size, side: Side.BUY }, options);
    const legs = [await make(yes, low, 6), await make(no, 0.05, 6), await make(yes, low, 2)];
    const replies = await client.postOrders(legs.map((order) => ({ order, orderType: OrderType.GTC })));
    assert.deepEqual(replies.map((one) => one.success), [true, true, true]);
    assert.deepEqual(replies.map((one) => one.status), ["live", "live", ""]);
    assert.match(replies[2].errorMsg, /lower than the minimum: 5$/);
    assert.equal(replies[2].orderID, "");
    const again = await client.postOrder(legs[0], OrderType.GTC);
    assert.equal(again.error, `order ${replies[0].orderID} is invalid. Duplicated.`);
    return replies;
  });

  await step("proxy, Safe and deposit wallets", async () => {
    for (const signatureType of [SignatureTypeV2.POLY_PROXY, SignatureTypeV2.POLY_GNOSIS_SAFE, SignatureTypeV2.POLY_1271]) {
      const other = new ClobClient({ host: url, chain: Chain.POLYGON, signer, creds, signatureType, funderAddress: funder });
      const placed = await other.createAndPostOrder(
        { tokenID: no, price: 0.05, size: 7, side: Side.BUY }, options, OrderType.GTC);
      assert.equal(placed.status, "live", JSON.stringify(placed));
      assert.equal((await other.getOrder(placed.orderID)).maker_address, funder);
    }
  });

  await step("cancels: one, several, a market, all", async () => {
    assert.deepEqual(await client.cancelOrder({ orderID: resting }), { canceled: [resting], not_canceled: {} });
    await users.waitFor("CANCELLATION", (one) => one.type === "CANCELLATION" && one.id === resting);
    const twice = await client.cancelOrder({ orderID: resting });
    assert.deepEqual(twice.canceled, []);
    assert.ok(twice.not_canceled[resting]);
    const open = (await client.getOpenOrders()).map((one) => one.id);
    const some = await client.cancelOrders(open.slice(0, 2));
    assert.equal(some.canceled.length, 2);
    const onNo = await client.cancelMarketOrders({ asset_id: no });
    assert.ok(onNo.canceled.length >= 3);
    await client.cancelAll();
    assert.deepEqual(await client.getOpenOrders(), []);
  });

  await step("notifications", async () => {
    const notes = await client.getNotifications();
    assert.ok(notes.some((one) => one.type === 2), "no fill among them");
    await client.dropNotifications({ ids: notes.map((one) => String(one.id)) });
    assert.deepEqual(await client.getNotifications(), []);
  });

  await step("heartbeats: the chain of ids, a wrong one, and silence", async () => {
    const first = await client.postHeartbeat("");
    const second = await client.postHeartbeat(first.heartbeat_id);
    assert.notEqual(first.heartbeat_id, second.heartbeat_id);
    const wrong = await client.postHeartbeat(first.heartbeat_id);
    assert.equal(wrong.status, 400);
    assert.equal(wrong.error.error_msg, "Invalid Heartbeat ID");
    assert.equal(wrong.error.heartbeat_id, second.heartbeat_id);
    await control(url, { kind: "heartbeat_rule", silence_s: 1, check_s: 0.5 });
    const placed = await client.createAndPostOrder(
      { tokenID: yes, price: low, size: 5, side: Side.BUY }, options, OrderType.GTC);
    await until("wipe", async () => (await client.getOpenOrders()).length === 0);
    assert.equal((await client.getOrder(placed.orderID)).status, "CANCELED");
  });

  await step("a restart of the engine: 425, then post-only", async () => {
    await control(url, { kind: "restart", seconds: 0.4, post_only_seconds: 30 });
    const order = { tokenID: yes, price: low, size: 5, side: Side.BUY };
    assert.equal((await client.createAndPostOrder(order, options, OrderType.GTC)).status, 425);
    await sleep(600);
    const refused = await client.createAndPostOrder(order, options, OrderType.GTC);
    assert.equal(refused.status, 503);
    assert.equal(refused.code, "post_only_mode");
    assert.equal((await client.createAndPostOrder(order, options, OrderType.GTC, true)).status, "live");
    await control(url, { kind: "mode", mode: "normal" });
  });

  await step("the key is deleted and good for nothing", async () => {
    assert.equal(await client.deleteApiKey(), "OK");
    assert.equal((await client.cancelAll()).status, 401);
  });
  users.socket.close();
  prices.socket.close();
}

const venue = await serve();
try {
  await main(venue.url);
  console.log(`official client: ${steps} steps passed`);
} catch (error) {
  console.error(`not ok ${steps + 1} - ${error.stack ?? error}`);
  process.exitCode = 1;
} finally {
  venue.stop();
}
