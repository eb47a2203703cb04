// judged by ITM212
package a
import (. "github.com/onsi/ginkgo/v2")
var _ = Describe("x", func() { It("a", Pending, func() { f() }) })
