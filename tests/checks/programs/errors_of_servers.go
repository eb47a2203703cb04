// judged by ITM204
package a
import ("io";"net/http";"encoding/json";"testing";"github.com/stretchr/testify/assert")
func handler(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(nil); _ = json.NewEncoder(w).Encode(1) }
func TestX(t *testing.T) {
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = assert.True(t, x)
	addr, _ := lis.Addr().(*net.TCPAddr)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(nil) }))
	_ = t.Run("x", func(t *testing.T) {})
	p, _ := strconv.Atoi("1")  // <- ITM204
}
