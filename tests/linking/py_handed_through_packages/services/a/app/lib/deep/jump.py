def jump(mode):
    return 3 if mode == "cluster" else 5  # <- ITM101
