"""The calls of breeze_connect: breeze.py FOLDER SETTINGS."""

import datetime
import json
import logging
import os
import sys
import tempfile

folder, settings = sys.argv[1], json.loads(sys.argv[2])
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, folder + "/breeze_connect"]
os.chdir(tempfile.mkdtemp())  # The client writes logs where it is started.

import config

config.API_URL = settings["rest"]
config.BREEZE_NEW_URL = settings["rest2"]
config.LIVE_FEEDS_URL = config.LIVE_STREAM_URL = config.LIVE_OHLC_STREAM_URL = settings["stream"]
config.SECURITY_MASTER_URL = settings["master"]

from breeze_connect import BreezeConnect
from driver import judged, report, waited

# The client passes its logger arguments that cannot be formatted.
logging.raiseExceptions = False

breeze = BreezeConnect(api_key=settings["key"])
judged("generate_session", lambda: breeze.generate_session(settings["secret"], settings["session"]), lambda _: breeze.user_id == settings["user"])

success = lambda answer: answer["Status"] == 200 and answer["Error"] is None and answer["Success"]
rows = lambda *names: lambda answer: success(answer) and isinstance(answer["Success"], list) and all(name in answer["Success"][0] for name in names)
has = lambda *names: lambda answer: success(answer) and all(name in answer["Success"] for name in names)

judged("get_customer_details", lambda: breeze.get_customer_details(settings["session"]), has("idirect_userid"))
judged("get_names", lambda: breeze.get_names("NSE", "TATASTEEL"), lambda answer: answer["isec_stock_code"] == "TATSTE")
names = {name: value for name, value in breeze.stock_script_dict_list[4].items() if name.startswith("OPT-NIFTY-") and name.endswith("-25000-CE")}
today = datetime.date.today()
date_of = lambda name: datetime.datetime.strptime("-".join(name.split("-")[2:5]), "%d-%b-%Y").date()
label = min((name for name in names if date_of(name) > today), key=date_of)
expiry = "-".join(label.split("-")[2:5])
iso = date_of(label).strftime("%Y-%m-%dT06:00:00.000Z")
future = min((name for name in breeze.stock_script_dict_list[4] if name.startswith("FUT-NIFTY-") and date_of(name) > today), key=date_of)
future_iso = date_of(future).strftime("%Y-%m-%dT06:00:00.000Z")
call = dict(stock_code="NIFTY", exchange_code="NFO", expiry_date=iso, right="call", strike_price="25000")
lot = "65"

# Prices.
quote = judged("get_quotes, cash", lambda: breeze.get_quotes(stock_code="ITC", exchange_code="NSE", product_type="cash"),
               rows("ltp", "open", "high", "low", "ltp_percent_change", "upper_circuit", "spot_price", "total_quantity_traded"))
last = quote["Success"][0]["ltp"]
judged("get_quotes, options", lambda: breeze.get_quotes(product_type="options", **call), rows("ltp", "ltt", "best_bid_price"))
judged("get_option_chain_quotes", lambda: breeze.get_option_chain_quotes(stock_code="NIFTY", exchange_code="NFO", product_type="options", right="call", expiry_date=iso),
       rows("ltq", "open_interest", "chnge_oi", "total_buy_qty", "total_sell_qty"))
since = (today - datetime.timedelta(days=6)).strftime("%Y-%m-%dT09:15:00.000Z")
until = today.strftime("%Y-%m-%dT23:59:00.000Z")
for name, version, columns in (("get_historical_data", breeze.get_historical_data, ("count", "open_interest")), ("get_historical_data_v2", breeze.get_historical_data_v2, ("volume",))):
    judged(name + ", cash", lambda: version(interval="5minute", from_date=since, to_date=until, stock_code="ITC", exchange_code="NSE", product_type="cash"), rows("datetime", "open", "close", *columns))
    judged(name + ", options", lambda: version(interval="1day", from_date=since, to_date=until, product_type="options", **call), rows("datetime", "strike_price", *columns))

