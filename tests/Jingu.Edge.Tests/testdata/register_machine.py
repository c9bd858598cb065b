"""A foreign judge: pymodbus serves a machine with holding registers and tells of every write that reaches it.

Arguments: unit identifier, clients at most, milliseconds in which a new connection is not answered. Prints its TCP
port, and "write FUNCTION ADDRESS VALUE ..." for each write before it is answered. Words on standard input, each
answered by a line: told; get REGISTER; set REGISTER VALUE; refuse REGISTER CODE: writes to it are answered with this
exception, 0: as usual; late REGISTER MS: writes to it are taken at once and answered later; early: how many requests
came too early; open: takes everybody at once from now on.
"""
import asyncio
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusConnectedRequestHandler, ModbusTcpServer

UNIT, CLIENTS, SETTLES = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 1000
WRITES = {6: lambda one: [one.value], 16: lambda one: one.values, 22: lambda one: [one.and_mask, one.or_mask]}
registers = ModbusSparseDataBlock({address: 0 for address in range(65536)})
state = {"clients": 0, "max": CLIENTS, "settles": SETTLES, "early": 0, "refused": {}, "late": {}}


class Handler(ModbusConnectedRequestHandler):
    def connection_made(self, transport):
        super().connection_made(transport)
        self.began = asyncio.get_running_loop().time()
        state["clients"] += 1
        if state["clients"] > state["max"]:
            transport.close()

    def connection_lost(self, call_exc):
        state["clients"] -= 1
        super().connection_lost(call_exc)

    def execute(self, request, *addr):
        loop = asyncio.get_running_loop()
        if loop.time() - self.began < state["settles"]:
            state["early"] += 1
            return
        if request.function_code not in WRITES:
            super().execute(request, *addr)
            return
        print("write", request.function_code, request.address, *WRITES[request.function_code](request), flush=True)
        if code := state["refused"].get(request.address, 0):
            response = request.doException(code)
        else:
            response = request.execute(self.server.context[request.unit_id])
        response.transaction_id, response.unit_id = request.transaction_id, request.unit_id
        loop.call_later(state["late"].get(request.address, 0), self.answer, response, addr)

    def answer(self, response, addr):
        if self.running:
            self.send(response, *addr)


def obey(word, numbers):
    if word == "get":
        return registers.getValues(numbers[0], 1)[0]
    if word == "set":
        registers.setValues(numbers[0], [numbers[1]])
    elif word == "refuse":
        state["refused"][numbers[0]] = numbers[1]
    elif word == "late":
        state["late"][numbers[0]] = numbers[1] / 1000
    elif word == "early":
        return state["early"]
    elif word == "open":
        state["max"], state["settles"] = 1000, 0
    return word


async def main():
    machine = ModbusSlaveContext(hr=registers, zero_mode=True)
    context = ModbusServerContext(slaves={UNIT: machine}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), handler=Handler, allow_reuse_address=True)
    asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    words = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(words), sys.stdin)
    while line := (await words.readline()).decode().split():
        print(obey(line[0], [int(number) for number in line[1:]]), flush=True)


asyncio.run(main())
