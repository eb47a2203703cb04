def weigh(mode):
    if mode == "cluster":  # <- ITM101
        return 1
    return 2