# Streams.
ticks = []
breeze.on_ticks = ticks.append
judged("ws_connect", lambda: breeze.ws_connect() is None)
subscribed = lambda answer: "subscribed successfully" in answer["message"]
heard = lambda **facts: lambda: any(all(tick.get(name) == value for name, value in facts.items()) for tick in ticks)
judged("subscribe_feeds, quotes by token", lambda: breeze.subscribe_feeds(stock_token="4.1!2885"), subscribed)
report("ticks, quotes", waited(heard(symbol="4.1!2885", exchange="NSE Equity", stock_name="RELIANCE INDUSTRIES LTD")), ticks[-1:])
judged("subscribe_feeds, index", lambda: breeze.subscribe_feeds(stock_token="4.1!NIFTY 50"), subscribed)
report("ticks, index", waited(heard(symbol="4.1!NIFTY 50")), ticks[-1:])
option = dict(exchange_code="NFO", stock_code="NIFTY", expiry_date=expiry, strike_price="25000", right="call", product_type="options")
judged("subscribe_feeds, depth", lambda: breeze.subscribe_feeds(get_exchange_quotes=False, get_market_depth=True, **option), subscribed)
report("ticks, depth", waited(heard(symbol="4.2!" + names[label], quotes="Market Depth")), ticks[-1:])
judged("subscribe_feeds, options", lambda: breeze.subscribe_feeds(get_exchange_quotes=True, get_market_depth=False, **option), subscribed)
report("ticks, options", waited(heard(symbol="4.1!" + names[label], exchange="NSE Futures & Options", right="Call", strike_price="25000")), ticks[-1:])
judged("subscribe_feeds, candles", lambda: breeze.subscribe_feeds(get_exchange_quotes=True, get_market_depth=False, interval="1second", **option), subscribed)
report("ticks, candles", waited(heard(interval="1second", right_type="CE")), ticks[-1:])
judged("subscribe_feeds, orders", lambda: breeze.subscribe_feeds(get_order_notification=True), subscribed)
judged("subscribe_feeds, several tokens", lambda: breeze.subscribe_feeds(stock_token=["4.1!3499", "4.1!1594"]), subscribed)
report("ticks, several tokens", waited(lambda: heard(symbol="4.1!3499")() and heard(symbol="4.1!1594")()), ticks[-1:])
unsubscribed = lambda answer: "unsubscribed" in answer["message"]
judged("unsubscribe_feeds, several tokens", lambda: breeze.unsubscribe_feeds(stock_token=["4.1!3499", "4.1!1594"]), unsubscribed)
judged("unsubscribe_feeds, quotes by token", lambda: breeze.unsubscribe_feeds(stock_token="4.1!2885"), unsubscribed)
judged("unsubscribe_feeds, depth", lambda: breeze.unsubscribe_feeds(get_exchange_quotes=False, get_market_depth=True, **option), unsubscribed)
judged("unsubscribe_feeds, candles", lambda: breeze.unsubscribe_feeds(interval="1second", get_market_depth=False, **option), unsubscribed)
for room in ("one_click_fno", "i_click_2_gain"):
    breeze.subscribe_feeds(stock_token=room)
report("ticks, recommendations", waited(lambda: any("recommended_price_from" in tick for tick in ticks), 1))

# Orders.
low, high = str(round(last * 0.97)), str(round(last * 1.02))
share = dict(stock_code="ITC", exchange_code="NSE", product="cash", action="buy", order_type="limit", stoploss="", quantity="10", validity="day")
placed = judged("place_order, cash", lambda: breeze.place_order(price=low, **share), has("order_id"))
order_id = placed["Success"]["order_id"]
report("order notifications", waited(heard(orderReference=order_id, orderStatus="Ordered")), ticks[-1:])
judged("get_order_detail", lambda: breeze.get_order_detail("NSE", order_id), rows("status", "pending_quantity", "average_price"))
judged("get_order_list", lambda: breeze.get_order_list("NSE", today.strftime("%Y-%m-%dT06:00:00.000Z"), today.strftime("%Y-%m-%dT06:00:00.000Z")), rows("order_id"))
judged("modify_order", lambda: breeze.modify_order(order_id=order_id, exchange_code="NSE", order_type="limit", stoploss="0", quantity="20", price=low, validity="day", disclosed_quantity="0"), has("order_id"))
judged("cancel_order", lambda: breeze.cancel_order("NSE", order_id), has("order_id"))
filled = judged("place_order, marketable", lambda: breeze.place_order(price=high, **share), has("order_id"))
filled_id = filled["Success"]["order_id"]
report("order executed", waited(lambda: breeze.get_order_detail("NSE", filled_id)["Success"][0]["status"] == "Executed"))
judged("get_trade_detail", lambda: breeze.get_trade_detail("NSE", filled_id), rows("exchange_trade_id", "execution_price"))
judged("get_trade_list", lambda: breeze.get_trade_list(exchange_code="NSE", from_date=until, to_date=until), rows("order_id", "average_cost", "eatm_withheld_amount"))
judged("place_order, options at the market", lambda: breeze.place_order(product="options", action="buy", order_type="market", quantity=lot, price="", validity="day", **call), has("order_id"))
report("position opened", waited(lambda: breeze.get_portfolio_positions()["Success"]))
judged("get_portfolio_positions", breeze.get_portfolio_positions, rows("quantity", "settlement_id", "margin_amount", "mtf_sell_quantity", "order_segment_code"))
judged("square_off", lambda: breeze.square_off(exchange_code="NFO", product="options", stock_code="NIFTY", expiry_date=iso, right="Call", strike_price="25000", action="sell", order_type="market",
       validity="day", stoploss="0", quantity=lot, price="0", validity_date=iso, trade_password="", disclosed_quantity="0"), has("order_id", "indicator"))
