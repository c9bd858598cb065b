"""A foreign judge of a serial line: pymodbus meters on a pseudo-terminal that is as slow as its baud rate says.

Arguments: BAUD, UNITS (so many, from 1), DEVICE_MS (how long a meter thinks). Prints the terminal's path. A line
"dead 3 7" on standard input silences those units; at its end one line of JSON says what was seen on the line. Every
byte takes 10 bits (8N1). Times are seconds of the monotonic clock of this process.
"""
import json
import os
import select
import statistics
import struct
import sys
import termios
import time
import tty

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusSlaveContext
from pymodbus.factory import ServerDecoder
from pymodbus.utilities import checkCRC, computeCRC

BAUD, UNITS, DEVICE = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000
CHARACTER = 10 / BAUD
SILENCE = 0.00175 if BAUD > 19200 else 3.5 * CHARACTER

near, far = os.openpty()
tty.setraw(far)
options = termios.tcgetattr(far)
options[4] = options[5] = getattr(termios, f"B{BAUD}")
termios.tcsetattr(far, termios.TCSANOW, options)
print(os.ttyname(far), flush=True)

block = ModbusSequentialDataBlock(0, [0x4366, 0x3334] * 0x4000)
context = ModbusSlaveContext(hr=block, ir=block, zero_mode=True)
decoder = ServerDecoder()
dead = set()
requests, answers, gaps, needed, collisions = 0, {}, [], 0.0, 0
free = None


def sleep_until(instant):
    while (rest := instant - time.monotonic()) > 0:
        time.sleep(rest)


def serve(frame, heard):
    """One request that began to arrive at `heard`; returns when the line is free again, or None after silence."""
    global needed, collisions
    request = decoder.decode(frame[1:-2])
    pdu = request.execute(context)
    answer = bytes([frame[0], pdu.function_code]) + pdu.encode()
    answer += struct.pack(">H", computeCRC(answer))
    start = heard + len(frame) * CHARACTER + SILENCE + DEVICE
    for i in range(len(answer)):
        sleep_until(start + (i + 1) * CHARACTER)
        if select.select([near], [], [], 0)[0]:
            collisions += 1
        os.write(near, answer[i:i + 1])
    needed += SILENCE + (len(frame) + len(answer)) * CHARACTER + SILENCE + DEVICE
    answers.setdefault(frame[0], []).append(time.monotonic())
    return time.monotonic()


while True:
    ready, _, _ = select.select([near, sys.stdin], [], [])
    if near in ready:
        heard = time.monotonic()
        frame = os.read(near, 256)
        while len(frame) < 8:
            frame += os.read(near, 256)
        requests += 1
        if free is not None:
            gaps.append(heard - free)
        assert checkCRC(frame[:-2], struct.unpack(">H", frame[-2:])[0]), frame.hex()
        if frame[0] in dead or frame[0] > UNITS:
            free = heard + len(frame) * CHARACTER
            continue
        free = serve(frame, heard)
    if sys.stdin in ready:
        line = sys.stdin.readline()
        if not line:
            break
        dead = {int(unit) for unit in line.split()[1:]}

# What the line needs at least, and what the poller let pass on top of it, usually: a busy machine wakes both late now
# and then, and that this process wakes late is not the poller's fault at all.
idle = len(gaps) * (statistics.median(gaps) - SILENCE)
short = sum(gap < SILENCE for gap in gaps)
print(json.dumps({
    "requests": requests, "silence": SILENCE, "gapMin": min(gaps), "gapsShort": short, "collisions": collisions,
    "use": needed / (needed + idle), "answers": answers}), flush=True)
