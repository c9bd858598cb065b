"""Electricity meters of DL/T 645-2007 and water meters of CJ/T 188-2004 on a pseudo-terminal.

Written from the standards' text with nothing but Python: a judge of our client that shares no line with it.

    bcd_meters.py METER...
    METER: dlt645/ADDRESS/IDENTIFIER=DIGITS,...            digits with the highest first, as the meter would show them
           cjt188/ADDRESS/ADDRESS-ORDER/IDENTIFIER-ORDER/DIGITS/UNIT-CODE      orders: low or high (byte first)

Prints the terminal's path, then a line for each request that one of the meters took for its own. A line on standard
input spoils the next answer: sum, address, truncated, late SECONDS, silent, refuse, echo, stale.
"""
import os
import select
import sys
import time
import tty

CHUNK = 40  # data bytes of one frame; the standard allows 200


def digits_to_bytes(digits, low_first=True):
    values = bytes(int(digits[i:i + 2], 16) for i in range(0, len(digits), 2))
    return values[::-1] if low_first else values


def closed(body):
    return bytes(body) + bytes([sum(body) % 256, 0x16])


class Electricity:
    head = 10

    def __init__(self, address, items):
        self.address = digits_to_bytes(address)
        self.items = dict(item.split("=") for item in items.split(","))

    def frame(self, control, data, address=None):
        data = bytes((value + 0x33) % 256 for value in data)
        return closed(b"\x68" + (address or self.address) + b"\x68" + bytes([control, len(data)]) + data)

    def answer(self, request):
        if request[7] != 0x68:
            return None
        address, control = request[1:7], request[8]
        data = bytes((value - 0x33) % 256 for value in request[10:-2])
        if control == 0x13 and address == b"\xAA" * 6:
            return self.frame(0x93, self.address)
        if address != self.address or control not in (0x11, 0x12):
            return None
        name = data[3::-1].hex().upper()
        if name not in self.items:
            return self.refusal(request)
        whole = digits_to_bytes(self.items[name])
        part = 0 if control == 0x11 else data[4]
        chunk = whole[part * CHUNK:(part + 1) * CHUNK]
        more = 0x20 if len(whole) > (part + 1) * CHUNK else 0
        return self.frame(control | 0x80 | more, data[:4] + chunk + (bytes([part]) if part else b""))

    def refusal(self, request):
        return self.frame(request[8] | 0xC0, b"\x02")

    def elsewhere(self, answer):
        moved = bytes([answer[1] ^ 0x01]) + answer[2:-2]
        return closed(answer[:1] + moved)

    def stale(self):
        return self.frame(0x91, bytes([0x00, 0x00, 0x05, 0x04]) + b"\x11\x11\x11\x11")


class Water:
    head = 11

    def __init__(self, address, address_order, identifier_order, digits, unit):
        self.address = digits_to_bytes(address, address_order == "low")
        self.low_first = identifier_order == "low"
        self.data = digits_to_bytes(digits) + bytes([int(unit, 16)])

    def frame(self, control, data):
        return closed(b"\x68\x10" + self.address + bytes([control, len(data)]) + data)

    def identifier(self, name):
        return digits_to_bytes(name, self.low_first)

    def answer(self, request):
        meter_type, address, control = request[1], request[2:9], request[9]
        identifier, sequence = request[11:13], request[13:14]
        if control == 0x03 and address == b"\xAA" * 7 and identifier == self.identifier("810A"):
            return self.frame(0x83, identifier + sequence)
        if meter_type != 0x10 or address != self.address or control != 0x01:
            return None
        if identifier != self.identifier("901F"):
            return self.refusal(request)
        # Current total, second total, clock 2015-05-11 22:01:31, two bytes of status.
        clock_and_status = bytes.fromhex("310122110515202184")
        return self.frame(0x81, identifier + sequence + self.data + self.data + clock_and_status)

    def refusal(self, request):
        return self.frame(request[9] | 0xC0, request[13:14] + b"\x21\x84")

    def elsewhere(self, answer):
        return closed(answer[:2] + bytes([answer[2] ^ 0x01]) + answer[3:-2])

    def stale(self):
        data = digits_to_bytes("99999999") + b"\x2C"
        return self.frame(0x81, self.identifier("901F") + b"\xFE" + data + data + bytes(9))


def next_frame(buffer, head):
    """The first whole frame of the buffer and what follows it; None while there is none."""
    start = buffer.find(0x68)
    if start < 0 or len(buffer) < start + head:
        return None
    end = start + head + buffer[start + head - 1] + 2
    if len(buffer) < end:
        return None
    frame = buffer[start:end]
    if frame[-1] != 0x16 or frame[-2] != sum(frame[:-2]) % 256:
        raise SystemExit("a request with a wrong check sum: " + frame.hex())
    return frame, buffer[end:]


def send(line, meter, request, answer, fault):
    wake = b"\xFE\xFE\xFE\xFE"
    if fault[0] == "silent":
        return
    if fault[0] == "sum":
        answer = answer[:-2] + bytes([(answer[-2] + 1) % 256, 0x16])
    elif fault[0] == "address":
        answer = meter.elsewhere(answer)
    elif fault[0] == "truncated":
        answer = answer[:len(answer) - 5]
    elif fault[0] == "refuse":
        answer = meter.refusal(request)
    elif fault[0] == "late":
        time.sleep(float(fault[1]))
    elif fault[0] == "echo":
        os.write(line, wake + request)
    elif fault[0] == "stale":
        os.write(line, wake + meter.stale())
    os.write(line, wake + answer)


def meter_of(text):
    protocol, *rest = text.split("/")
    return Electricity(*rest) if protocol == "dlt645" else Water(*rest)


def main():
    meters = [meter_of(text) for text in sys.argv[1:]]
    line, far = os.openpty()
    tty.setraw(far)
    print(os.ttyname(far), flush=True)
    buffer, faults = b"", []
    while True:
        readable, _, _ = select.select([line, 0], [], [])
        # Faults first: who asks for one says so before it sends the request.
        if 0 in select.select([0], [], [], 0)[0]:
            said = os.read(0, 4096).decode()
            if not said:
                return
            faults += [text.split() for text in said.split("\n") if text]
        if line not in readable:
            continue
        buffer += os.read(line, 1024)
        while found := next_frame(buffer, meters[0].head):
            request, buffer = found
            for meter in meters:
                answer = meter.answer(request)
                if answer:
                    print("asked " + request.hex(" ").upper(), flush=True)
                    send(line, meter, request, answer, faults.pop(0) if faults else ["good"])


main()
