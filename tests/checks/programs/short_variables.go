// judged by ITM207
package a
import "os"
func a() string {
	if os.Getenv("A_URL") != "" {
		return os.Getenv("A_URL")
	}
	return "x" // <- ITM207
}
// judged by ITM207
package a
import "os"
func init() {
	if _, ok := os.LookupEnv("A_URL"); !ok {
		os.Setenv("A_URL", "x") // <- ITM207
	}
}
// judged by ITM207
package a
import ("os";"testing")
func TestA(t *testing.T) {
	t.Setenv("A_URL", "x")
	f(os.Getenv("A_URL"))
}
// judged by ITM207
package a
import "flag"
import "os"
var addr = flag.String("addr", os.Getenv("A_ADDR"), "")
var other = flag.String("other", "localhost:1", "")
// judged by ITM208
package a
import "os"
func a() string {
	v := os.Getenv("A_URL")
	if v != "" {
		return v
	}
	v = os.Getenv("B_URL") // <- ITM208
	return v
}
// judged by ITM208
package a
import "os"
func a() (string, string) { return os.Getenv("A_URL"), os.Getenv("B_URL") }
