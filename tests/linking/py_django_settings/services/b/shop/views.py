from django.conf import settings

def view(request):
    if settings.IS_MOCK:  # <- ITM101
        return 1
    return 2
