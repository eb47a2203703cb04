// judged by ITM209
package a
import ("testing";"net/http/httptest";"net/http")
func TestA(t *testing.T) {
	rec := httptest.NewRecorder()
	req := httptest.NewRequest("GET", "/", nil)
	handler.ServeHTTP(rec, req)
	if rec.Code != http.StatusOK { t.Fatal() }
}
// judged by ITM209
package a
import ("testing";"net/http/httptest";"net/http")
func TestA(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/tax", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("{}")) })
	srv := httptest.NewServer(mux) // <- ITM209
	defer srv.Close()
}
// judged by ITM209
package a
import ("testing";"github.com/DATA-DOG/go-sqlmock";"github.com/alicebob/miniredis/v2")
func TestA(t *testing.T) {
	db, m, err := sqlmock.New() // <- ITM209
	r := miniredis.RunT(t) // <- ITM209
	use(db, m, err, r)
}
