# judged by ITM204
import contextlib
def test_a(c):
    for row in rows:
        try:
            c.put(row)
        except E:  # <- ITM204
            continue
    for name in names:
        try:
            found = c.get(name)
        except E:
            continue
        else:
            break
    with contextlib.suppress(): c.x()
    with contextlib.suppress(StopIteration): c.x()
    with contextlib.suppress(E), c.open() as f:  # <- ITM204
        f.x()
    try:
        c.x()
    except E as e:  # <- ITM204
        _ = e
    try:
        c.x()
    except E:  # <- ITM204
        c.last = None
