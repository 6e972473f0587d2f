// Shortens links and counts how often each was followed.
package main

import (
	"log"
	"os"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
)

var followed atomic.Int64

func main() {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error {
		return c.JSON(fiber.Map{"links": 1, "followed": followed.Load(), "fiber": fiber.Version[:2]})
	})
	app.Get("/docs", func(c *fiber.Ctx) error {
		followed.Add(1)
		return c.Redirect("https://go.dev/doc/")
	})
	log.Fatal(app.Listen(":" + os.Getenv("PORT")))
}
