"""A foreign judge: pymodbus reads a 32-bit float from a Modbus TCP server, in one of four byte orders, and prints it.

    pymodbus_reads.py PORT UNIT FUNCTION ADDRESS ORDER      FUNCTION: 3 or 4; ORDER: ABCD, CDAB, BADC or DCBA
"""
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.constants import Endian
from pymodbus.payload import BinaryPayloadDecoder

ORDERS = {"ABCD": (Endian.Big, Endian.Big), "CDAB": (Endian.Big, Endian.Little),
          "BADC": (Endian.Little, Endian.Big), "DCBA": (Endian.Little, Endian.Little)}

port, unit, function, address, order = sys.argv[1:]
byte_order, word_order = ORDERS[order]
client = ModbusTcpClient("127.0.0.1", port=int(port), timeout=10)
if not client.connect():
    raise SystemExit("no connection")
read = client.read_holding_registers if function == "3" else client.read_input_registers
answer = read(int(address), 2, slave=int(unit))
client.close()
if answer.isError():
    raise SystemExit(f"refused: {answer}")
decoder = BinaryPayloadDecoder.fromRegisters(answer.registers, byteorder=byte_order, wordorder=word_order)
print(repr(decoder.decode_32bit_float()))
