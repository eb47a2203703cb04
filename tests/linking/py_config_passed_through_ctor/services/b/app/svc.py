class Svc:
    def __init__(self, config):
        self.config = config

    def run(self):
        if self.config.mode == 'cluster':  # <- ITM101
            return 1
        if self.config.port:
            return 3
        return 2
