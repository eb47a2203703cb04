// judged by ITM212
package a
import ("testing";"github.com/stretchr/testify/require")
func TestA(t *testing.T) {
	t.Run("x", testX)
}
func testX(t *testing.T) { require.NoError(t, f()) }
// judged by ITM212
package a
import "testing"
func TestA(t *testing.T) {
	for _, c := range cases {
		c := c
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}
// judged by ITM212
package a
import ("testing";"log")
func TestA(t *testing.T) {
	if err := f(); err != nil {
		log.Fatal(err)
	}
}
func TestB(t *testing.T) { // <- ITM212
	if err := f(); err != nil {
		t.Logf("x")
	}
}
