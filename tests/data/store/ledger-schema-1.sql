-- A ledger of schema 1, as the first release wrote it: its own statements, and a small history.
-- Two days of paper trading: 20 YES shares bought in two fills, 4 sold, one order resting, one
-- cancelled, one market ended.
PRAGMA application_id = 1886219367;
PRAGMA user_version = 1;
CREATE TABLE stamp(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    mode TEXT NOT NULL,
    account TEXT NOT NULL,
    venue TEXT NOT NULL,
    created_us INTEGER NOT NULL) STRICT;
CREATE TABLE notes(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters(name TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cash(
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    change INTEGER NOT NULL,
    reason TEXT NOT NULL,
    subject TEXT NOT NULL) STRICT;
CREATE TABLE orders(
    seq INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    order_id TEXT UNIQUE,
    event TEXT NOT NULL,
    market TEXT NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    side TEXT NOT NULL,
    price INTEGER NOT NULL CHECK(price BETWEEN 0 AND 1000000),
    size INTEGER NOT NULL CHECK(size >= 0),
    order_type TEXT NOT NULL,
    post_only INTEGER NOT NULL,
    wanted_by TEXT NOT NULL,
    filled INTEGER NOT NULL CHECK(filled >= 0),
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    mode TEXT NOT NULL,
    created_us INTEGER NOT NULL,
    updated_us INTEGER NOT NULL) STRICT;
CREATE INDEX orders_by_status ON orders(status);
CREATE TABLE fills(
    seq INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders(order_id),
    trade_id TEXT NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    side TEXT NOT NULL,
    price INTEGER NOT NULL CHECK(price BETWEEN 0 AND 1000000),
    size INTEGER NOT NULL CHECK(size > 0),
    fee INTEGER NOT NULL,
    liquidity TEXT NOT NULL,
    settlement TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    UNIQUE(order_id, trade_id)) STRICT;
CREATE INDEX fills_by_time ON fills(at_us);
CREATE TABLE positions(
    token_id TEXT PRIMARY KEY,
    condition_id TEXT NOT NULL,
    event TEXT NOT NULL,
    market TEXT NOT NULL,
    outcome TEXT NOT NULL,
    settled INTEGER NOT NULL CHECK(settled >= 0),
    provisional INTEGER NOT NULL CHECK(provisional >= 0),
    reserved INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    realized INTEGER NOT NULL,
    updated_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE resolutions(
    condition_id TEXT PRIMARY KEY,
    winner TEXT NOT NULL,
    at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE realized(
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    amount INTEGER NOT NULL) STRICT;
CREATE INDEX realized_by_time ON realized(at_us);
INSERT INTO stamp VALUES(1, 'paper', 'default', 'https://venue.example', 1781568000000000);
INSERT INTO counters VALUES('client', 201), ('paper', 101);
INSERT INTO notes VALUES('k', 'v');
INSERT INTO cash VALUES
    (1, 1781568000000000, 1000000000, 1000000000, 'start', ''),
    (2, 1781568001000000, 995880000, -4120000, 'fill', 'paper-1/10'),
    (3, 1781568002000000, 991380000, -4500000, 'fill', 'paper-2/10'),
    (4, 1781568003000000, 993330000, 1950000, 'fill', 'paper-3/4');
INSERT INTO orders VALUES
    (1, 'pm-1', 'paper-1', 'munich', 'munich-24', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'yes', 'BUY', 400000, 10000000, 'FAK', 0, 'edge', 10000000, 'filled', '', 'paper', 1781568001000000, 1781568001000000),
    (2, 'pm-2', 'paper-2', 'munich', 'munich-24', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'yes', 'BUY', 450000, 20000000, 'GTC', 0, 'edge', 10000000, 'partly_filled', '', 'paper', 1781568002000000, 1781568002000000),
    (3, 'pm-3', 'paper-3', 'munich', 'munich-24', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'yes', 'SELL', 500000, 4000000, 'FAK', 0, 'take_profit', 4000000, 'filled', '', 'paper', 1781568003000000, 1781568003000000),
    (4, 'pm-4', 'paper-4', 'munich', 'munich-24', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '8', 'no', 'BUY', 300000, 5000000, 'GTC', 1, 'edge', 0, 'cancelled', 'asked', 'paper', 1781568004000000, 1781568005000000),
    (5, 'pm-5', NULL, 'munich', 'munich-24', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '8', 'no', 'BUY', 300000, 5000000, 'GTC', 0, 'edge', 0, 'intent', '', 'paper', 1781568006000000, 1781568006000000);
INSERT INTO fills VALUES
    (1, 'paper-1', 'paper-1/10', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'BUY', 400000, 10000000, 120000, 'taker', 'settled', 1781568001000000),
    (2, 'paper-2', 'paper-2/10', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'BUY', 450000, 10000000, 0, 'maker', 'settled', 1781568002000000),
    (3, 'paper-3', 'paper-3/4', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 'SELL', 500000, 4000000, 50000, 'taker', 'settled', 1781568003000000);
INSERT INTO positions VALUES
    ('7', '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', 'munich', 'munich-24', 'yes', 16000000, 0, 0, 6896000, 226000, 1781568003000000);
INSERT INTO realized VALUES(1, 1781568003000000, '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1001', '7', 226000);
