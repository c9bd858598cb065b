/*
 * Meters for all peers alike: Modbus TCP on PORTS consecutive ports, 100 unit identifiers behind each, one epoll loop.
 *
 *   farm FIRST-PORT METERS [DELAY-MS] [DEAD FROM-SECOND]
 *
 * A meter is PORT and unit identifier 1 to 100. It has 20 holding registers, ten floats, high word first: its clock in
 * tenths of a millisecond modulo 10,000,000 (exact in a float), how often it was polled, and eight values with
 * noise on them.
 * DELAY-MS: every answer leaves so much later, requests in flight at once. DEAD: the last so many meters are silent
 * from a second on, counted from the start. Prints "farm ready" and runs until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { PER_PORT = 100, PORTS_MAX = 100, REGISTERS = 20, BUFFER = 4096, LINKS_MAX = 16384, LATE_MAX = 1 << 17 };

struct link { int fd; int port; int filled; int life; unsigned char bytes[BUFFER]; };
struct late { int64_t due; int link; int life; int size; unsigned char bytes[64]; };

static struct link *links[LINKS_MAX];
static struct late *late;
static unsigned late_first, late_end;
static uint32_t polled[PORTS_MAX * PER_PORT];
static int meters, delay_ms, dead, dead_from;
static int64_t begun;
static int lives;

static int64_t now_100us(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (int64_t)at.tv_sec * 10000 + at.tv_nsec / 100000;
}

static void put_float(unsigned char *to, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = htonl(bits);
    memcpy(to, &bits, sizeof bits);
}

/* No pattern that a codec could find: the finaliser of MurmurHash3 over a place. */
static uint32_t noise(uint32_t meter, uint32_t place, uint32_t poll)
{
    uint32_t hash = meter * 2654435761u + place * 2246822519u + poll * 3266489917u;
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
    return hash ^ hash >> 16;
}

static int is_silent(int meter)
{
    return meter >= meters || (meter >= meters - dead && now_100us(CLOCK_MONOTONIC) - begun >= dead_from * 10000LL);
}

/* The answer to one request; its size, 0: none. */
static int answer(int port, const unsigned char *request, int size, unsigned char *to)
{
    int unit = request[6], function = request[7], meter = port * PER_PORT + unit - 1;
    if (unit < 1 || unit > PER_PORT || is_silent(meter) || size < 12)
        return 0;
    int address = request[8] << 8 | request[9], count = request[10] << 8 | request[11];
    memcpy(to, request, 8);
    if (function != 3 || count < 1 || address + count > REGISTERS) {
        to[4] = 0, to[5] = 3, to[7] |= 0x80, to[8] = 2;
        return 9;
    }
    unsigned char image[REGISTERS * 2];
    uint32_t polls = ++polled[meter];
    put_float(image, (float)(now_100us(CLOCK_REALTIME) % 10000000));
    put_float(image + 4, (float)polls);
    for (int i = 2; i < REGISTERS / 2; i++)
        put_float(image + 4 * i, (float)(1000 + noise((uint32_t)meter, (uint32_t)i, 0) % 4000
            + noise((uint32_t)meter, (uint32_t)i, polls) % 20) / 10);
    to[4] = 0, to[5] = (unsigned char)(3 + 2 * count), to[8] = (unsigned char)(2 * count);
    memcpy(to + 9, image + 2 * address, (size_t)(2 * count));
    return 9 + 2 * count;
}

static void close_link(int at)
{
    close(links[at]->fd);
    free(links[at]);
    links[at] = NULL;
}

