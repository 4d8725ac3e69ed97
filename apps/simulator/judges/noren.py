"""The calls of NorenApi, of Flattrade and of Shoonya: noren.py FOLDER SETTINGS."""

import glob
import json
import logging
import sys
import time

folder, settings = sys.argv[1], json.loads(sys.argv[2])
sys.path[:0] = glob.glob(folder + "/dist/*.whl")
logging.disable(logging.CRITICAL)

from NorenRestApiPy import NorenApi as client
from driver import judged, report, waited

api = client.NorenApi(host=settings["rest"], websocket=settings["socket"])
user = settings["user"]
judged("set_session", lambda: api.set_session(user, "", settings["token"]))


def is_list(answer):
    return isinstance(answer, list) and len(answer) > 0


def has(*names):
    return lambda answer: answer is not None and all(name in answer for name in names)


# Prices and names.
found = judged("searchscrip", lambda: api.searchscrip("NSE", "ACC"), has("values"))
judged("get_security_info", lambda: api.get_security_info("NSE", "22"), has("tsym", "ti", "ls", "frzqty", "varmrg"))
depth = [side + kind + str(level) for side in "bs" for kind in "pqo" for level in range(1, 6)]
quote = judged(
    "get_quotes", lambda: api.get_quotes("NSE", "22"),
    has("request_time", "lp", "o", "h", "l", "c", "v", "ltq", "ltt", "uc", "lc", "cname", "symname", "seg", "instname",
        "isin", "pp", "ls", "ti", "mult", "prcftr_d", *depth))
last = float(quote["lp"])
low, high = round(last * 0.97), round(last * 1.01)
candle = lambda rows: is_list(rows) and all(name in rows[0] for name in ("time", "into", "inth", "intl", "intc", "intvwap", "intv", "intoi", "v", "oi"))
judged("get_time_price_series", lambda: api.get_time_price_series("NSE", "22", starttime=time.time() - 5 * 86400, interval=5), candle)
judged("get_daily_price_series", lambda: api.get_daily_price_series("NSE", "ACC-EQ", startdate=time.time() - 20 * 86400),
       lambda rows: is_list(rows) and "ssboe" in json.loads(rows[0]))
option = api.searchscrip("NFO", "NIFTY 25000")["values"][0]
judged("get_option_chain", lambda: api.get_option_chain("NFO", option["tsym"], 25000, 2),
       lambda answer: len(answer["values"]) == 8 and "strprc" in answer["values"][0])
judged("option_greek", lambda: api.option_greek(option["exd"], "25000", "25100", "6", "12", "CE"), has("cal_price", "put_delta", "cal_vego"))

# Prices and orders over the websocket.
frames, opened = [], []
api.start_websocket(
    subscribe_callback=frames.append, order_update_callback=frames.append,
    socket_open_callback=lambda: opened.append(True), socket_close_callback=lambda: None,
    socket_error_callback=lambda error: frames.append({"t": "error", "text": str(error)}))
heard = lambda kind, **facts: any(f["t"] == kind and all(f.get(name) == value for name, value in facts.items()) for f in frames)
report("start_websocket", waited(lambda: opened))
api.subscribe_orders()
api.subscribe(["NSE|22", "NFO|" + option["token"]])
report("subscribe, touchline", waited(lambda: heard("tk", tk=option["token"]) and heard("tf")), frames)
api.subscribe("NSE|22", feed_type=client.FeedType.SNAPQUOTE)
report("subscribe, depth", waited(lambda: heard("dk") and heard("df")), frames[-3:])
judged("unsubscribe, touchline", lambda: api.unsubscribe("NFO|" + option["token"]) is None)
judged("unsubscribe, depth", lambda: api.unsubscribe("NSE|22", feed_type=client.FeedType.SNAPQUOTE) is None)


# Orders.
def place(call, tag, **changes):
    order = dict(buy_or_sell="B", product_type="C", exchange="NSE", tradingsymbol="ACC-EQ", quantity=10, discloseqty=0,
                 price_type="LMT", price=low, retention="DAY", remarks=tag)
    order.update(changes)
    answer = judged(call, lambda: api.place_order(**order), has("norenordno"))
    return answer and answer["norenordno"]


