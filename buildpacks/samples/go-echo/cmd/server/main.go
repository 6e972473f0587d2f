// Serves a page that is made from a template of the repository.
package main

import (
	"html/template"
	"io"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"
)

type pages struct{ all *template.Template }

func (p pages) Render(w io.Writer, name string, data any, _ echo.Context) error {
	return p.all.ExecuteTemplate(w, name, data)
}

func main() {
	e := echo.New()
	e.HideBanner = true
	e.Renderer = pages{template.Must(template.ParseGlob("pages/*.html"))}
	e.GET("/", func(c echo.Context) error {
		return c.Render(http.StatusOK, "index.html", map[string]string{"name": c.QueryParam("name")})
	})
	e.GET("/health", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	e.Logger.Fatal(e.Start(":" + os.Getenv("PORT")))
}
