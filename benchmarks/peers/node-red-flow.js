// Writes the flow of Node-RED for so many meters: an inject node for each port of the farm asks for its meters every
// second (modbus-flex-getter, one client for each port), a function makes the JSON, mqtt out sends it by QoS 1.
//   node node-red-flow.js MQTT-PORT FIRST-PORT METERS > flow.json
'use strict';
const PER_PORT = 100;
const [mqttPort, firstPort, meters] = process.argv.slice(2).map(Number);

const nodes = [
  { id: 'tab', type: 'tab', label: 'peers' },
  {
    id: 'broker', type: 'mqtt-broker', name: '', broker: '127.0.0.1', port: String(mqttPort), clientid: '',
    autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: true,
  },
  {
    id: 'send', type: 'mqtt out', z: 'tab', name: '', topic: '', qos: '1', retain: 'false', broker: 'broker',
    wires: [],
  },
];
for (let port = 0; port * PER_PORT < meters; port++) {
  const units = Math.min(PER_PORT, meters - port * PER_PORT);
  nodes.push(
    {
      id: `client${port}`, type: 'modbus-client', name: '', clienttype: 'tcp', bufferCommands: true,
      stateLogEnabled: false, queueLogEnabled: false, failureLogEnabled: false, tcpHost: '127.0.0.1',
      tcpPort: String(firstPort + port), tcpType: 'DEFAULT', unit_id: '1', commandDelay: '1', clientTimeout: '500',
      reconnectOnTimeout: false, reconnectTimeout: '2000', parallelUnitIdsAllowed: true, showErrors: false,
      showWarnings: false, showLogs: false,
    },
    {
      id: `every${port}`, type: 'inject', z: 'tab', name: '', repeat: '1', once: true, onceDelay: '1', topic: '',
      payload: '', payloadType: 'date', props: [{ p: 'payload' }], wires: [[`ask${port}`]],
    },
    {
      id: `ask${port}`, type: 'function', z: 'tab', name: '', outputs: 1, wires: [[`get${port}`]],
      func: `const all = [];
for (let unit = 1; unit <= ${units}; unit++) {
  all.push({ meter: ${port * PER_PORT} + unit - 1, payload: { fc: 3, unitid: unit, address: 0, quantity: 20 } });
}
return [all];`,
    },
    {
      id: `get${port}`, type: 'modbus-flex-getter', z: 'tab', name: '', server: `client${port}`, showErrors: false,
      showStatusActivities: false, showWarnings: false, logIOActivities: false, useIOFile: false, ioFile: '',
      useIOForPayload: false, emptyMsgOnFail: false, keepMsgProperties: true, wires: [[`make${port}`], []],
    },
    {
      id: `make${port}`, type: 'function', z: 'tab', name: '', outputs: 1, wires: [['send']],
      func: `const buffer = msg.responseBuffer ? msg.responseBuffer.buffer : msg.payload.buffer;
const v = [];
for (let i = 0; i < 10; i++) v.push(buffer.readFloatBE(4 * i));
return { topic: 'peer/' + msg.meter, payload: JSON.stringify({ v }) };`,
    },
  );
}
process.stdout.write(JSON.stringify(nodes));
