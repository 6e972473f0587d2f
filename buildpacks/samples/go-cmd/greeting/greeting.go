// Package greeting knows how to greet.
package greeting

// For is the greeting for a name.
func For(name string) string {
	if name == "" {
		name = "world"
	}
	return "Hello, " + name
}
