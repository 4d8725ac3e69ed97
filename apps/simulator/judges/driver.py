"""What the drivers of clients in Python share: each documented call once, and a line about it."""

import json
import sys
import time


def report(call, ok, note=""):
    sys.stdout.write("judge " + json.dumps({"call": call, "ok": bool(ok), "note": str(note)[:300]}) + "\n")
    sys.stdout.flush()


def judged(call, act, check=lambda answer: answer is not None):
    """Runs a call; what it answers, if the check finds it good."""
    try:
        answer = act()
        ok = check(answer)
    except Exception as error:  # Whatever a client throws is a verdict.
        report(call, False, repr(error))
        return None
    report(call, ok, "" if ok else json.dumps(answer, default=str))
    return answer


def waited(check, seconds=10):
    """Whether a check succeeds in time."""
    end = time.time() + seconds
    while time.time() < end:
        if check():
            return True
        time.sleep(0.05)
    return False
