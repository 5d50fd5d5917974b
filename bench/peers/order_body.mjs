// How long the official TypeScript client takes for what bench_order_build times: an order built, hashed,
// signed, written as JSON, and its HMAC header. Prints microseconds an order, the median of 15 batches.
//
// Usage: node order_body.mjs FOLDER_WITH_node_modules   (tests/system/official-client after npm ci)

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const require = createRequire(pathToFileURL(path.join(process.argv[2], "package.json")));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { OrderBuilder, createL2Headers, orderToJsonV2, Side } = await load("@polymarket/clob-client-v2");
const { privateKeyToAccount } = await load("viem/accounts");
const { createWalletClient, http } = await load("viem");
const { polygon } = await load("viem/chains");

// A throw-away key from the client's own test-suite.
const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const signer = createWalletClient({ account, chain: polygon, transport: http("http://127.0.0.1:9") });
const creds = { key: "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2", secret: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", passphrase: "p" };
const builder = new OrderBuilder(signer, 137, 0);
const wish = { tokenID: "48213379015562407719830264411907753388126640095817243366190548277013945562801", price: 0.35, size: 10, side: Side.BUY };

async function one() {
  const order = await builder.buildOrder(wish, { tickSize: "0.01", negRisk: true }, 2);
  const body = JSON.stringify(orderToJsonV2(order, creds.key, "GTC"));
  return createL2Headers(signer, creds, { method: "POST", requestPath: "/order", body }, 1791800123);
}

const batch = 40;
for (let i = 0; i < 2 * batch; ++i) await one();
const times = [];
for (let round = 0; round < 15; ++round) {
  const began = process.hrtime.bigint();
  for (let i = 0; i < batch; ++i) await one();
  times.push(Number(process.hrtime.bigint() - began) / batch / 1000);
}
times.sort((a, b) => a - b);
console.log(times[7].toFixed(1));
