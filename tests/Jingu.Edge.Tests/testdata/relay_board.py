"""A foreign judge: pymodbus serves a relay board and tells of every coil that is written.

Arguments: TCP port (0: any), unit identifier, coils, discrete inputs. Prints its port. Words on standard input:
coils: prints "coils 0 1 ..."; input N 0|1: sets a discrete input; cycle: supply goes and comes, all coils fall back;
pull, plug: the bus goes and comes; hold REGISTER VALUE: sets a holding register.
"""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer


class Coils(ModbusSequentialDataBlock):
    def setValues(self, address, values):
        words = values if isinstance(values, list) else [values]
        print("write", address, *[int(value) for value in words], flush=True)
        super().setValues(address, values)


async def serve(context, port):
    server = ModbusTcpServer(context, address=("127.0.0.1", port), allow_reuse_address=True)
    asyncio.ensure_future(server.serve_forever())
    await server.serving
    return server, server.server.sockets[0].getsockname()[1]


async def main():
    port, unit, coils, inputs = (int(word) for word in sys.argv[1:5])
    relays = Coils(0, [False] * coils)
    contacts = ModbusSequentialDataBlock(0, [False] * max(inputs, 1))
    settings = ModbusSequentialDataBlock(0, [0] * 1000)
    board = ModbusSlaveContext(co=relays, di=contacts, hr=settings, zero_mode=True)
    context = ModbusServerContext(slaves={unit: board}, single=False)
    server, port = await serve(context, port)
    print(port, flush=True)
    words = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(words), sys.stdin)
    while line := (await words.readline()).decode().split():
        if line[0] == "coils":
            print("coils", *[int(value) for value in relays.values], flush=True)
        elif line[0] == "input":
            contacts.values[int(line[1])] = line[2] == "1"
            print("input", *line[1:], flush=True)
        elif line[0] == "cycle":
            relays.values = [False] * coils
            print("cycled", flush=True)
        elif line[0] == "hold":
            settings.values[int(line[1])] = int(line[2])
            print("held", flush=True)
        elif line[0] == "pull":
            await server.shutdown()
            print("pulled", flush=True)
        elif line[0] == "plug":
            server, port = await serve(context, port)
            print("plugged", flush=True)


asyncio.run(main())
