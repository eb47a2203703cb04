from .base_svc import Service


class Mail(Service):
    def send(self):
        if self.live:  # <- ITM101
            return 1
        return 2
