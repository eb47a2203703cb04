LIVE = True
