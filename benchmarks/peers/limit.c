/*
 * The practical limit: nothing but libmodbus and libmosquitto. One thread for each port of the farm, eight at most;
 * each asks its meters one after the other every second, 500 ms for an answer, and publishes by QoS 1.
 *
 *   limit MQTT-PORT FIRST-PORT METERS [BATCH]
 *
 * One message for each meter, topic peer/METER, {"v":[...]}. With BATCH, up to so many meters in one message, topic
 * peer/batch, [{"m":METER,"v":[...]},...]. Nothing is stored, nothing is computed, nothing is retried.
 */
#include <errno.h>
#include <modbus.h>
#include <mosquitto.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PER_PORT = 100, THREADS_MAX = 8, VALUES = 10, MESSAGE = 1 << 16 };

static struct mosquitto *broker;
static int first_port, meters, batch, ports, threads;

static int put_values(char *to, size_t size, const uint16_t *registers)
{
    int made = snprintf(to, size, "\"v\":[");
    for (int i = 0; i < VALUES; i++)
        made += snprintf(to + made, size - (size_t)made, i ? ",%.9g" : "%.9g",
            (double)modbus_get_float_abcd(registers + 2 * i));
    return made + snprintf(to + made, size - (size_t)made, "]}");
}

static void publish(const char *topic, const char *text, int size)
{
    mosquitto_publish(broker, NULL, topic, size, text, 1, false);
}

static void ask(modbus_t *link, int port, char *text, int *made, int *held)
{
    for (int unit = 1; unit <= PER_PORT; unit++) {
        int meter = port * PER_PORT + unit - 1;
        uint16_t registers[2 * VALUES];
        if (meter >= meters)
            return;
        modbus_set_slave(link, unit);
        if (modbus_read_registers(link, 0, 2 * VALUES, registers) != 2 * VALUES) {
            if (errno != ETIMEDOUT) {
                modbus_close(link);
                modbus_connect(link);
            }
            continue;
        }
        if (batch == 0) {
            char topic[32], values[256] = "{";
            snprintf(topic, sizeof topic, "peer/%d", meter);
            publish(topic, values, 1 + put_values(values + 1, sizeof values - 1, registers));
            continue;
        }
        *made += snprintf(text + *made, (size_t)(MESSAGE - *made), *held ? ",{\"m\":%d," : "[{\"m\":%d,", meter);
        *made += put_values(text + *made, (size_t)(MESSAGE - *made), registers);
        if (++*held == batch) {
            text[(*made)++] = ']';
            publish("peer/batch", text, *made);
            *made = *held = 0;
        }
    }
}

static void *run(void *at)
{
    int thread = (int)(long)at, count = (ports - thread + threads - 1) / threads, made = 0, held = 0;
    modbus_t **links = calloc((size_t)count, sizeof *links);
    char *text = malloc(MESSAGE);
    for (int i = 0; i < count; i++) {
        links[i] = modbus_new_tcp("127.0.0.1", first_port + thread + i * threads);
        modbus_set_response_timeout(links[i], 0, 500000);
        if (modbus_connect(links[i])) {
            perror("limit");
            exit(1);
        }
    }
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (;;) {
        for (int i = 0; i < count; i++)
            ask(links[i], thread + i * threads, text, &made, &held);
        if (held) {
            text[made++] = ']';
            publish("peer/batch", text, made);
            made = held = 0;
        }
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        next.tv_sec++;
        if (next.tv_sec < now.tv_sec || (next.tv_sec == now.tv_sec && next.tv_nsec < now.tv_nsec))
            next = now;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    first_port = atoi(argv[2]);
    meters = atoi(argv[3]);
    batch = argc > 4 ? atoi(argv[4]) : 0;
    ports = (meters + PER_PORT - 1) / PER_PORT;
    threads = ports < THREADS_MAX ? ports : THREADS_MAX;
    mosquitto_lib_init();
    broker = mosquitto_new("limit", true, NULL);
    mosquitto_max_inflight_messages_set(broker, 100);
    if (mosquitto_connect(broker, "127.0.0.1", atoi(argv[1]), 60) || mosquitto_loop_start(broker))
        return 1;
    pthread_t made[THREADS_MAX];
    for (long i = 0; i < threads; i++)
        pthread_create(&made[i], NULL, run, (void *)i);
    puts("limit ready");
    fflush(stdout);
    pthread_join(made[0], NULL);
    return 0;
}
