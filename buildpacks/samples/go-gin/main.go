// Says who may come in, by a list that is kept in memory.
package main

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

type guest struct {
	Name string `uri:"name" binding:"required,alpha"`
}

func main() {
	router := gin.Default()
	router.GET("/", func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"door": "open", "mode": gin.Mode()})
	})
	router.GET("/guests/:name", func(c *gin.Context) {
		var g guest
		if err := c.ShouldBindUri(&g); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": "a name has letters only"})
			return
		}
		c.JSON(http.StatusOK, gin.H{"welcome": g.Name})
	})
	if err := router.Run(":" + os.Getenv("PORT")); err != nil {
		panic(err)
	}
}
