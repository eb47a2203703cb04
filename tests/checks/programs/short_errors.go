// judged by ITM204
package a
import "testing"
func TestA(t *testing.T) {
	defer client.Close()
	client.Ping()
	if err := f(); err != nil {
		t.Log(err)
	}
}
// judged by ITM204
package a
import "testing"
func TestA(t *testing.T) {
	t.Cleanup(func() {
		_ = client.Delete()
		_, _ = client.Reset()
	})
	x, ok := m["a"]
	_, _ = x, ok
	_ = x
}
// judged by ITM204
package a
import ("testing"; "os"; "time"; "net/url"; "encoding/json"; "strings")
func TestA(t *testing.T) {
	d, _ := time.ParseDuration("1s") // <- ITM204
	u, _ := url.Parse("x") // <- ITM204
	b, _ := json.Marshal(d) // <- ITM204
	before, _, _ := strings.Cut("a=b", "=")
	_ = os.Setenv("A", "b") // <- ITM204
	_, _, _, _ = d, u, b, before
}
// judged as harness by ITM204
package a
func helper() string {
	h, _ := client.Get() // <- ITM204
	return h
}
