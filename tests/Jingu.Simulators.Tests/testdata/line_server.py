"""A device server as they hang on walls: whoever connects over TCP talks to the serial line, byte by byte.

    line_server.py DEVICE      prints the port it listens on
"""
import os
import selectors
import socket
import sys
import termios
import tty

line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
tty.setraw(line, termios.TCSANOW)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    peer, _ = listener.accept()
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    watch = selectors.DefaultSelector()
    watch.register(peer, selectors.EVENT_READ)
    watch.register(line, selectors.EVENT_READ)
    here = True
    while here:
        for key, _ in watch.select():
            if key.fileobj is peer:
                sent = peer.recv(4096)
                here = len(sent) > 0
                os.write(line, sent)
            else:
                peer.sendall(os.read(line, 4096))
    watch.close()
    peer.close()
