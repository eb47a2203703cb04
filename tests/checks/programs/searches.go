// judged by ITM207 ITM208
package a
import ("os";"github.com/spf13/viper")
func a() string {
	for _, k := range []string{"A_URL", "B_URL"} {  // <- ITM208
		if v := os.Getenv(k); v != "" { return v }
	}
	return ""
}
func b(t *testing.T) {
	for _, k := range []string{"A_URL", "B_URL"} {
		if os.Getenv(k) == "" { t.Fatalf("%s", k) }
	}
	v := viper.New()
	v.BindEnv("model", "A_URL", "B_URL")  // <- ITM208
	v.BindEnv("model", "A_URL")
}
