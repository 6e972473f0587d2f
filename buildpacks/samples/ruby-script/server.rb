require "greeting"
require "socket"

trap("TERM") { exit }
$stdout.sync = true
server = TCPServer.new("0.0.0.0", ENV.fetch("PORT", "3000").to_i)
puts "listening"
loop do
  Thread.start(server.accept) do |client|
    path = client.gets.to_s.split[1].to_s
    nil until client.gets.to_s.strip.empty?
    body = "#{Greeting.for(path.delete_prefix('/'))}\n"
    client.write "HTTP/1.1 200 OK\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
    client.close
  end
end
