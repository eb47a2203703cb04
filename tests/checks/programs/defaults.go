// judged by ITM207 ITM208
package a
import ("os"; "cmp"; "github.com/spf13/viper")
type Config struct {
	Addr string `env:"ADDR" envDefault:"localhost:1"`  // <- ITM207
	B string `envconfig:"BB" default:"x"`  // <- ITM207
}
func a() string { if v := os.Getenv("A"); v != "" { return v }; return "x" }  // <- ITM207
func b() string { v := os.Getenv("B"); if v == "" { v = "x" }; return v }  // <- ITM207
func c() string { return cmp.Or(os.Getenv("C"), "x") }  // <- ITM207
func d() string { v, ok := os.LookupEnv("D"); if !ok { return "x" }; return v }  // <- ITM207
func getenv(k, def string) string { if v := os.Getenv(k); v != "" { return v }; return def }
var e = getenv("E", "localhost")  // <- ITM207
func f() string { if v := os.Getenv("F1"); v != "" { return v }; return os.Getenv("F2") }  // <- ITM208
func g() string { return cmp.Or(os.Getenv("G1"), os.Getenv("G2")) }  // <- ITM208
func h() string { v := "x"; if e := os.Getenv("H"); e != "" { v = e }; return v }  // <- ITM207
func i() string { if v, ok := os.LookupEnv("I"); ok { return v }; return "x" }  // <- ITM207
func j() string { v := os.Getenv("J1"); if v == "" { v = os.Getenv("J2") }; return v }  // <- ITM208
func k() string { base := "x"; if cluster { base = mustEnv("K") }; return base }
