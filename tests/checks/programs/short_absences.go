// judged by ITM206
package a
import ("testing"; "os")
func skipUnlessAddr(t *testing.T) {
	t.Helper()
	if os.Getenv("ADDR") == "" {
		t.Skip("x") // <- ITM206
	}
}
func TestA(t *testing.T) { skipUnlessAddr(t); check(t) }
// judged by ITM206
package a
import ("testing"; "runtime")
func TestA(t *testing.T) {
	if runtime.GOOS == "windows" { t.Skip("x") }
	check(t)
}
// judged by ITM206
package a
import ("testing"; "flag")
var update = flag.Bool("update", false, "")
func TestA(t *testing.T) {
	if *update { t.Skip("x") }
	check(t)
}
