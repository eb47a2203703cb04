// judged by ITM207
package a
import "github.com/spf13/viper"
func x() {
	viper.SetDefault("billing.addr", "localhost:1")  // <- ITM207
	v := viper.New()
	v.SetDefault("billing.addr", "localhost:1")  // <- ITM207
	v.SetDefault("billing.addr", "")
	v.SetDefault("integration.mode", "repo")
	v.SetDefault(key, "x")
}
func y(v *viper.Viper) { v.SetDefault("log_level", "info"); v.SetDefault("billing.token", "x") }  // <- ITM207
