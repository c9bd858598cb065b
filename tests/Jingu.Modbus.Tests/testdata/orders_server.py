"""A foreign judge: pymodbus packs and serves the same numbers in four byte orders, as unit identifiers 1 to 4."""
import asyncio

from pymodbus.constants import Endian
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.payload import BinaryPayloadBuilder
from pymodbus.server.async_io import ModbusTcpServer

# ABCD, CDAB, BADC, DCBA
ORDERS = [(Endian.Big, Endian.Big), (Endian.Big, Endian.Little), (Endian.Little, Endian.Big),
          (Endian.Little, Endian.Little)]


def registers(byte_order, word_order):
    numbers = BinaryPayloadBuilder(byteorder=byte_order, wordorder=word_order)
    numbers.add_16bit_uint(54321)
    numbers.add_16bit_int(-12345)
    numbers.add_32bit_uint(4000000001)
    numbers.add_32bit_int(-2000000001)
    numbers.add_64bit_uint(12345678901234567)
    numbers.add_64bit_int(-1234567890123456789)
    numbers.add_32bit_float(-1234.5)
    numbers.add_64bit_float(98765432.125)
    return numbers.to_registers()


async def main():
    slaves = {}
    for unit, (byte_order, word_order) in enumerate(ORDERS, start=1):
        block = ModbusSequentialDataBlock(0, registers(byte_order, word_order))
        slaves[unit] = ModbusSlaveContext(hr=block, zero_mode=True)
    server = ModbusTcpServer(ModbusServerContext(slaves=slaves, single=False), address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main())