judged("place_order, futures", lambda: breeze.place_order(stock_code="NIFTY", exchange_code="NFO", product="futures", action="buy", order_type="limit", stoploss="0", quantity=lot, price="23000",
       validity="day", disclosed_quantity="0", expiry_date=future_iso, right="others", strike_price="0", user_remark="Test"), has("order_id"))

# The account.
judged("get_demat_holdings", breeze.get_demat_holdings, rows("stock_ISIN"))
judged("get_portfolio_holdings", lambda: breeze.get_portfolio_holdings("NSE", since, until, "", ""), rows("average_price", "category_index_per_stock", "realized_profit", "portfolio_charges"))
judged("get_funds", breeze.get_funds, has("allocated_fno", "block_by_trade_fno"))
judged("set_funds", lambda: breeze.set_funds("credit", "200", "Equity"), has("status"))
judged("get_margin", lambda: breeze.get_margin("NSE"), has("cash_limit"))
judged("preview_order", lambda: breeze.preview_order(stock_code="ITC", exchange_code="NSE", product="cash", order_type="limit", price="440", action="buy", quantity="1", specialflag="N"),
       has("brokerage", "stt", "gst", "stamp_duty", "total_brokerage"))
leg = dict(strike_price="25000", quantity=lot, right="call", product="options", action="sell", price="150", expiry_date=expiry, stock_code="NIFTY", cover_order_flow="N", fresh_order_type="N",
           cover_limit_rate="0", cover_sltp_price="0", fresh_limit_rate="0", open_quantity="0")
judged("margin_calculator", lambda: breeze.margin_calculator([leg], exchange_code="NFO"), has("margin_calulation", "span_margin_required", "order_value"))
judged("limit_calculator", lambda: breeze.limit_calculator("25000", "options", expiry, "NIFTY", "NFO", "Buy", "8", "Call", "P", "7.5", "", "", "limit", "10.95"), has("limit_rate", "order_margin"))
judged("add_margin", lambda: breeze.add_margin(product_type="cash", stock_code="ITC", exchange_code="NSE", add_amount="100"), success)

# Orders that wait for a price.
single = dict(exchange_code="NFO", stock_code="NIFTY", product="options", quantity=lot, expiry_date=iso, right="call", strike_price="25000", index_or_stock="index", trade_date=until)
leg = lambda kind, action, limit, trigger: {**({"gtt_leg_type": kind} if kind else {}), "action": action, "limit_price": limit, "trigger_price": trigger}
one = judged("gtt_single_leg_place_order", lambda: breeze.gtt_single_leg_place_order(gtt_type="single", order_details=[leg(None, "buy", "7", "8")], **single), has("gtt_order_id"))
number = one and one["Success"] and one["Success"]["gtt_order_id"]
judged("gtt_single_leg_modify_order", lambda: breeze.gtt_single_leg_modify_order("NFO", number, "single", [leg(None, "buy", "6", "7")]), has("gtt_order_id"))
judged("gtt_single_leg_cancel_order", lambda: breeze.gtt_single_leg_cancel_order("NFO", number), has("gtt_order_id"))
pair = lambda target, stop: [leg("target", "sell", *target), leg("stoploss", "sell", *stop)]
three = judged("gtt_three_leg_place_order", lambda: breeze.gtt_three_leg_place_order(gtt_type="cover_oco", fresh_order_action="buy", fresh_order_price="8", fresh_order_type="limit",
               order_details=pair(("900", "899"), ("4", "5")), **single), has("gtt_order_id"))
number = three and three["Success"] and three["Success"]["gtt_order_id"]
judged("gtt_three_leg_modify_order", lambda: breeze.gtt_three_leg_modify_order("NFO", number, "oco", pair(("950", "949"), ("3", "4"))), has("gtt_order_id"))
judged("gtt_three_leg_cancel_order", lambda: breeze.gtt_three_leg_cancel_order("NFO", number), has("gtt_order_id"))
judged("gtt_order_book", lambda: breeze.gtt_order_book("NFO", until, until), rows("order_details", "gtt_type", "fresh_order_id"))
judged("unsubscribe_feeds, orders", lambda: breeze.unsubscribe_feeds(get_order_notification=True), lambda answer: "disconnected" in answer["message"].lower())
judged("ws_disconnect", breeze.ws_disconnect)
sys.stdout.flush()
os._exit(0)  # The client's sockets would keep the process.
