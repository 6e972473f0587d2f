package notes

import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RestController

/** Shows what is still to be done. */
@SpringBootApplication
@RestController
class Notes {
    @GetMapping("/")
    fun all() = listOf("water the plants", "call Grandmother")
}

fun main(args: Array<String>) {
    runApplication<Notes>(*args)
}
