#!/usr/bin/env python3
"""Makes the simulator's scenario files from recorded public data.

    tools/make_scenario.py june SAMPLES tests/data/sim/june-2026.pmz
    tools/make_scenario.py july SAMPLES tests/data/sim/july-2026.pmz

SAMPLES is a folder of recorded replies (see tests/data/sim/SOURCES.md for the origin of each).
The outputs are committed: nobody needs to run this to build or to use pm. Standard library only,
no clock and no randomness but hashes, so the same samples give the same bytes.

What is recorded and what is derived is said in tests/data/sim/SOURCES.md and, in the file itself,
by each event's "origin" and each forecast's "simulated".
"""

import calendar
import copy
import datetime as dt
import gzip
import hashlib
import json
import math
import re
import sys
import zlib
from pathlib import Path

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december"]

# ICAO, name as aviationweather.gov spells it, latitude, longitude, elevation (m), zone, UTC offset
# in summer, unit of its markets, minutes of the routine reports.
STATIONS = {
    "munich": dict(icao="EDDM", name="Munich Intl, BY, DE", lat=48.348, lon=11.786, elev=449,
                   zone="Europe/Berlin", offset=7200, unit="C", minutes=[20, 50]),
    "london": dict(icao="EGLC", name="London City, EN, GB", lat=51.505, lon=0.055, elev=5,
                   zone="Europe/London", offset=3600, unit="C", minutes=[20, 50]),
    "nyc": dict(icao="KLGA", name="New York/La Guardia Arpt, NY, US", lat=40.779, lon=-73.88,
                elev=3, zone="America/New_York", offset=-14400, unit="F", minutes=[51]),
    "tokyo": dict(icao="RJTT", name="Tokyo/Haneda Intl, TY, JP", lat=35.553, lon=139.78, elev=8,
                  zone="Asia/Tokyo", offset=32400, unit="C", minutes=[0, 30]),
}
SNAPSHOT_NAMES = {"munich": "Munich", "london": "London", "nyc": "NYC", "tokyo": "Tokyo"}


def digest(*parts):
    return hashlib.sha256("|".join(map(str, parts)).encode()).digest()


def unit(*parts):
    """A number in [0, 1) that depends on the parts alone."""
    return int.from_bytes(digest(*parts)[:7], "big") / 2**56


def normal(*parts):
    u = max(unit(*parts, "u"), 1e-12)
    return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * unit(*parts, "v"))


