// judged by ITM204
package a
import ("testing";"time")
func TestX(t *testing.T) {
	a, _ := cache.Get("x")
	b, c := one(), two()
	d, _ := one(), two()  // <- ITM204
	_ = recover()  // <- ITM204
	for {
		if _, err := client.Get(); err == nil { break }
		_ = client.Ping()
		time.Sleep(1)
	}
	defer func() {
		if recover() != nil {  // <- ITM204
			t.Log("x")
		}
	}()
	defer func() {
		r := recover()  // <- ITM204
		if r != nil {
		}
	}()
	fn := func() { _ = client.Ping() }  // <- ITM204
	fn()
}
func TestY(t *testing.T) {
	var recovered any
	func() {
		defer func() { recovered = recover() }()
		x()
	}()
	if recovered == nil {
		t.Fatal("no panic")
	}
	_, store, _ := mustStart("a")
	_, other, _ := newStore(t, "a")
	_, third, _ := newStore("a")  // <- ITM204
	use(store, other, third)
}
