// An app that speaks HTTP/2 without TLS alone, and gRPC's framing by hand.
const http2 = require('http2');
const server = http2.createServer();
server.on('stream', (stream, fields) => {
  stream.on('error', () => {});
  const grpc = {':status': 200, 'content-type': 'application/grpc'};
  switch (fields[':path'].split('?')[0]) {
    case '/echo.Echo/Both': // sends back each part as it comes, and says how it went at the end
      stream.respond({...grpc, 'x-te': String(fields.te), 'x-for': String(fields['x-forwarded-for'])},
        {waitForTrailers: true});
      stream.on('wantTrailers', () => stream.sendTrailers({'grpc-status': '0', 'grpc-message': 'fine'}));
      stream.pipe(stream);
      break;
    case '/echo.Echo/Unknown': // trailers alone
      stream.respond({...grpc, 'grpc-status': '12'}, {endStream: true});
      break;
    case '/large':
      stream.respond({':status': 200, 'content-length': 5000000});
      stream.end(Buffer.alloc(5000000, 'x'));
      break;
    case '/cut':
      stream.respond({':status': 200});
      stream.write('half', () => stream.destroy(new Error('cut')));
      break;
    case '/trailers': // says what came after the body
      stream.on('trailers', (last) => stream.end(JSON.stringify(last)));
      stream.respond({':status': 200});
      stream.resume();
      break;
    case '/refused':
      stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
      break;
    case '/early':
      stream.additionalHeaders({':status': 103, link: '</a>'});
      stream.respond({':status': 204}, {endStream: true});
      break;
    default:
      stream.respond({':status': 200, 'x-method': fields[':method'], 'x-length': String(fields['content-length'])});
      fields[':method'] === 'HEAD' ? stream.end() : stream.pipe(stream);
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