def epoch(text):
    return int(dt.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def midnight(date, offset):
    """The moment the station's civil day begins."""
    day = dt.date.fromisoformat(date)
    return calendar.timegm(day.timetuple()) - offset


def shifted(date, days):
    return (dt.date.fromisoformat(date) + dt.timedelta(days=days)).isoformat()


def bounds(label):
    """The whole degrees of a bucket label: (low, high), None for an open end."""
    text = label.replace("\u00b0C", "").replace("\u00b0F", "").strip()
    if found := re.fullmatch(r"(-?\d+) or (below|higher)", text):
        degree = int(found[1])
        return (None, degree) if found[2] == "below" else (degree, None)
    if found := re.fullmatch(r"(-?\d+)-(-?\d+)", text):
        return int(found[1]), int(found[2])
    return int(text), int(text)


def celsius(degree, scale):
    return degree if scale == "C" else (degree - 32) / 1.8


# --- Gamma events ---------------------------------------------------------------------------------

def load_events(samples):
    events = {}
    for line in gzip.open(samples / "gamma/temperature_events_2026-06_07.ndjson.gz", "rt"):
        event = json.loads(line)
        event["markets"].sort(key=lambda m: int(m["groupItemThreshold"]))
        events[event["slug"]] = event
    return events


def date_words(date):
    day = dt.date.fromisoformat(date)
    month = MONTHS[day.month - 1]
    return {"slug": f"{month}-{day.day}-{day.year}", "title": f"{month.capitalize()} {day.day}",
            "rule": f"{day.day} {month[:3].capitalize()} '{day.year % 100}"}


def slug_of_label(label):
    return label.lower().replace("\u00b0", "").replace(" ", "")


def reconstructed(template, date, buckets):
    """An event for another date in the words of a real one: ids we do not have are hashes."""
    old_date = template["eventDate"]
    days = (dt.date.fromisoformat(date) - dt.date.fromisoformat(old_date)).days
    old, new = date_words(old_date), date_words(date)

    def reword(value):
        if isinstance(value, str):
            for kind in ("slug", "rule", "title"):
                value = value.replace(old[kind], new[kind])
            stamp = re.match(r"20\d\d-\d\d-\d\d", value)
            return shifted(stamp[0], days) + value[10:] if stamp else value
        if isinstance(value, list):
            return [reword(v) for v in value]
        if isinstance(value, dict):
            return {k: reword(v) for k, v in value.items()}
        return value

    keep = {k: template[k] for k in ("series", "tags")}
    event = reword({k: v for k, v in template.items() if k not in keep and k != "eventMetadata"})
    event.update(copy.deepcopy(keep))
    slug = event["slug"]
    group = "0x" + digest("group", slug).hex()[:62] + "00"
    event["id"] = str(9_000_000 + int(unit("event", slug) * 999_999))
    event["negRiskMarketID"] = group
    assert len(buckets) == len(event["markets"]), slug
    for number, (market, bucket) in enumerate(zip(event["markets"], buckets)):
        label = bucket["bucket"]
        market["question"] = re.sub(r" be .* on ", lambda _: (
            f" be {'between ' if '-' in label.lstrip('-') else ''}{label} on "), market["question"])
        market["slug"] = f"{slug}-{slug_of_label(label)}"
        market["groupItemTitle"] = label
        market["groupItemThreshold"] = str(number)
        market["id"] = str(90_000_000 + int(unit("market", market["slug"]) * 9_999_999))
        market["conditionId"] = "0x" + digest("condition", market["slug"]).hex()
        market["questionID"] = group[:-2] + f"{number:02x}"
        market["negRiskMarketID"] = group
        market["negRiskRequestID"] = "0x" + digest("request", market["slug"]).hex()
        no_token = int.from_bytes(digest("no", market["slug"]), "big")
        market["clobTokenIds"] = json.dumps([bucket["yes_token"], str(no_token)])
        edge = min(min(p, 1_000_000 - p) for _, p in bucket["points"][:8])
        market["orderPriceMinTickSize"] = 0.001 if edge < 40_000 else 0.01
        for reward in market.get("clobRewards", []):
            reward["conditionId"] = market["conditionId"]
    return event


# --- recorded truth and prices --------------------------------------------------------------------

def load_histories(samples):
    by_slug = {}
    for city in ("munich", "london"):
        with gzip.open(samples / f"eval/polymarket_{city}_history.json.gz", "rt") as file:
            for event in json.load(file)["markets"]:
                order = lambda b: (bounds(b["bucket"])[0] is not None, bounds(b["bucket"])[0] or 0)
                event["buckets"].sort(key=order)
                by_slug[event["slug"]] = event
    return by_slug


def micros(probability):
    return min(999_500, max(500, round(probability * 1e6)))


def history_of(points):
    return [[p["t"], micros(p["p"])] for p in points]


def winner_degree(buckets, station, date):
    """A whole degree inside the winning bucket; open and two-degree buckets: chosen by hash."""
    low, high = next(bounds(b["bucket"]) for b in buckets if b["resolved_yes"])
    pick = int(unit("degree", station["icao"], date) * 2)
    if low is None:
        return high - pick
    if high is None:
        return low + pick
    return low + pick % (high - low + 1)


def ceilings(entries, offset, date):
    """How warm the station can have been by each time without contradicting recorded prices.

    While a bucket trades above 3 cents, the maximum so far cannot be above its upper bound.
    """
    begin, end = midnight(date, offset), midnight(date, offset) + 86400
    steps = []
    for hour in range(24):
        at = begin + hour * 3600
        cap = None
        for entry in entries:
            if entry["high"] is None:
                continue
            if any(at <= t < end and p >= 30_000 for t, p in entry["history"]):
                cap = entry["high"] if cap is None else min(cap, entry["high"])
        if cap is not None:
            steps.append([at, cap])
    return steps


# --- forecasts ------------------------------------------------------------------------------------

def load_snapshots(samples):
    snapshots = {}
    archive = {}
    path = samples / "eval/openmeteo_forecast_snapshots_2026-06-16_07-03.ndjson.gz"
    for line in gzip.open(path, "rt"):
        row = json.loads(line)
        meta, daily = row["_meta"], row["response"]["daily"]
        city = meta["city"].lower()
        scale = row["response"]["daily_units"]["temperature_2m_max"][-1]
        days = {d: [round(celsius(hi, scale), 1), round(celsius(lo, scale), 1)]
                for d, hi, lo in zip(daily["time"], daily["temperature_2m_max"],
                                     daily["temperature_2m_min"])
                if hi is not None and lo is not None}
        if meta["kind"] == "weather-forecast":
            at = int(dt.datetime.fromisoformat(meta["fetched_at_utc"]).timestamp())
            snapshots.setdefault(city, []).append(
                dict(fetched=at, simulated=False, days=days,
                     latitude=row["response"]["latitude"], longitude=row["response"]["longitude"],
                     elevation=row["response"]["elevation"]))
        elif meta["kind"] == "weather-archive":
            archive.setdefault(city, {}).update(days)
    for rows in snapshots.values():
        rows.sort(key=lambda r: r["fetched"])
    return snapshots, archive


def simulated_forecast(city, date, at, truth_c, low_c, offset):
    """Truth plus an error that shrinks as the day comes nearer: sd 0.6 + 0.4 per day of lead."""
    noon = midnight(date, offset) + 15 * 3600
    lead_days = max(0.0, (noon - at) / 86400)
    spread = 0.6 + 0.4 * lead_days
    error = 0.85 * normal("error", city, date) + 0.53 * normal("step", city, date, at // 21600)
    return [round(truth_c + spread * error, 1), round(low_c + 0.5 * spread * error, 1)]


def forecasts(city, station, snapshots, days, begin, end):
    """Recorded snapshots; simulated ones every 6 h where none is younger than 9 h."""
    recorded = [s for s in snapshots.get(city, []) if begin - 3600 <= s["fetched"] <= end]
    out, last = [], None
    for snapshot in recorded:
        if last != snapshot["days"]:
            out.append(snapshot)
        last = snapshot["days"]
    place = (snapshots.get(city) or [None])[0]
    for at in range(begin - 86400, end, 21600):
        if any(at - 32400 <= s["fetched"] <= at + 1200 for s in recorded):
            continue
        today = dt.datetime.fromtimestamp(at + station["offset"], dt.timezone.utc).date().isoformat()
        values = {}
        for ahead in range(3):
            date = shifted(today, ahead)
            if date in days:
                values[date] = simulated_forecast(city, date, at, days[date]["true_c"],
                                                  days[date]["low_c"], station["offset"])
        out.append(dict(fetched=at, simulated=True, days=values, latitude=place["latitude"],
                        longitude=place["longitude"], elevation=place["elevation"]))
    return sorted(out, key=lambda s: s["fetched"])


# --- scenarios ------------------------------------------------------------------------------------

def station_day(city, station, date, degree, source, lows, ceiling):
    true_c = celsius(degree + 0.7 * (unit("tenth", city, date) - 0.5), station["unit"])
    low_c = lows.get(date, [None, true_c - 9])[1]
    low_c = min(low_c, true_c - 4)
    return dict(date=date, degree=degree, low_c=round(low_c, 1), true_c=true_c, source=source,
                ceiling=ceiling)


def event_entry(event, city, station, appears, origin, buckets):
    date = event["eventDate"]
    resolves = midnight(date, station["offset"]) + 86400 + 4200 + int(unit("late", event["slug"]) * 1500)
    markets = []
    for bucket in buckets:
        low, high = bounds(bucket["bucket"])
        markets.append(dict(low=low, high=high, winner=bucket["resolved_yes"],
                            history=bucket["points"]))
    assert sum(m["winner"] for m in markets) == 1, event["slug"]
    return dict(slug=event["slug"], city=city, date=date, origin=origin, appears=appears,
                resolves=resolves, markets=markets, gamma=event)


def closed_entry(event, samples):
    """A resolved event as recorded; its prices decide the winner."""
    markets = []
    for market in event["markets"]:
        low, high = bounds(market["groupItemTitle"])
        yes = json.loads(market["outcomePrices"])[0]
        markets.append(dict(low=low, high=high, winner=yes == "1", history=[]))
        name = {"80-81\u00b0F": "winner-80-81f", "78-79\u00b0F": "loser-78-79f"}
        if event["slug"].startswith("highest-temperature-in-nyc") and \
                market["groupItemTitle"] in name:
            path = f"clob/clob-prices-history-max-nyc-jun9-{name[market['groupItemTitle']]}.json"
            markets[-1]["history"] = history_of(json.loads((samples / path).read_text())["history"])
    assert sum(m["winner"] for m in markets) == 1, event["slug"]
    return dict(slug=event["slug"], city="", date=event["eventDate"], origin="recorded", appears=0,
                resolves=0, markets=markets, gamma=event)


def book_shape(samples):
    book = json.loads((samples / "clob/clob-book-nyc-94-95f.json").read_text())
    sides = {}
    for side in ("bids", "asks"):
        best = float(book[side][-1]["price"])
        sides[side] = [[round(abs(float(l["price"]) - best) * 1e6), round(float(l["size"]) * 1e6)]
                       for l in reversed(book[side])]
    return sides


def write(path, scenario):
    for days in scenario["stations"]:
        for day in days["days"]:
            day["true_c"] = round(day["true_c"], 2)
    text = json.dumps(scenario, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    packed = zlib.compress(text.encode(), 9)
    Path(path).write_bytes(packed)
    print(f"{path}: {len(text)} bytes of JSON, {len(packed)} packed, "
          f"{len(scenario['events'])} events")


def closed_events(events, samples):
    closed = [e for e in events.values() if e["closed"] and "june-9" in e["slug"]]
    nyc = json.loads((samples / "gamma/gamma-event-nyc-jun9-resolved.json").read_text())
    nyc = nyc[0] if isinstance(nyc, list) else nyc
    nyc["markets"].sort(key=lambda m: int(m["groupItemThreshold"]))
    known = {e["slug"]: e for e in closed}
    known.setdefault(nyc["slug"], nyc)
    return [closed_entry(e, samples) for _, e in sorted(known.items())]


def june(samples):
    begin, end = epoch("2026-06-16T09:00:00Z"), epoch("2026-06-21T06:00:00Z")
    events, histories = load_events(samples), load_histories(samples)
    snapshots, archive = load_snapshots(samples)
    stations, entries = [], closed_events(events, samples)
    for city in ("munich", "london"):
        station = dict(STATIONS[city])
        lows = dict(archive[city])
        for snapshot in snapshots[city]:
            for date, values in snapshot["days"].items():
                lows.setdefault(date, values)
        days = {}
        for number in range(14, 22):
            date = f"2026-06-{number:02d}"
            slug = f"highest-temperature-in-{city}-on-june-{number}-2026"
            if slug not in histories:
                degree = round(lows[date][0])
                days[date] = station_day(city, station, date, degree, "forecast", lows, [])
                continue
            buckets = histories[slug]["buckets"]
            for bucket in buckets:
                bucket["points"] = history_of(bucket["history"])
            degree = winner_degree(buckets, station, date)
            spans = [dict(high=bounds(b["bucket"])[1], history=b["points"]) for b in buckets]
            caps = [c for c in ceilings(spans, station["offset"], date) if c[1] < degree]
            days[date] = station_day(city, station, date, degree, "recorded winner", lows, caps)
            if number < 16:
                continue
            real = slug in events
            template = f"highest-temperature-in-{city}-on-june-{11 if city == 'london' else 18}-2026"
            event = events[slug] if real else reconstructed(events[template], date, buckets)
            labels = [m["groupItemTitle"] for m in event["markets"]]
            assert labels == [b["bucket"] for b in buckets], slug
            first = min(p[0] for b in buckets for p in b["points"])
            entries.append(event_entry(event, city, station, first,
                                       "recorded" if real else "reconstructed", buckets))
        station["forecasts"] = forecasts(city, station, snapshots, days, begin, end)
        station["archive"] = {d: v for d, v in sorted(archive[city].items()) if d < "2026-06-21"}
        station["days"] = [days[d] for d in sorted(days)]
        station["city"] = city
        stations.append(station)
    return dict(format=1, name="june-2026", begin=begin, end=end, stations=stations,
                events=entries, book=book_shape(samples))


def normal_cdf(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def july(samples):
    """The real ladders of 3 and 4 July; nobody recorded their ends, so those are simulated."""
    begin, end = epoch("2026-07-03T02:00:00Z"), epoch("2026-07-05T09:00:00Z")
    events = load_events(samples)
    snapshots, archive = load_snapshots(samples)
    quotes = {}
    for line in gzip.open(samples / "gamma/polymarket_2026-07-03.ndjson.gz", "rt"):
        row = json.loads(line)
        at = int(dt.datetime.fromisoformat(row["_meta"]["fetched_at_utc"]).timestamp())
        for token, quote in row["clob_quotes"].items():
            body = quote.get("midpoint")
            body = json.loads(body) if isinstance(body, str) else body
            if isinstance(body, dict) and "mid" in body:
                quotes.setdefault(token, []).append([at, micros(float(body["mid"]))])
    stations, entries = [], []
    for city in ("london", "munich", "nyc", "tokyo"):
        station = dict(STATIONS[city])
        newest = [s for s in snapshots[city] if s["fetched"] <= begin + 3600][-1]["days"]
        lows = {**newest, **archive[city]}
        days = {}
        for date in [f"2026-07-{n:02d}" for n in range(1, 6)] + ["2026-06-30"]:
            high_c = lows.get(date, newest[max(newest)])[0] + normal("july", city, date)
            degree = round(high_c if station["unit"] == "C" else high_c * 1.8 + 32)
            days[date] = station_day(city, station, date, degree, "simulated", lows, [])
        for number in (3, 4):
            date = f"2026-07-{number:02d}"
            event = events.get(f"highest-temperature-in-{city}-on-july-{number}-2026")
            if event is None:
                continue
            degree, buckets = days[date]["degree"], []
            for market in event["markets"]:
                low, high = bounds(market["groupItemTitle"])
                token = json.loads(market["clobTokenIds"])[0]
                wins = (low is None or low <= degree) and (high is None or degree <= high)
                buckets.append(dict(bucket=market["groupItemTitle"], resolved_yes=wins,
                                    points=sorted(quotes.get(token, []))))
            start = max([p[0] for b in buckets for p in b["points"]] or [begin])
            noon = midnight(date, station["offset"]) + 13 * 3600
            for at in range(start + 3600, noon + 1, 3600):
                days_left = (noon - at) / 86400 + 0.1
                spread = (0.8 + 0.9 * days_left) * (1 if station["unit"] == "C" else 1.8)
                centre = degree + spread * 0.7 * normal("path", city, date)
                for bucket in buckets:
                    low, high = bounds(bucket["bucket"])
                    top = 1 if high is None else normal_cdf((high + 0.5 - centre) / spread)
                    bottom = 0 if low is None else normal_cdf((low - 0.5 - centre) / spread)
                    weight = min(1.0, (at - start) / 14400)
                    before = bucket["points"][-1][1] if bucket["points"] else micros(top - bottom)
                    bucket["points"].append(
                        [at, micros(((1 - weight) * before + weight * 1e6 * (top - bottom)) / 1e6)])
            spans = [dict(high=bounds(b["bucket"])[1], history=b["points"]) for b in buckets]
            days[date]["ceiling"] = [c for c in ceilings(spans, station["offset"], date)
                                     if c[1] < degree]
            entries.append(event_entry(event, city, station, 0, "recorded", buckets))
        station["forecasts"] = forecasts(city, station, snapshots, days, begin, end)
        station["archive"] = {d: v for d, v in sorted(archive[city].items()) if d >= "2026-06-25"}
        station["days"] = [days[d] for d in sorted(days)]
        station["city"] = city
        stations.append(station)
    return dict(format=1, name="july-2026", begin=begin, end=end, stations=stations,
                events=entries, book=book_shape(samples))


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("june", "july"):
        sys.exit(__doc__)
    make = june if sys.argv[1] == "june" else july
    write(sys.argv[3], make(Path(sys.argv[2])))


if __name__ == "__main__":
    main()
