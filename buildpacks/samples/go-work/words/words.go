// Package words joins them.
package words

import "strings"

// Joined puts dashes between words.
func Joined(all ...string) string { return strings.Join(all, "-") }
