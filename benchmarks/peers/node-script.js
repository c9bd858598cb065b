// The same job by modbus-serial and mqtt: one connection for each port of the farm, its meters one after the other
// every second, one message for each meter by QoS 1.  node node-script.js MQTT-PORT FIRST-PORT METERS
'use strict';
const ModbusRTU = require('modbus-serial');
const mqtt = require('mqtt');

const PER_PORT = 100;
const VALUES = 10;
const [mqttPort, firstPort, meters] = process.argv.slice(2).map(Number);

async function pollPort(broker, port) {
  const client = new ModbusRTU();
  await client.connectTCP('127.0.0.1', { port: firstPort + port });
  client.setTimeout(500);
  let next = Date.now();
  for (;;) {
    for (let unit = 1; unit <= PER_PORT && port * PER_PORT + unit <= meters; unit++) {
      client.setID(unit);
      try {
        const { buffer } = await client.readHoldingRegisters(0, 2 * VALUES);
        const v = [];
        for (let i = 0; i < VALUES; i++) v.push(buffer.readFloatBE(4 * i));
        broker.publish(`peer/${port * PER_PORT + unit - 1}`, JSON.stringify({ v }), { qos: 1 });
      } catch {
        // A silent meter is asked again in the next second.
      }
    }
    next = Math.max(next + 1000, Date.now());
    await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
  }
}

const broker = mqtt.connect(`mqtt://127.0.0.1:${mqttPort}`);
broker.once('connect', () => {
  console.log('node ready');
  for (let port = 0; port * PER_PORT < meters; port++) {
    pollPort(broker, port).catch((e) => {
      console.error(e);
      process.exit(1);
    });
  }
});
