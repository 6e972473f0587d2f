// Answers with words that come from the other module of the workspace.
package main

import (
	"fmt"
	"net/http"
	"os"

	"example.com/words"
	"github.com/go-chi/chi/v5"
)

func main() {
	router := chi.NewRouter()
	router.Get("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, words.Joined("two", "modules", "one", "program"))
	})
	router.Get("/{word}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, words.Joined(chi.URLParam(r, "word")))
	})
	if err := http.ListenAndServe(":"+os.Getenv("PORT"), router); err != nil {
		panic(err)
	}
}
