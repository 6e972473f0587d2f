import com.sun.net.httpserver.HttpServer
import java.net.InetSocketAddress

/** Tells how long the words of the path are. */
@main def lengths(): Unit =
  val port = sys.env.getOrElse("PORT", "8080").toInt
  val server = HttpServer.create(InetSocketAddress(port), 0)
  server.createContext("/", exchange =>
    val words = exchange.getRequestURI.getPath.split("/").filter(_.nonEmpty)
    val body = ujson.write(ujson.Obj.from(words.map(w => w -> ujson.Num(w.length)))).getBytes
    exchange.sendResponseHeaders(200, body.length)
    exchange.getResponseBody.write(body)
    exchange.close()
  )
  server.start()
