package bells

import io.ktor.server.application.Application
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing

/** Strikes the hour. */
fun Application.bells() {
    routing {
        get("/{hour}") {
            val hour = call.parameters["hour"]?.toIntOrNull() ?: 0
            call.respondText("dong ".repeat(hour % 12) + "\n")
        }
    }
}
