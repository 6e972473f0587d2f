// Without a package: WebSockets that echo, streams of events without an end, and bodies of any size.
const crypto = require('node:crypto');

const BLOCK = Buffer.alloc(1 << 18);

// A client's frames of up to 125 bytes: what one says comes back behind the app's name.
exports.socket = function (request, connection, app) {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = crypto.createHash('sha1').update(key).digest('base64');
  const say = (opcode, payload) =>
    connection.write(Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]));
  let held = Buffer.alloc(0);
  connection.on('error', () => connection.destroy());
  connection.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 6 && held.length >= 6 + (held[1] & 127)) {
      const frame = held.subarray(0, 6 + (held[1] & 127));
      held = held.subarray(frame.length);
      const payload = frame.subarray(6).map((byte, at) => byte ^ frame[2 + (at & 3)]);
      if ((frame[0] & 15) === 8) {
        say(8, payload);
        return connection.end();
      }
      say(1, Buffer.concat([Buffer.from(`${app} `), payload]));
    }
  });
  connection.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
};

exports.events = function (response, app) {
  response.setHeader('Content-Type', 'text/event-stream');
  const tell = () => response.write(`data: ${app}\n\n`);
  const timer = setInterval(tell, 1000);
  response.on('close', () => clearInterval(timer));
  tell();
};

exports.take = function (request, response, app) {
  let bytes = 0;
  request.on('data', (chunk) => (bytes += chunk.length));
  request.on('end', () => response.end(`${app} ${bytes}\n`));
};

// As fast as it is read.
exports.give = function (response, bytes) {
  let left = bytes;
  response.setHeader('Content-Length', bytes);
  response.on('error', () => (left = 0));
  (function more() {
    while (left > 0) {
      const block = BLOCK.subarray(0, Math.min(BLOCK.length, left));
      left -= block.length;
      if (!response.write(block)) return response.once('drain', more);
    }
    response.end();
  })();
};
