// judged by ITM205
package a
import "testing"
func TestA(t *testing.T) {
	t.Parallel()
	t.SkipNow() // <- ITM205
	run()
}
// judged by ITM205
package a
import "testing"
func TestA(t *testing.T) {
	t.Run("x", func(t *testing.T) { t.Skip("later") }) // <- ITM205
}
