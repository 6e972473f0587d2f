// Keeps notes in SQLite, whose code is C.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		log.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		var version string
		var sum int
		if err := db.QueryRow("SELECT sqlite_version(), 19 + 23").Scan(&version, &sum); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "SQLite %s says %d\n", version, sum)
	})
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
