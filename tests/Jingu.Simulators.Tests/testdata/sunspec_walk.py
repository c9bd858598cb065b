"""A foreign judge: walks the models of a SunSpec device and prints its points, a JSON object of model, point and value.

    sunspec_walk.py PORT UNIT

Written from the SunSpec Device Information Model Specification and the points of models 1 and 103 as published
(sunspec/models, json/model_1.json and model_103.json); it knows nothing of the product's profiles. A point that is not
implemented is null. Numbers are printed as decimal text, so that nothing is rounded on the way.
"""
import decimal
import json
import sys

from pymodbus.client import ModbusTcpClient

# Name, type, length in registers, scale factor; in the order of the model, behind id and length.
COMMON = [("Mn", "string", 16, None), ("Md", "string", 16, None), ("Opt", "string", 8, None), ("Vr", "string", 8, None),
          ("SN", "string", 16, None), ("DA", "uint16", 1, None)]
INVERTER = [("A", "uint16", 1, "A_SF"), ("AphA", "uint16", 1, "A_SF"), ("AphB", "uint16", 1, "A_SF"),
            ("AphC", "uint16", 1, "A_SF"), ("A_SF", "sunssf", 1, None), ("PPVphAB", "uint16", 1, "V_SF"),
            ("PPVphBC", "uint16", 1, "V_SF"), ("PPVphCA", "uint16", 1, "V_SF"), ("PhVphA", "uint16", 1, "V_SF"),
            ("PhVphB", "uint16", 1, "V_SF"), ("PhVphC", "uint16", 1, "V_SF"), ("V_SF", "sunssf", 1, None),
            ("W", "int16", 1, "W_SF"), ("W_SF", "sunssf", 1, None), ("Hz", "uint16", 1, "Hz_SF"),
            ("Hz_SF", "sunssf", 1, None), ("VA", "int16", 1, "VA_SF"), ("VA_SF", "sunssf", 1, None),
            ("VAr", "int16", 1, "VAr_SF"), ("VAr_SF", "sunssf", 1, None), ("PF", "int16", 1, "PF_SF"),
            ("PF_SF", "sunssf", 1, None), ("WH", "acc32", 2, "WH_SF"), ("WH_SF", "sunssf", 1, None),
            ("DCA", "uint16", 1, "DCA_SF"), ("DCA_SF", "sunssf", 1, None), ("DCV", "uint16", 1, "DCV_SF"),
            ("DCV_SF", "sunssf", 1, None), ("DCW", "int16", 1, "DCW_SF"), ("DCW_SF", "sunssf", 1, None),
            ("TmpCab", "int16", 1, "Tmp_SF"), ("TmpSnk", "int16", 1, "Tmp_SF"), ("TmpTrns", "int16", 1, "Tmp_SF"),
            ("TmpOt", "int16", 1, "Tmp_SF"), ("Tmp_SF", "sunssf", 1, None), ("St", "enum16", 1, None),
            ("StVnd", "enum16", 1, None), ("Evt1", "bitfield32", 2, None), ("Evt2", "bitfield32", 2, None),
            ("EvtVnd1", "bitfield32", 2, None), ("EvtVnd2", "bitfield32", 2, None), ("EvtVnd3", "bitfield32", 2, None),
            ("EvtVnd4", "bitfield32", 2, None)]
MODELS = {1: COMMON, 103: INVERTER}
NOT_IMPLEMENTED = {"uint16": 0xFFFF, "enum16": 0xFFFF, "int16": 0x8000, "sunssf": 0x8000, "acc32": 0,
                   "bitfield32": 0xFFFFFFFF}
MODELS_MAX = 100

port, unit = (int(argument) for argument in sys.argv[1:])
client = ModbusTcpClient("127.0.0.1", port=port, timeout=10)
if not client.connect():
    raise SystemExit("no connection")


def read(address, count):
    registers = []
    while len(registers) < count:
        answer = client.read_holding_registers(address + len(registers), min(count - len(registers), 100), slave=unit)
        if answer.isError():
            return None
        registers += answer.registers
    return registers


def value(kind, registers):
    if kind == "string":
        return b"".join(word.to_bytes(2, "big") for word in registers).rstrip(b"\0").decode("ascii")
    raw = int.from_bytes(b"".join(word.to_bytes(2, "big") for word in registers), "big")
    if raw == NOT_IMPLEMENTED[kind]:
        return None
    return raw - 0x10000 if kind in ("int16", "sunssf") and raw > 0x7FFF else raw


def points(model, registers):
    raw, scales, at = {}, {}, 0
    for name, kind, length, scale in model:
        raw[name], scales[name] = value(kind, registers[at:at + length]), scale
        at += length
    scaled = {}
    for name, number in raw.items():
        if scales[name] is None or number is None:
            scaled[name] = number
        elif raw[scales[name]] is None:
            scaled[name] = None
        else:
            scaled[name] = format(decimal.Decimal(number).scaleb(raw[scales[name]]), "f")
    return scaled


base = next((base for base in (40000, 50000, 0) if read(base, 2) == [0x5375, 0x6E53]), None)
if base is None:
    raise SystemExit("no SunSpec mark")
chain, found, address = [], {}, base + 2
while len(chain) < MODELS_MAX:
    header = read(address, 2)
    if header is None:
        raise SystemExit(f"the chain breaks off at {address}")
    if header[0] == 0xFFFF:
        break
    chain.append(header)
    if header[0] in MODELS:
        found[header[0]] = points(MODELS[header[0]], read(address + 2, header[1]))
    address += 2 + header[1]
else:
    raise SystemExit("the chain does not end")
client.close()
print(json.dumps({"base": base, "chain": chain, "models": found}))
