from .jump import jump as hop