static void serve(int at, int timer)
{
    struct link *link = links[at];
    ssize_t got = read(link->fd, link->bytes + link->filled, (size_t)(BUFFER - link->filled));
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            close_link(at);
        return;
    }
    link->filled += (int)got;
    int from = 0, made = 0;
    static unsigned char out[64 * BUFFER / 12];
    while (link->filled - from >= 8) {
        int size = 6 + (link->bytes[from + 4] << 8 | link->bytes[from + 5]);
        if (size > 260 || size < 8) {
            close_link(at);
            return;
        }
        if (link->filled - from < size)
            break;
        int length = answer(link->port, link->bytes + from, size, out + made);
        if (delay_ms > 0 && length > 0 && late_end - late_first < LATE_MAX) {
            struct late *one = &late[late_end++ % LATE_MAX];
            *one = (struct late){ now_100us(CLOCK_MONOTONIC) + delay_ms * 10, at, link->life, length, { 0 } };
            memcpy(one->bytes, out + made, (size_t)length);
            if (late_end - late_first == 1)
                timerfd_settime(timer, 0, &(struct itimerspec){ { 0, 0 },
                    { delay_ms / 1000, delay_ms % 1000 * 1000000L } }, NULL);
        } else {
            made += length;
        }
        from += size;
    }
    memmove(link->bytes, link->bytes + from, (size_t)(link->filled - from));
    link->filled -= from;
    if (made > 0 && write(link->fd, out, (size_t)made) != made)
        close_link(at);
}

static void send_late(int timer)
{
    uint64_t times;
    if (read(timer, &times, sizeof times) < 0)
        return;
    int64_t now = now_100us(CLOCK_MONOTONIC);
    for (; late_first != late_end && late[late_first % LATE_MAX].due <= now; late_first++) {
        struct late *one = &late[late_first % LATE_MAX];
        if (links[one->link] && links[one->link]->life == one->life
            && write(links[one->link]->fd, one->bytes, (size_t)one->size) < 0)
            close_link(one->link);
    }
    if (late_first == late_end)
        return;
    int64_t left = late[late_first % LATE_MAX].due - now;
    timerfd_settime(timer, 0, &(struct itimerspec){ { 0, 0 }, { left / 10000, left % 10000 * 100000 } }, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    int first = atoi(argv[1]);
    meters = atoi(argv[2]);
    delay_ms = argc > 3 ? atoi(argv[3]) : 0;
    dead = argc > 4 ? atoi(argv[4]) : 0;
    dead_from = argc > 5 ? atoi(argv[5]) : 0;
    begun = now_100us(CLOCK_MONOTONIC);
    late = calloc(LATE_MAX, sizeof *late);
    int ports = (meters + PER_PORT - 1) / PER_PORT, poll = epoll_create1(0);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    if (ports > PORTS_MAX || !late)
        return 2;
    int listeners[PORTS_MAX], on = 1;
    for (int i = 0; i < ports; i++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)(first + i)),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        listeners[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        setsockopt(listeners[i], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (bind(listeners[i], (struct sockaddr *)&at, sizeof at) || listen(listeners[i], 1024)) {
            perror("farm");
            return 1;
        }
        epoll_ctl(poll, EPOLL_CTL_ADD, listeners[i], &(struct epoll_event){ EPOLLIN, { .u32 = (uint32_t)i } });
    }
    epoll_ctl(poll, EPOLL_CTL_ADD, timer, &(struct epoll_event){ EPOLLIN, { .u32 = PORTS_MAX } });
    puts("farm ready");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[256];
        int ready = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            uint32_t what = events[i].data.u32;
            if (what == PORTS_MAX) {
                send_late(timer);
            } else if (what < PORTS_MAX) {
                int fd = accept4(listeners[what], NULL, NULL, SOCK_NONBLOCK), at = 0;
                while (at < LINKS_MAX && links[at])
                    at++;
                if (fd < 0 || at == LINKS_MAX)
                    continue;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                links[at] = calloc(1, sizeof **links);
                *links[at] = (struct link){ .fd = fd, .port = (int)what, .life = ++lives };
                epoll_ctl(poll, EPOLL_CTL_ADD, fd,
                    &(struct epoll_event){ EPOLLIN, { .u32 = (uint32_t)(PORTS_MAX + 1 + at) } });
            } else if (links[what - PORTS_MAX - 1]) {
                serve((int)(what - PORTS_MAX - 1), timer);
            }
        }
    }
}
