"""A foreign judge: pymodbus serves the map of an Eastron SDM630 as unit identifier 1 and prints its port."""
import asyncio
import struct

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

VALUES = {0x0000: 230.2, 0x0006: 4.321, 0x0034: -1500.5, 0x003E: 0.987, 0x0046: 50.02, 0x0048: 98765.43, 0x004A: 12.34}


def registers():
    block = [0] * 0x80
    for address, value in VALUES.items():
        block[address:address + 2] = struct.unpack(">HH", struct.pack(">f", value))
    return block


async def main():
    inputs = ModbusSequentialDataBlock(0, registers())
    context = ModbusServerContext(slaves={1: ModbusSlaveContext(ir=inputs, zero_mode=True)}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main())
