def charge(mode, amount):
    if mode == "cluster":  # <- ITM101
        return amount
    return 0