def row(number):
    return next((r for r in api.get_order_book() or [] if r["norenordno"] == number), {})


resting = place("place_order", "rests")
report("subscribe_orders", waited(lambda: heard("om", norenordno=resting, reporttype="New")))
judged("modify_order", lambda: api.modify_order(resting, "NSE", "ACC-EQ", 20, "LMT", low + 1), has("result"))
judged("get_order_book", api.get_order_book, lambda rows: is_list(rows) and rows[0]["qty"] == "20")
judged("cancel_order", lambda: api.cancel_order(resting), has("result"))
filled = place("place_order, marketable", "fills", product_type="I", price=high)
report("place_order, filled", waited(lambda: row(filled).get("status") == "COMPLETE"), row(filled))
judged("single_order_history", lambda: api.single_order_history(filled), lambda rows: is_list(rows) and rows[0]["rpt"] == "Fill" and "exch_tm" in rows[0])
judged("get_trade_book", api.get_trade_book, lambda rows: is_list(rows) and "flprc" in rows[0])
judged("get_positions", api.get_positions,
       lambda rows: is_list(rows) and all(name in rows[0] for name in ("netqty", "urmtom", "rpnl", "openbuyamt", "cforgavgprc", "prcftr")))
judged("position_product_conversion", lambda: api.position_product_conversion("NSE", "ACC-EQ", 5, "C", "I", "B", "DAY"))
stop = place("place_order, stop", "stop", price_type="SL-LMT", trigger_price=high + 10, price=high + 12)
report("place_order, trigger pending", waited(lambda: row(stop).get("status") == "TRIGGER_PENDING"), row(stop))
api.cancel_order(stop)
amo = place("place_order, after market", "amo", amo="Yes")
report("place_order, amo echoed", row(amo).get("amo") == "Yes", row(amo))
api.cancel_order(amo)
cover = place("place_order, cover", "cover", product_type="H", price=high, bookloss_price=20)
report("cover order's leg", waited(lambda: any(r.get("snonum") == cover and r.get("snoordt") == "1" for r in api.get_order_book() or [])), row(cover))
judged("exit_order", lambda: api.exit_order(cover, "H"), has("dmsg"))
bracket = place("place_order, bracket", "bracket", product_type="B", price=high, bookloss_price=20, bookprofit_price=30)
report("bracket order's legs", waited(lambda: len([r for r in api.get_order_book() or [] if r.get("snonum") == bracket]) >= 2), row(bracket))
judged("exit_order, bracket", lambda: api.exit_order(bracket, "B"), has("dmsg"))

# The account.
judged("get_holdings", api.get_holdings, is_list)
judged("get_limits", api.get_limits, has("cash", "marginused", "brkcollamt", "unclearedcash", "daycash", "urmtom", "grexpo"))
position = client.position()
position.__dict__.update(prd="M", exch="NFO", instname="OPTIDX", symname="NIFTY", exd=option["exd"], optt="CE", strprc="25000", buyqty="0", sellqty="65", netqty="0")
judged("span_calculator", lambda: api.span_calculator(user, [position]), has("span", "expo", "span_trade", "expo_trade"))
judged("add_watch_list_scrip", lambda: api.add_watch_list_scrip("1", ["NSE|22", "NSE|2885"]))
judged("get_watch_list", lambda: api.get_watch_list("1"), has("values"))
judged("delete_watch_list_scrip", lambda: api.delete_watch_list_scrip("1", "NSE|22"))
judged("get_watch_list_names", api.get_watch_list_names, has("values"))
judged("close_websocket", lambda: api.close_websocket() is None)
judged("login", lambda: api.login(user, "password", "000000", "vendor", "secret", "imei"))
judged("forgot_password", lambda: api.forgot_password(user, "AAAAA0000A", "01-01-1990"))
judged("logout", api.logout)
