package colours

import io.ktor.server.application.Application
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing

/** Mixes two colours. */
fun mixed(one: Int, other: Int): String = "#%06x".format((one + other) / 2)

fun Application.colours() {
    routing {
        get("/") { call.respondText("Ask for /mix/10/30, in hexadecimal\n") }
        get("/mix/{one}/{other}") {
            val (one, other) = listOf("one", "other").map { call.parameters[it]!!.toInt(16) }
            call.respondText("mixed: ${mixed(one, other)}\n")
        }
    }
}
